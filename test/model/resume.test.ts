import { execFileSync } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/index.js';
import { timeZone } from '../../src/syslog/time-zones.js';
import { asText } from '../support/bytes.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('ingest with resume', () => {
  it('refuses a file that is another one now, and reads those before and behind it', async () => {
    const folder = temporaryFolder();
    const paths = ['a', 'b', 'c'].map((name) => `${folder}/${name}.log`);
    for (const path of paths) writeFileSync(path, `2026-10-11T22:14:17Z h app: ${path}\n`);
    const [first = '', changed = '', last = ''] = paths;
    const options = { zone: timeZone('UTC'), resume: true };
    await using store = await openStore(`${folder}/store`, { write: true, create: true });
    await store.ingest([changed], options);
    writeFileSync(changed, 'short\n');

    const summary = await store.ingest([first, changed, last], options);
    expect(summary.errors.map(({ message }) => message)).toEqual([
      expect.stringContaining(`${changed} is not the file that was read before`),
    ]);
    expect(summary.messages).toBe(2);
    const found: string[] = [];
    for await (const batch of store.search('')) found.push(...batch.map(({ raw }) => asText(raw)));
    expect(found.map((raw) => raw.slice(-5))).toEqual(['b.log', 'a.log', 'c.log']);
    expect((await store.ingest([first, last], options)).messages).toBe(0);
  });

  const HEAD = 'Aug 17 09:29:04 h a: ';
  const options = { zone: timeZone('UTC'), year: 2021, resume: true };

  /** What is in a store after its file was read as it is at each step. */
  async function readAtSteps(
    steps: ReadonlyArray<(path: string) => void>,
    more: { framing?: 'octet'; stopAt?: number } = {},
  ): Promise<{ found: string[]; warnings: string[] }> {
    const folder = temporaryFolder();
    const path = `${folder}/a.log`;
    await using store = await openStore(`${folder}/store`, { write: true, create: true });
    const warnings: string[] = [];
    const { stopAt, ...framing } = more;
    for (const step of steps) {
      step(path);
      const stop = new AbortController();
      const onProgress = ({ bytesRead }: { bytesRead: number }) => {
        if (bytesRead >= (stopAt ?? Number.POSITIVE_INFINITY)) stop.abort();
      };
      const { signal } = stop;
      const summary = await store.ingest([path], { ...options, ...framing, onProgress, signal });
      warnings.push(...summary.warnings);
    }
    // Nothing has come since.
    const again = await store.ingest([path], { ...options, ...framing });
    expect(again.messages).toBe(0);
    const found: string[] = [];
    for await (const { messages } of store.arrivals('', { from: 0 }))
      found.push(...messages.map(({ raw }) => asText(raw)));
    return { found, warnings };
  }
  const writes = (text: string | Uint8Array) => (path: string) => writeFileSync(path, text);
  const appends = (text: string) => (path: string) => appendFileSync(path, text);

  it('reads a line once more, whole, that the end of the file had cut off, however long it is', async () => {
    for (const words of ['t', 'word '.repeat(20_000), 'word '.repeat(500_000)]) {
      const { found, warnings } = await readAtSteps([
        writes(`${HEAD}one\n${HEAD}${words}`),
        appends(`wo\n${HEAD}three\n`),
      ]);
      const whole = [`${HEAD}one`, `${HEAD}${words}wo`, `${HEAD}three`];
      expect(found.filter((raw) => raw !== `${HEAD}${words}`)).toEqual(whole);
      expect(found.length).toBe(4);
      expect(warnings).toEqual([expect.stringContaining(`${HEAD.length + words.length} bytes`)]);
    }
  });

  it('goes on behind a line that lacked its LF only', async () => {
    const { found, warnings } = await readAtSteps([
      writes(`${HEAD}one\n${HEAD}two`),
      appends(`\n`),
      appends(`${HEAD}three\n`),
    ]);
    expect(found).toEqual([`${HEAD}one`, `${HEAD}two`, `${HEAD}three`]);
    expect(warnings).toEqual([]);
  });

  it('reads the line again where packed data was cut off, once there is more of it', async () => {
    const lines = Array.from({ length: 3000 }, (_, i) => `${HEAD}${(i * 7919) % 10_007}`);
    const packed = gzipSync(lines.join('\n'));
    const half = writes(packed.subarray(0, packed.length >> 1));
    const { found } = await readAtSteps([half, half, writes(packed)]);
    expect(found.length).toBe(lines.length + 1);
    expect(lines.every((line) => found.includes(line))).toBe(true);
  });

  it('reads a counted message again that was cut off', async () => {
    const { found } = await readAtSteps([writes('3 one5 th'), appends('ree4 four')], {
      framing: 'octet',
    });
    expect(found).toEqual(['one', 'th', 'three', 'four']);
  });

  it('is not stopped inside a line', async () => {
    const line = `${HEAD}${'word '.repeat(2_000_000)}`;
    const text = `${HEAD}one\n${line}\n${HEAD}three\n`;
    const { found } = await readAtSteps([writes(text), () => {}], { stopAt: 5_000_000 });
    expect(found).toEqual([`${HEAD}one`, line, `${HEAD}three`]);
  });

  it('reads all that a pipe gives', async () => {
    const folder = temporaryFolder();
    const pipe = `${folder}/pipe`;
    execFileSync('mkfifo', [pipe]);
    await using store = await openStore(`${folder}/store`, { write: true, create: true });
    for (const text of ['first and long\n', 'second\n']) {
      const fed = new Worker(
        `require('node:fs').writeFileSync(${JSON.stringify(pipe)}, ${JSON.stringify(text)})`,
        {
          eval: true,
        },
      );
      const summary = await store.ingest([pipe], options);
      await fed.terminate();
      expect(summary.messages).toBe(1);
      expect(summary.warnings).toEqual([expect.stringContaining('cannot be resumed')]);
    }
    const found: string[] = [];
    for await (const batch of store.search('')) found.push(...batch.map(({ raw }) => asText(raw)));
    expect(found).toEqual(['first and long', 'second']);
  });
});
