import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cliIn, expectQuiet, FIXTURES, folderOfTestFile, MAIN } from '../support/run-cli.js';
import { PROJECT } from '../support/source-code.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const LOG = join(FIXTURES, 'small.log');
const NATIVE = { HAYABUSA_NATIVE_FREE: '' };
const PLAIN = { HAYABUSA_NATIVE_FREE: '1' };
const QUESTIONS: readonly (readonly string[])[] = [
  ['search'],
  ['search', '--json', 'session'],
  ['search', '-c', 'failed'],
  ['stats'],
  ['verify'],
  ['verify', '--deep'],
];

/** Stores that either codec wrote, and one that both did. */
const stores = folderOfTestFile();
const folders = { native: join(stores, 'n'), plain: join(stores, 'p'), both: join(stores, 'b') };
beforeAll(() => {
  const ingest = (folder: string, env: Record<string, string>) =>
    expectQuiet(cliIn(folder, env)('ingest', '--year', '2025', LOG));
  for (const folder of Object.values(folders)) mkdirSync(folder);
  ingest(folders.native, NATIVE);
  ingest(folders.plain, PLAIN);
  ingest(folders.both, NATIVE);
  cliIn(folders.both, PLAIN)('ingest', '--year', '2025', LOG);
});

describe('HAYABUSA_NATIVE_FREE=1', () => {
  it('reads what lz4-napi wrote, and the other way round', () => {
    for (const folder of Object.values(folders))
      for (const question of QUESTIONS) {
        const native = cliIn(folder, NATIVE)(...question);
        const plain = cliIn(folder, PLAIN)(...question);
        expect(expectQuiet(plain).stdout.equals(expectQuiet(native).stdout), question[0]).toBe(
          true,
        );
      }
  });

  it('makes a store with the same answers', () => {
    const all = expectQuiet(cliIn(folders.native, NATIVE)('search')).stdout;
    expect(all.length).toBeGreaterThan(10_000);
    expect(cliIn(folders.plain, NATIVE)('search').stdout.equals(all)).toBe(true);
    expect(cliIn(folders.both, NATIVE)('search').stdout.length).toBe(2 * all.length);
  });
});

describe('a machine for which lz4-napi has no binary', () => {
  /** The built command with its packages, but without those that hold lz4-napi's binaries. */
  function withoutBinary(): (...args: string[]) => {
    status: number | null;
    stderr: string;
    stdout: string;
  } {
    const folder = realpathSync(temporaryFolder());
    const modules = join(folder, 'node_modules');
    mkdirSync(modules);
    const from = (name: string) => join(PROJECT, 'node_modules', name);
    // A copy: through a link it would look for its binary where it really stands.
    cpSync(from('lz4-napi'), join(modules, 'lz4-napi'), { recursive: true });
    cpSync(dirname(MAIN), join(folder, 'cli'), { recursive: true });
    const { HAYABUSA_STORE: _, ...env } = process.env;
    return (...args) =>
      spawnSync(process.execPath, [join(folder, 'cli/main.js'), ...args], {
        cwd: folder,
        env: { ...env, TZ: 'UTC', ...NATIVE },
        encoding: 'utf8',
      });
  }

  it('ingest says so in one line; searching and verifying go without a word', () => {
    const hayabusa = withoutBinary();
    const ingested = hayabusa('ingest', '--year', '2025', LOG);
    expect(ingested.stderr).toBe(
      'hayabusa: no native LZ4 (Cannot find native binding): the codec without native code is used\n',
    );
    expect(ingested.status).toBe(0);
    const all = cliIn(folders.native, NATIVE)('search').stdout.toString();
    expect(hayabusa('search')).toMatchObject({ status: 0, stderr: '', stdout: all });
    expect(hayabusa('verify')).toMatchObject({ status: 0, stderr: '' });
  });
});
