import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore, timeZone } from '../../src/index.js';
import { describeMessage } from '../../src/syslog/message.js';
import { corpusFiles, corpusFolder, hasCorpora, linesOf } from '../support/corpora.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const MINUTES = 60_000;
const FIELDS = ['host', 'app', 'pid', 'msgid', 'severity', 'facility'] as const;

/**
 * Counts by a field read the beginning of a message only, where that decides: here they are held to headers that are read
 * from whole messages.
 */
describe.skipIf(!hasCorpora)('headers of the real corpora (skipped where they are absent)', () => {
  const check = (name: string, files: () => string[]) =>
    it(`${name}: as many of each host, app, pid and level as whole messages have`, {
      timeout: 5 * MINUTES,
    }, async () => {
      const expected = FIELDS.map(() => new Map<string | undefined, number>());
      let messages = 0;
      for (const file of files())
        for await (const line of linesOf(file)) {
          // Longer lines are kept in pieces, of which none has the whole message.
          if (line.length > 1 << 20) throw new Error(`${file} has a line in pieces`);
          const fields = describeMessage(line);
          messages++;
          FIELDS.forEach((field, i) => {
            const value = fields[field];
            expected[i]?.set(value, (expected[i]?.get(value) ?? 0) + 1);
          });
        }
      await using store = await openStore(join(temporaryFolder(), 'store'), {
        write: true,
        create: true,
      });
      await store.ingest(files(), { year: 2021, zone: timeZone('UTC'), force: true });
      for (const [i, field] of FIELDS.entries()) {
        const { rows, total } = await store.countBy(field, '');
        expect(total, field).toBe(messages);
        const got = new Map(rows.map(({ value, count }) => [value, count]));
        for (const [value, count] of expected[i] ?? [])
          if (got.get(value) !== count) expect([value, got.get(value)]).toEqual([value, count]);
        expect(got.size, field).toBe(expected[i]?.size);
      }
    });
  check('vendors', () => corpusFiles('vendors'));
  check('loghub', () => corpusFiles('loghub'));
  check('auth', () => [join(corpusFolder('large'), 'auth.log.gz')]);
});
