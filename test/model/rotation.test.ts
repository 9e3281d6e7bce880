import {
  appendFileSync,
  copyFileSync,
  existsSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/index.js';
import { timeZone } from '../../src/syslog/time-zones.js';
import { asText } from '../support/bytes.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const options = { zone: timeZone('UTC'), year: 2021, resume: true };
const GENERATIONS = 3;

/** A log that is written to, rotated and read. */
async function setUp() {
  const folder = temporaryFolder();
  const store = await openStore(`${folder}/store`, { write: true, create: true });
  const paths = Array.from({ length: GENERATIONS }, (_, i) => `${folder}/a.log${i ? `.${i}` : ''}`);
  const [path = ''] = paths;
  const written: string[] = [];
  return {
    store,
    path,
    paths,
    write: (lines: number, to = path) => {
      for (let i = 0; i < lines; i++) {
        const line = `Aug 17 09:29:04 h a: message ${written.length} ${'of a length '.repeat(5)}`;
        written.push(line);
        appendFileSync(to, `${line}\n`);
      }
    },
    rotate: (isCopied: boolean) => {
      for (let i = GENERATIONS - 1; i > 0; i--) {
        const from = paths[i - 1] ?? '';
        if (!existsSync(from)) continue;
        if (isCopied && i === 1) copyFileSync(from, paths[i] ?? '');
        else renameSync(from, paths[i] ?? '');
      }
      writeFileSync(path, '');
    },
    read: (names: readonly string[] = paths) =>
      store.ingest(
        names.filter((name) => existsSync(name)),
        options,
      ),
    async expectOnce() {
      const found: string[] = [];
      for await (const { messages } of store.arrivals('', { from: 0 }))
        found.push(...messages.map(({ raw }) => asText(raw)));
      expect(found.sort()).toEqual([...written].sort());
    },
  };
}

describe('ingest with resume of a log that is rotated', () => {
  it('reads every line once, renamed or copied and cut, in whatever order files are named', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            lines: fc.integer({ min: 15, max: 40 }),
            late: fc.integer({ min: 0, max: 3 }),
            isCopied: fc.boolean(),
            isNewestFirst: fc.boolean(),
          }),
          { minLength: 1, maxLength: 6 },
        ),
        async (turns) => {
          const log = await setUp();
          await using _ = log.store;
          for (const { lines, late, isCopied, isNewestFirst } of turns) {
            log.write(lines);
            const names = isNewestFirst ? log.paths : log.paths.toReversed();
            expect((await log.read(names)).errors).toEqual([]);
            // What came between the reading and the rotation.
            log.write(late);
            log.rotate(isCopied);
            log.write(15);
            const summary = await log.read(names);
            expect(summary.errors).toEqual([]);
            expect(summary.messages).toBe(late + 15);
          }
          await log.expectOnce();
          expect((await log.read()).messages).toBe(0);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('reads a copy as another file while the first is where it was', async () => {
    const log = await setUp();
    await using _ = log.store;
    log.write(20);
    await log.read();
    const copy = `${log.path}.copy`;
    copyFileSync(log.path, copy);
    expect((await log.read([copy])).messages).toBe(20);
    expect((await log.read([log.path])).messages).toBe(0);
  });

  it('knows a file that was packed since by its content', async () => {
    const log = await setUp();
    await using _ = log.store;
    log.write(200);
    await log.read();
    log.write(3);
    const packed = `${log.path}.1.gz`;
    writeFileSync(packed, gzipSync(readFileSync(log.path)));
    writeFileSync(log.path, '');
    log.write(15);
    const names = [log.path, packed];
    const { errors, messages } = await log.read(names);
    expect(errors).toEqual([]);
    expect(messages).toBe(18);
    expect((await log.read(names)).messages).toBe(0);
    writeFileSync(`${log.path}.2.gz`, gzipSync('Aug 17 09:29:04 h a: another\n'.repeat(200)));
    expect((await log.read([`${log.path}.2.gz`])).messages).toBe(200);
    expect(await log.store.count('message')).toBe(218);
  });

  it('does not know a file again by a line or two: twice is better than never', async () => {
    const log = await setUp();
    await using _ = log.store;
    log.write(2);
    await log.read();
    renameSync(log.path, `${log.path}.1`);
    expect((await log.read()).messages).toBe(2);
  });

  it('still refuses the new file where the old one is not named', async () => {
    const log = await setUp();
    await using _ = log.store;
    log.write(20);
    await log.read();
    log.rotate(false);
    log.write(15);
    const { errors } = await log.read([log.path]);
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringContaining('is not the file that was read before'),
    ]);
    expect((await log.read()).messages).toBe(15);
    await log.expectOnce();
  });
});
