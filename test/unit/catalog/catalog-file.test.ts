import { describe, expect, it } from 'vitest';
import { readCatalog, writeCatalog } from '../../../src/catalog/catalog-file.js';
import { EMPTY_CATALOG } from '../../../src/catalog/catalog-format.js';
import type { Directory } from '../../../src/storage/directory.js';
import { openFsDirectory } from '../../../src/storage/fs-directory.js';
import { MemoryDirectory } from '../../../src/storage/memory-directory.js';
import { latin1 } from '../../support/bytes.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { expectCorruption, thrownBy } from '../../support/thrown.js';

const numbered = (generation: number) => ({ ...EMPTY_CATALOG, generation });

/** A directory in which the power goes at the operation `steps` from now on. */
function failingAfter(directory: MemoryDirectory, steps: number): Directory {
  let left = steps;
  return new Proxy(directory, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        if (left-- <= 0) throw new Error('power cut');
        return value.apply(target, args);
      };
    },
  });
}

describe('writeCatalog()', () => {
  it('readCatalog() reads it, in memory and on a disk', () => {
    for (const directory of [new MemoryDirectory(), openFsDirectory(temporaryFolder())]) {
      for (const generation of [1, 2, 3]) {
        writeCatalog(directory, numbered(generation));
        expect(readCatalog(directory)).toEqual(numbered(generation));
      }
      expect(directory.list('')).toEqual(['CATALOG']);
    }
  });

  it('a power cut at any moment leaves the old catalog or the new one', () => {
    const seen = new Set<number>();
    for (let steps = 0; ; steps++) {
      const directory = new MemoryDirectory();
      writeCatalog(directory, numbered(1));
      let done = true;
      try {
        writeCatalog(failingAfter(directory, steps), numbered(2));
      } catch {
        done = false;
      }
      const { generation } = readCatalog(directory.crash());
      seen.add(generation);
      if (done) {
        expect(generation).toBe(2);
        break;
      }
    }
    expect([...seen]).toEqual([1, 2]);
  });

  it('replaces what an interrupted commit left behind', () => {
    const directory = new MemoryDirectory();
    directory.write('CATALOG.tmp', latin1('half of a catalog that is longer than the next one'));
    writeCatalog(directory, numbered(4));
    expect(readCatalog(directory)).toEqual(numbered(4));
    expect(directory.exists('CATALOG.tmp')).toBe(false);
  });
});

describe('readCatalog()', () => {
  it('says that there is no store, and how to make one', () => {
    const folder = temporaryFolder();
    const check = (directory: Directory, words: string) => {
      const error = thrownBy(() => readCatalog(directory));
      expect(error.message).toContain(words);
      expect(error.message).toContain('hayabusa ingest');
      expect(error.details).toEqual({ code: 'io', operation: 'open', path: directory.location });
      expect(error.cause).toBeInstanceOf(Error);
    };
    check(new MemoryDirectory(), 'a folder without one');
    check(openFsDirectory(folder), `No store in ${folder}`);
    check(openFsDirectory(`${folder}/missing`), 'got nothing');
  });

  it('names the file that is damaged', () => {
    const directory = new MemoryDirectory();
    directory.write('CATALOG', latin1('no catalog at all, but long enough'));
    expectCorruption(() => readCatalog(directory), 'No catalog', 'memory/CATALOG', 0);
  });
});
