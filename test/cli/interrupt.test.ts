import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { EMPTY_CATALOG, encodeCatalog, newStoreId } from '../../src/catalog/catalog-format.js';
import {
  cliIn,
  ended,
  expectQuiet,
  folderOfTestFile,
  GENERATE,
  startCli,
  waitUntil,
} from '../support/run-cli.js';

const COUNT = 200_000;
const folder = folderOfTestFile();
const hayabusa = cliIn(folder);
const INGEST = ['ingest', '--year', '2026', '--input-timezone', 'UTC'];
const OFTEN = ['--commit-every', '1MB'];

/** All messages of a store, in order. */
const digest = (store: string) =>
  createHash('sha256')
    .update(expectQuiet(hayabusa('search', '--raw', '--store', store)).stdout)
    .digest('hex');
let whole = '';

beforeAll(() => {
  const file = openSync(join(folder, 'large.log'), 'w');
  const args = ['--lines', String(COUNT), '--seed', '7', '--start', '2026-06-10', '--span', '6h'];
  const { status } = spawnSync(process.execPath, [GENERATE, ...args], {
    stdio: ['ignore', file, 'ignore'],
  });
  closeSync(file);
  expect(status).toBe(0);
  expectQuiet(hayabusa(...INGEST, '--store', 'whole', 'large.log'));
  whole = digest('whole');
});

/** Bytes of the catalog before anything is committed. */
const EMPTY = encodeCatalog({ ...EMPTY_CATALOG, id: newStoreId() }).length;

describe('an ingest that is stopped', () => {
  it.each<[NodeJS.Signals, object, RegExp]>([
    ['SIGINT', { status: 130, signal: null }, /^hayabusa: interrupted: .*--resume\n$/],
    ['SIGKILL', { status: null, signal: 'SIGKILL' }, /^$/],
  ])('by %s goes on with --resume', async (signal, outcome, stderr) => {
    const store = join(folder, signal);
    const child = startCli([...INGEST, ...OFTEN, '--store', store, 'large.log'], { cwd: folder });
    const end = ended(child);
    const catalog = join(store, 'CATALOG');
    // Longer than that of an empty store: something was committed.
    await waitUntil(
      'a commit',
      () => (statSync(catalog, { throwIfNoEntry: false })?.size ?? 0) > EMPTY,
    );
    child.kill(signal);
    expect(await end).toMatchObject({ ...outcome, stderr: expect.stringMatching(stderr) });

    const read = Number(hayabusa('search', '-c', '--store', store).stdout);
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(COUNT);
    expectQuiet(hayabusa('verify', '--store', store));

    const { lines } = expectQuiet(hayabusa(...INGEST, '--resume', '--store', store, 'large.log'));
    const rest = (COUNT - read).toLocaleString('en-US');
    expect(lines[0]).toMatch(new RegExp(`^ingested ${rest} messages `));
    expect(hayabusa('search', '-c', '--store', store).lines).toEqual([String(COUNT)]);
    expect(digest(store)).toBe(whole);
    expect(readdirSync(store).sort()).toEqual(['CATALOG', 'log', 'packs']);
  });

  it.each<NodeJS.Signals>(['SIGINT', 'SIGTERM'])(
    'by %s while it waits for more of standard input keeps what it read, and ends',
    async (signal) => {
      const store = join(folder, `waiting-${signal}`);
      const child = startCli([...INGEST, '--store', store, '-'], { cwd: folder });
      const end = ended(child);
      const written = 'Jun 10 00:00:01 gw1 app: a line of many\n'.repeat(100_000);
      // More than waits between two processes: when the last of it is on its way, the first was read.
      await new Promise((resolve) => child.stdin?.write(written, resolve));
      child.stdin?.on('error', () => {});
      child.kill(signal);
      expect(await end).toEqual({
        status: 130,
        signal: null,
        stderr: 'hayabusa: interrupted: everything read so far is in the store\n',
      });
      const kept = hayabusa('search', '--raw', '--store', store).stdout.toString();
      expect(kept.length).toBeGreaterThan(1000);
      // The last line may have lost its end, never its beginning.
      expect(`${written}\n`.startsWith(kept.slice(0, -1))).toBe(true);
    },
  );
});
