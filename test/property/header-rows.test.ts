import { describe, expect, it } from 'vitest';
import { countBlock, rowsOfBlock } from '../../src/executor/block-rows.js';
import { compileQuery } from '../../src/executor/compiled-query.js';
import { candidateBlocks } from '../../src/executor/pack-search.js';
import { TemplateHeaders } from '../../src/header/template-headers.js';
import { viewMessage } from '../../src/match/message-view.js';
import { queryTest } from '../../src/match/query-test.js';
import { parseQuery } from '../../src/query/parser.js';
import { HOSTS, headerBlocks, packOf, TAGS } from '../support/header-packs.js';
import { Choices } from '../support/oracle-random.js';
import { randomRuns } from '../support/random-runs.js';
import { passingBlocks } from '../support/search-room.js';

const ROUNDS = 100;

function question(choices: Choices): string {
  const host = choices.of(HOSTS).replace(/["\\*?:]/g, '');
  const tag = choices.of(TAGS).replace(/["\\*?:]/g, '') || 'sshd';
  const field = choices.of([
    `host:"${host}"`,
    `host:"${host}"`,
    `host:${choices.of(['*', 's*', '*1', 'srv-?', '1*', '*.*', 'a*'])}`,
    `app:"${tag}"`,
    `app:"${tag}"`,
    `app:${choices.of(['*', 's*', 'sshd', '*d', '?*1', 'F*', 'SW*', '*NOTIF', '*-5-*'])}`,
    `pid:${choices.of(['12', '*', '1*', '123?'])}`,
    `msgid:${choices.of(['ID47', '*', '1*', 'R*'])}`,
    `app:${choices.of(['su', 'RT_FLOW', 'web*', '1*'])}`,
  ]);
  const other = choices.of(['text', 'session', 'host:srv*', 'app:*d', 'severity<=err', '09']);
  return choices.of([field, field, `${field} ${other}`, `${field} OR ${other}`, `-${field}`]);
}

describe('fields of headers by templates', () => {
  const { seed, numRuns } = randomRuns(ROUNDS);
  it(`are what messages say (${numRuns} rounds from seed ${seed})`, () => {
    let known = 0;
    for (let run = 0; run < numRuns; run++) {
      const choices = new Choices(seed + run);
      const pack = packOf(headerBlocks(choices, seed + run));
      const headers = new TemplateHeaders(pack.templates());
      for (let id = 0; id < pack.templates().count; id++) if (headers.of(id)) known++;
      const passing = passingBlocks(pack);
      for (let i = 0; i < 25; i++) {
        const text = question(choices);
        const test = queryTest(parseQuery(text));
        const hint = `HAYABUSA_TEST_SEED=${seed + run}: ${text}`;
        const expected = pack.blocks.map((info) => {
          const block = pack.block(info);
          return Array.from({ length: block.rows }, (_, row) => row).filter((row) =>
            test([viewMessage(block.messageOf(row))]),
          );
        });
        const found = expected.map((): number[] => []);
        const query = compileQuery(parseQuery(text));
        for (const candidate of candidateBlocks(pack, query, undefined, false)) {
          const rows = rowsOfBlock(candidate, query, pack.block(candidate.block));
          found[candidate.number] = [...rows];
          expect(countBlock(candidate, query, passing), hint).toBe(rows.length);
        }
        expect(found, hint).toEqual(expected);
      }
    }
    expect(known).toBeGreaterThan(numRuns);
  }, 120_000);
});
