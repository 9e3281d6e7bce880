import { writeFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { StoreReader } from '../../src/engine/store-reader.js';
import { verifyStore } from '../../src/engine/verify.js';
import { openStore } from '../../src/index.js';
import { openFsDirectory } from '../../src/storage/fs-directory.js';
import { timeZone } from '../../src/syslog/time-zones.js';
import { asText, latin1 } from '../support/bytes.js';
import { plainWords } from '../support/oracle.js';
import { Choices } from '../support/oracle-random.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** Packs end early, so that small inputs make several. */
vi.mock('../../src/base/limits.js', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  COMMIT_TEXT_BYTES: 2 << 20,
  SMALL_PACK_TEXT_BYTES: 1 << 19,
  MAX_BUILD_TERMS: 60_000,
}));

const START = Date.UTC(2024, 4, 15, 12);
const ZONE = timeZone('UTC');
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

const word = (choices: Choices, length: number): string =>
  Array.from({ length }, () => LETTERS[choices.below(26)]).join('');

const base64 = (choices: Choices, bytes: number): string =>
  Buffer.from(choices.bytes(bytes), 'latin1').toString('base64');

/** Texts made against templates and columns: what follows the header of line `i`. */
const TEXTS: Record<string, (choices: Choices, i: number) => string> = {
  'random words: a template a line': (choices) =>
    Array.from({ length: choices.between(1, 12) }, () => word(choices, choices.between(2, 9))).join(
      choices.of([' ', ', ', '/', ' = ']),
    ),
  'random words of random shapes': (choices) =>
    Array.from({ length: choices.between(1, 20) }, () =>
      choices.of([
        () => word(choices, 5),
        () => String(choices.below(1e9)),
        () => choices.bytes(3).replaceAll('\n', '?'),
        () => '[]{}()<>;:,.-_'.charAt(choices.below(14)).repeat(choices.between(1, 5)),
        () => `${word(choices, 2)}${choices.below(99)}${word(choices, 2)}`,
        () => `10.${choices.below(256)}.0.${choices.below(256)}`,
      ])(),
    ).join(choices.of([' ', '', '  '])),
  base64: (choices) => base64(choices, choices.between(10, 400)),
  'lines of 28 KB now and then': (choices, i) =>
    i % 50 === 7 ? `dump ${base64(choices, 21_000)}` : `short ${i}`,
  'lines of very many values': (choices, i) =>
    Array.from({ length: i % 3 === 0 ? 400 : 3 }, () => choices.below(1000)).join(' '),
  'a log that changes its shape in mid-file': (choices, i) =>
    i < 2500
      ? `session ${choices.below(99)} opened for user u${choices.below(9)}`
      : `{"event":"${word(choices, 3)}","session":${choices.below(99)},"user":"u${choices.below(9)}"}`,
  'numbers that are none': (choices) =>
    `n=${choices.of(['0', '00', '007', '1e9', '4294967296', '99999999999999999999', '-1', '+5', '0x1F', ''])} ` +
    `m=${choices.of(['1', '01', '10', '4294967295', '2147483648'])}`,
  'one line again and again': () => 'nothing to see here',
};

const CASES = Object.entries(TEXTS).map(([name, text]) => ({
  name,
  lines: (choices: Choices) =>
    Array.from({ length: 5000 }, (_, i) => {
      const time = new Date(START + i * 700).toISOString();
      return `<13>${time} host${i % 3} app[${i % 7}]: ${text(choices, i)}`.replaceAll('\n', ' ');
    }),
}));
CASES.push({
  name: 'stack traces',
  lines: (choices) =>
    Array.from({ length: 400 }, (_, i) => [
      `${new Date(START + i * 9000).toISOString()} host app[${i}]: java.lang.${word(choices, 6)}Exception: ${word(choices, 4)}`,
      ...Array.from(
        { length: choices.between(3, 20) },
        () =>
          `\tat org.${word(choices, 4)}.${word(choices, 5)}.${word(choices, 4)}(${word(choices, 5)}.java:${choices.below(900)})`,
      ),
      ...(choices.chance(0.3) ? [`Caused by: ${word(choices, 9)}`, ''] : []),
    ]).flat(),
});
CASES.push({
  name: 'no headers at all, and bytes of every value',
  lines: (choices) =>
    Array.from({ length: 3000 }, () => choices.bytes(choices.between(0, 60)).replaceAll('\n', '')),
});

describe('texts made against templates and columns', () => {
  it.each(CASES)(
    '$name: out again byte for byte, and found',
    { timeout: 120_000 },
    async (each) => {
      const choices = new Choices(20_260_611);
      const lines = each.lines(choices);
      const folder = temporaryFolder();
      writeFileSync(`${folder}/in.log`, latin1(`${lines.join('\n')}\n`));
      await using store = await openStore(`${folder}/store`, { write: true, create: true });
      const summary = await store.ingest([`${folder}/in.log`], { zone: ZONE });
      expect(summary).toMatchObject({ errors: [], messages: lines.length });
      const found: string[] = [];
      for await (const batch of store.search(''))
        found.push(...batch.map(({ raw, sequence }) => `${sequence} ${asText(raw)}`));
      const sent = lines.map((line, sequence) => `${sequence} ${line}`);
      found.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
      expect(found.length).toBe(sent.length);
      const differs = found.findIndex((line, i) => line !== sent[i]);
      if (differs >= 0) expect(found[differs]).toBe(sent[differs]);

      // Words, prefixes and phrases from what follows the header, which is searched whole.
      const bodies = lines.map((line) => plainWords(line.slice(line.indexOf(']: ') + 1)));
      for (let i = 0; i < 60; i++) {
        const words = choices.of(bodies).filter((token) => /^[a-z0-9]{2,}$/.test(token));
        if (words.length === 0) continue;
        const one = choices.of(words);
        const two = choices.of(words);
        const holds = (wanted: (tokens: readonly string[]) => boolean) =>
          bodies.filter(wanted).length;
        // The header's own words, such as host0, are in all lines alike.
        if (!/^(host|app|\d)/.test(one)) {
          expect(await store.count(one), one).toBe(holds((tokens) => tokens.includes(one)));
          const start = one.slice(0, choices.between(1, one.length));
          if (!/^(h|a)/.test(start))
            expect(await store.count(`${start}*`), `${start}*`).toBe(
              holds((tokens) => tokens.some((token) => token.startsWith(start))),
            );
          if (!/^(host|app|\d)/.test(two))
            expect(await store.count(`${one} ${two}`), `${one} ${two}`).toBe(
              holds((tokens) => tokens.includes(one) && tokens.includes(two)),
            );
        }
      }
      const directory = openFsDirectory(`${folder}/store`);
      const reader = new StoreReader(directory, ({ error }) => expect.fail(error.message));
      for (const { findings } of verifyStore(directory, reader.catalog, { deep: true }))
        expect(findings).toEqual([]);
      reader.close();
    },
  );
});
