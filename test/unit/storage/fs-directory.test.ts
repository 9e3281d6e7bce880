import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFsDirectory } from '../../../src/storage/fs-directory.js';
import { latin1, noise } from '../../support/bytes.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const modeOf = (path: string) => statSync(path).mode & 0o777;

describe('openFsDirectory()', () => {
  it('makes the store itself and its folders for the owner alone', () => {
    const root = join(temporaryFolder(), 'deep', 'store');
    const directory = openFsDirectory(root);
    expect(directory.location).toBe(root);
    expect(directory.exists('')).toBe(false);
    expect(directory.list('')).toEqual([]);
    directory.makeDirectory('2021/08');
    directory.write('2021/08/a', latin1('x'));
    directory.append('2021/08/log', 0, latin1('x'));
    directory.writeNew('2021/08/lock', latin1(''));
    for (const folder of ['', '2021', '2021/08']) expect(modeOf(join(root, folder))).toBe(0o700);
    for (const file of ['a', 'log', 'lock'])
      expect(modeOf(join(root, '2021/08', file))).toBe(0o600);
  });

  it.skipIf(!existsSync('/dev/full'))('says on which file there was no room', () => {
    const directory = openFsDirectory('/dev');
    for (const write of [
      () => directory.write('full', latin1('x')),
      () => directory.append('full', 0, latin1('x')),
    ])
      expect(write).toThrow(
        expect.objectContaining({ code: 'ENOSPC', path: join('/dev', 'full') }) as Error,
      );
  });

  it('syncs many files at once', () => {
    const directory = openFsDirectory(temporaryFolder());
    const paths = Array.from({ length: 300 }, (_, i) => `f/${i}`);
    directory.makeDirectory('f');
    for (const path of paths) directory.write(path, latin1(path));
    expect(() => directory.syncAll(paths, ['f', ''])).not.toThrow();
  });

  it('writes and reads files of many megabytes', () => {
    const root = temporaryFolder();
    const directory = openFsDirectory(root);
    const bytes = noise(5 << 20);
    directory.append('log', 0, bytes.subarray(0, 1 << 20));
    directory.append('log', 1 << 20, bytes.subarray(1 << 20));
    expect(Buffer.compare(readFileSync(join(root, 'log')), bytes)).toBe(0);
    const file = directory.open('log');
    expect(
      Buffer.compare(file.read(12_345, 4 << 20), bytes.subarray(12_345, 12_345 + (4 << 20))),
    ).toBe(0);
    file.close();
  });
});
