import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createGenerator } from '../../native-free-bench/generator/generator.js';
import { openReader } from '../../src/engine/open-reader.js';
import { parseQuery } from '../../src/query/parser.js';
import { asText } from '../support/bytes.js';
import { MAIN, runCli } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const LONG = { timeout: 180_000 };
const WORDS = ['', 'connection', 'user login', '"changed state"', 'kurokawa', '192.0.2.77'];
const FLAGS = ['--commit-every', '1MB', '--year', '2026', '--input-timezone', 'UTC', '-q'];

/** Lines of a made-up network, over many hours. */
function generated(seed: number, lines: number): Buffer {
  const spanMillis = 40 * 3_600_000;
  const start = Date.UTC(2026, 5, 10, seed);
  return Buffer.concat([...createGenerator({ seed, lines, start, spanMillis })]);
}

/** Whole numbers below a limit, the same for the same seed. */
function randomNumbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/**
 * Ingests in a process of its own, and kills it some milliseconds after so many commits; true when it had ended before.
 */
async function ingestAndKill(
  cwd: string,
  store: string,
  args: readonly string[],
  commits: number,
  millis: number,
): Promise<boolean> {
  // Every commit puts another file in the place of the catalog.
  const catalog = () => statSync(join(cwd, store, 'CATALOG'), { throwIfNoEntry: false })?.ino;
  let last = catalog();
  const child = spawn(process.execPath, [MAIN, 'ingest', ...args], { cwd, stdio: 'ignore' });
  const ended = once(child, 'exit');
  for (let seen = 0; seen < commits && child.exitCode === null; ) {
    await sleep(2);
    const now = catalog();
    if (now !== last) seen++;
    last = now;
  }
  await Promise.race([sleep(millis), ended]);
  child.kill('SIGKILL');
  const [code] = await ended;
  return code === 0;
}

/** The messages of a store in order of arrival. */
function arrived(store: string): string[] {
  const reader = openReader(store, ({ error }) => expect.fail(error.message));
  const found: string[] = [];
  for (const batch of reader.search({ query: { kind: 'all' }, ranges: undefined }))
    for (const { sequence, raw } of batch) {
      if (found[sequence] !== undefined) expect.fail(`Two messages number ${sequence}`);
      found[sequence] = asText(raw);
    }
  reader.close();
  return found;
}

describe('kill -9 at any moment of an ingest', () => {
  /** Kills an ingest of files again and again while it goes on, and expects the store of an uninterrupted run. */
  const check = async (
    files: Record<string, Buffer>,
    sent: Buffer,
    kills: number,
    seed: number,
  ) => {
    const cwd = temporaryFolder();
    const names = Object.keys(files);
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(cwd, name), bytes);
    const lines = asText(sent).split('\n').slice(0, -1);
    const ingest = (store: string, ...more: string[]) => [
      '--store',
      store,
      ...FLAGS,
      ...more,
      ...names,
    ];
    expect(runCli(['ingest', ...ingest('whole')], { cwd }).status).toBe(0);
    const whole = answersOf(cwd, 'whole');
    expect(whole).toMatchObject({ status: 0, verified: 0, stderr: '' });
    expect(Math.min(...whole.counts)).toBeGreaterThan(0);

    const random = randomNumbers(seed);
    let store = 'killed-0';
    let partly = 0;
    for (let kill = 1, before = 0; kill <= kills; kill++) {
      // From before anything is written on; and on from where the one before got to.
      const commits = random(4);
      const millis = random(commits === 0 ? 200 : 60);
      const args = ingest(store, '--resume');
      const hasEnded = await ingestAndKill(cwd, store, args, commits, millis);
      const what = `${store}, kill ${kill}, ${millis} ms after ${commits} commits`;
      const search = runCli(['search', '--store', store, '-c'], { cwd });
      if (search.status === 2) {
        // Not even an empty store was made yet.
        expect(before, what).toBe(0);
        expect(search.stderr, what).toContain('No store');
        continue;
      }
      const count = Number(search.lines[0]);
      expect(count, what).toBeGreaterThanOrEqual(before);
      expect(search.status, what).toBe(count > 0 ? 0 : 1);
      const found = arrived(join(cwd, store));
      expect(found.length, what).toBe(count);
      expect(
        found.every((line, i) => line === lines[i]),
        what,
      ).toBe(true);
      if (count > before && !hasEnded) partly++;
      before = count;
      if (!hasEnded) continue;
      expect(answersOf(cwd, store), what).toEqual(whole);
      store = `killed-${kill}`;
      before = 0;
    }
    expect(partly).toBeGreaterThan(kills / 3);
    const last = runCli(['ingest', ...ingest(store, '--resume')], { cwd });
    expect(last.status, last.stderr).toBe(0);
    expect(answersOf(cwd, store)).toEqual(whole);
    expect(arrived(join(cwd, store))).toEqual(lines);
  };

  /** What a store answers: every byte of `search --raw`, some counts, and verify's verdict. */
  const answersOf = (cwd: string, store: string) => {
    const raw = runCli(['search', '--store', store, '--raw'], { cwd });
    const verify = runCli(['verify', '--store', store, '-q'], { cwd });
    const reader = openReader(join(cwd, store), ({ error }) => expect.fail(error.message));
    const counts = WORDS.map((word) => {
      let count = 0;
      for (const part of reader.count({ query: parseQuery(word), ranges: undefined }))
        count += part;
      return count;
    });
    reader.close();
    const digest = createHash('sha256').update(raw.stdout).digest('hex');
    return { status: raw.status, digest, counts, verified: verify.status, stderr: verify.stderr };
  };

  it('of one file', LONG, async () => {
    const one = generated(1, 100_000);
    await check({ 'one.log': one }, one, 8, 11);
  });

  it('of several files', LONG, async () => {
    const parts = [generated(2, 40_000), generated(3, 12_000), generated(4, 40_000)];
    const files = Object.fromEntries(parts.map((part, i) => [`part-${i}.log`, part]));
    await check(files, Buffer.concat(parts), 6, 22);
  });

  it('of compressed files', LONG, async () => {
    const parts = [generated(5, 50_000), generated(6, 30_000)];
    const files = Object.fromEntries(parts.map((part, i) => [`part-${i}.log.gz`, gzipSync(part)]));
    await check(files, Buffer.concat(parts), 6, 33);
  });
});
