import { describe, expect, it } from 'vitest';
import { BlockAnswer } from '../../src/executor/block-answer.js';
import { compileQuery } from '../../src/executor/compiled-query.js';
import { candidateBlocks } from '../../src/executor/pack-search.js';
import { TemplateHeaders } from '../../src/header/template-headers.js';
import { viewMessage } from '../../src/match/message-view.js';
import { queryTest } from '../../src/match/query-test.js';
import { parseQuery } from '../../src/query/parser.js';
import { describeMessage } from '../../src/syslog/message.js';
import { HEADER_FIELDS, HeaderTally } from '../../src/tally/header-tally.js';
import { rowValues } from '../../src/tally/row-values.js';
import type { ValueCounts } from '../../src/tally/value-table.js';
import { headerBlocks, packOf } from '../support/header-packs.js';
import { Choices } from '../support/oracle-random.js';
import { randomRuns } from '../support/random-runs.js';
import { passingBlocks } from '../support/search-room.js';

const ROUNDS = 150;
const QUERIES = ['', '', 'text', 'severity<=err', 'host:s*', 'app:*d', '-session', '09'];

function countsOf({ bytes, ends, counts, none }: ValueCounts): Map<string | undefined, number> {
  const found = new Map<string | undefined, number>();
  let start = 0;
  ends.forEach((end, i) => {
    const value = Buffer.from(bytes.subarray(start, end)).toString('utf8');
    found.set(value, (found.get(value) ?? 0) + (counts[i] ?? 0));
    start = end;
  });
  if (none > 0) found.set(undefined, none);
  return found;
}

describe('counts by a field of the header', () => {
  const { seed, numRuns } = randomRuns(ROUNDS);
  it(`are those of whole messages (${numRuns} rounds from seed ${seed})`, () => {
    let known = 0;
    for (let run = 0; run < numRuns; run++) {
      const choices = new Choices(seed + run);
      const pack = packOf(headerBlocks(choices, seed + run));
      const passing = passingBlocks(pack);
      const text = choices.of(QUERIES);
      const query = compileQuery(parseQuery(text));
      const test = queryTest(parseQuery(text));
      const messages = pack.blocks.flatMap((info) => {
        const block = pack.block(info);
        return Array.from({ length: block.rows }, (_, row) => block.messageOf(row).slice());
      });
      const headers = new TemplateHeaders(pack.templates());
      for (const info of pack.blocks) {
        const block = pack.block(info);
        const field = choices.of(['host', 'app', 'pid', 'msgid'] as const);
        const { of, texts } = rowValues(block, headers, field, () => true);
        of.forEach((text, row) => {
          if (text === 0) return;
          const hint = `HAYABUSA_TEST_SEED=${seed + run}: ${field} of a row`;
          const value = Buffer.from(texts[text - 1] ?? '', 'latin1').toString('utf8');
          expect(value, hint).toBe(describeMessage(block.messageOf(row))[field]);
          known++;
        });
      }
      const found = messages.filter((message) => test([viewMessage(message)]));
      for (const field of HEADER_FIELDS) {
        const expected = new Map<string | undefined, number>();
        for (const message of found) {
          const value = describeMessage(message)[field];
          expected.set(value, (expected.get(value) ?? 0) + 1);
        }
        const tally = new HeaderTally(field);
        let total = 0;
        for (const candidate of candidateBlocks(pack, query, undefined, false)) {
          let open = passing;
          if (choices.chance(0.5)) {
            const kept = pack.block(candidate.block);
            open = () => kept;
          }
          total += tally.add(new BlockAnswer(candidate, query, open), (error) => {
            throw error;
          });
        }
        const hint = `HAYABUSA_TEST_SEED=${seed + run}: by ${field} of ${JSON.stringify(text)}`;
        expect(countsOf(tally.part()), hint).toEqual(expected);
        expect(total, hint).toBe(found.length);
        if (text !== '') continue;
        const whole = new HeaderTally(field);
        expect(whole.addPack(pack), hint).toBe(field === 'host');
        if (field === 'host') expect(countsOf(whole.part()), hint).toEqual(expected);
      }
    }
    expect(known).toBeGreaterThan(numRuns);
  }, 120_000);
});
