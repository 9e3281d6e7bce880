import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { ownIdentity } from '../../../src/catalog/process-identity.js';
import { WriterLock } from '../../../src/catalog/writer-lock.js';
import { openFsDirectory } from '../../../src/storage/fs-directory.js';
import { MemoryDirectory } from '../../../src/storage/memory-directory.js';
import { latin1 } from '../../support/bytes.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { thrownBy } from '../../support/thrown.js';

const own = ownIdentity();
const nameOf = (pid: number, start = '0', boot = own.boot) => `writer.${pid}.${start}.${boot}.lock`;
const ended = nameOf(spawnSync(process.execPath, ['--version']).pid, '1');

/** A directory in which files of these names lie. */
function directoryWith(...names: string[]): MemoryDirectory {
  const directory = new MemoryDirectory();
  for (const name of names) directory.write(name, latin1(''));
  return directory;
}

describe('WriterLock', () => {
  it('is a file that names this process, and is gone after release()', () => {
    for (const directory of [new MemoryDirectory(), openFsDirectory(temporaryFolder())]) {
      const lock = WriterLock.acquire(directory);
      expect(directory.list('')).toEqual([nameOf(own.pid, own.start)]);
      expect(lock.tookOver).toBe(false);
      lock.release();
      expect(directory.list('')).toEqual([]);
      lock.release();
      WriterLock.acquire(directory).release();
    }
  });

  it('refuses a second writer of this process, and leaves the first one its lock', () => {
    const directory = new MemoryDirectory();
    const lock = WriterLock.acquire(directory);
    const error = thrownBy(() => WriterLock.acquire(directory));
    expect(error.details).toEqual({ code: 'busy', path: 'memory', owner: String(process.pid) });
    expect(error.message).toContain('this process');
    expect(directory.list('')).toEqual([nameOf(own.pid, own.start)]);
    lock.release();
    WriterLock.acquire(directory).release();
  });

  it('names the other process that holds the lock, and leaves no lock of its own', () => {
    const other = nameOf(process.ppid);
    const directory = directoryWith(other, 'CATALOG');
    const error = thrownBy(() => WriterLock.acquire(directory));
    expect(error.details).toMatchObject({ code: 'busy', owner: String(process.ppid) });
    expect(error.message).toContain(`process ${process.ppid}`);
    expect(directory.list('')).toEqual(['CATALOG', other]);
  });

  it('takes over from processes that are gone: ended, of another boot, another one of that number', () => {
    const check = (...names: string[]) => {
      const directory = directoryWith('CATALOG', ...names);
      const lock = WriterLock.acquire(directory);
      expect(lock.tookOver).toBe(true);
      expect(directory.list('')).toEqual(['CATALOG', nameOf(own.pid, own.start)]);
      lock.release();
    };
    check(ended);
    check(nameOf(process.ppid, '0', own.boot === 'ffffffff' ? 'eeeeeeee' : 'ffffffff'));
    if (own.start !== '0') check(nameOf(own.pid, `${own.start}7`));
    check(ended, nameOf(1, '0', 'abc'));
  });

  it('leaves files alone that only look like a lock', () => {
    const names = [
      'writer.1.lock',
      'writer.x.0.0.lock',
      'writer.1.0.0.lock.tmp',
      'xwriter.1.0.0.lock',
    ];
    const directory = directoryWith(...names);
    const lock = WriterLock.acquire(directory);
    expect(lock.tookOver).toBe(false);
    lock.release();
    expect(directory.list('')).toEqual([...names].sort());
  });

  it('passes on that the folder is missing or cannot be written', () => {
    const directory = openFsDirectory(`${temporaryFolder()}/missing`);
    expect(() => WriterLock.acquire(directory)).toThrow('ENOENT');
  });
});
