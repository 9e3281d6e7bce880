import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  cliIn,
  ended,
  expectQuiet,
  folderOfTestFile,
  GENERATE,
  startCli,
} from '../support/run-cli.js';

const LINES = 60_000;
const KILLS = 8;
const SEED = Number(process.env['HAYABUSA_TEST_SEED'] ?? 20211122);

const folder = folderOfTestFile();
const hayabusa = cliIn(folder);
const FILES = ['first.log', 'second.log.gz'];
const INGEST = ['ingest', '--year', '2026', '--input-timezone', 'UTC', '--commit-every', '500kB'];

/** All messages of a store, byte for byte, in order. */
const digest = (store: string) =>
  createHash('sha256')
    .update(hayabusa('search', '--raw', '--store', store).stdout)
    .digest('hex');
const count = (store: string, ...query: string[]) =>
  Number(hayabusa('search', '-c', '--store', store, ...query).stdout);

let whole = '';
let millis = 0;

beforeAll(() => {
  FILES.forEach((name, i) => {
    const plain = join(folder, `plain-${i}.log`);
    const file = openSync(plain, 'w');
    const start = `2026-06-1${i}T20:00:00Z`;
    const args = [
      '--lines',
      String(LINES / 2),
      '--seed',
      String(i),
      '--start',
      start,
      '--span',
      '9h',
    ];
    expect(
      spawnSync(process.execPath, [GENERATE, ...args], { stdio: ['ignore', file, 'ignore'] })
        .status,
    ).toBe(0);
    closeSync(file);
    const bytes = readFileSync(plain);
    writeFileSync(join(folder, name), name.endsWith('.gz') ? gzipSync(bytes) : bytes);
  });
  const started = performance.now();
  expectQuiet(hayabusa(...INGEST, '--store', 'whole', ...FILES));
  millis = performance.now() - started;
  whole = digest('whole');
});

describe('kill -9 while ingesting', () => {
  it(`at ${KILLS} moments (seed ${SEED}): what was committed is there, and --resume completes it`, async () => {
    let random = SEED;
    for (let i = 0; i < KILLS; i++) {
      random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
      const store = join(folder, `killed-${i}`);
      const child = startCli([...INGEST, '--store', store, ...FILES], { cwd: folder });
      const end = ended(child);
      await sleep((millis * ((random >>> 8) % 1000)) / 1000);
      child.kill('SIGKILL');
      await end;

      const search = hayabusa('search', '--raw', '--store', store);
      if (search.status !== 2) {
        expect(search.stderr, store).toBe('');
        expectQuiet(hayabusa('verify', '--store', store));
      } else expect(search.stderr).toMatch(/No store/);
      const resumed = hayabusa(...INGEST, '--resume', '--store', store, ...FILES);
      expect(resumed.status, resumed.stderr).toBe(0);
      expect(digest(store), store).toBe(whole);
      for (const query of [['password'], ['-e', 'Failed password'], ['192.0.2.77']])
        expect(count(store, ...query)).toBe(count('whole', ...query));
      expectQuiet(hayabusa('verify', '--deep', '--store', store));
    }
  });
});
