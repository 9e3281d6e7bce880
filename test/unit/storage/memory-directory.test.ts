import { describe, expect, it } from 'vitest';
import { parentOf } from '../../../src/storage/directory.js';
import { MemoryDirectory } from '../../../src/storage/memory-directory.js';
import { asText, latin1 } from '../../support/bytes.js';

describe('MemoryDirectory', () => {
  describe('crash()', () => {
    /** Contents by path after a power cut that follows `actions`. */
    const check = (
      actions: (directory: MemoryDirectory) => void,
      survivors: Record<string, string>,
    ) => {
      const directory = new MemoryDirectory();
      actions(directory);
      expect(contents(directory.crash())).toEqual(survivors);
    };
    const durable = (directory: MemoryDirectory, path: string, text: string) => {
      directory.write(path, latin1(text));
      directory.sync(path);
      directory.syncDirectory(parentOf(path));
    };

    it('keeps files whose bytes and names were synced', () => {
      check((directory) => durable(directory, 'a', 'one'), { a: 'one' });
    });

    it('drops a name whose folder was not synced', () => {
      check((directory) => {
        directory.write('a', latin1('one'));
        directory.sync('a');
      }, {});
    });

    it('drops bytes that were not synced, and keeps the name', () => {
      check(
        (directory) => {
          directory.write('a', latin1('one'));
          directory.syncDirectory('');
        },
        { a: '' },
      );
      check(
        (directory) => {
          durable(directory, 'log', 'one');
          directory.append('log', 3, latin1(' two'));
        },
        { log: 'one' },
      );
    });

    it('appends that were synced stay, and need no sync of the folder', () => {
      check(
        (directory) => {
          durable(directory, 'log', 'one');
          directory.append('log', 3, latin1(' two'));
          directory.sync('log');
          directory.append('log', 7, latin1(' three'));
        },
        { log: 'one two' },
      );
    });

    it('undoes a rename until the folder is synced', () => {
      const publish = (directory: MemoryDirectory) => {
        durable(directory, 'CATALOG', 'old');
        durable(directory, 'CATALOG.tmp', 'new');
        directory.rename('CATALOG.tmp', 'CATALOG');
      };
      check(publish, { CATALOG: 'old', 'CATALOG.tmp': 'new' });
      check(
        (directory) => {
          publish(directory);
          directory.syncDirectory('');
        },
        { CATALOG: 'new' },
      );
    });

    it('a rename before the bytes are synced publishes an empty file', () => {
      check(
        (directory) => {
          durable(directory, 'CATALOG', 'old');
          directory.write('CATALOG.tmp', latin1('new'));
          directory.rename('CATALOG.tmp', 'CATALOG');
          directory.syncDirectory('');
        },
        { CATALOG: '' },
      );
    });

    it('brings back a file whose removal was not synced', () => {
      const remove = (directory: MemoryDirectory) => {
        durable(directory, 'a', 'one');
        directory.remove('a');
      };
      check(remove, { a: 'one' });
      check((directory) => {
        remove(directory);
        directory.syncDirectory('');
      }, {});
    });

    /** Makes a folder and everything above it, durably. */
    const durableFolder = (directory: MemoryDirectory, path: string) => {
      directory.makeDirectory(path);
      for (let folder = path; folder !== ''; folder = parentOf(folder))
        directory.syncDirectory(parentOf(folder));
    };

    it('drops a folder whose own folder was not synced, and all that stands in it', () => {
      check((directory) => directory.makeDirectory('2021/08'), {});
      check((directory) => durableFolder(directory, '2021/08'), { '2021/': '', '2021/08/': '' });
      const make = (directory: MemoryDirectory) => {
        directory.makeDirectory('2021/08');
        durable(directory, '2021/08/a', 'one');
        directory.syncDirectory('2021');
      };
      check(make, {});
      check(
        (directory) => {
          make(directory);
          directory.syncDirectory('');
        },
        { '2021/': '', '2021/08/': '', '2021/08/a': 'one' },
      );
      const after = (() => {
        const directory = new MemoryDirectory();
        make(directory);
        return directory.crash();
      })();
      expect(after.exists('2021/08/a')).toBe(false);
      expect(after.exists('2021')).toBe(false);
    });

    it('brings back a folder until the one above is synced', () => {
      const remove = (directory: MemoryDirectory) => {
        durableFolder(directory, '2021/08');
        durable(directory, '2021/08/a', 'one');
        directory.remove('2021/08/a');
        directory.removeDirectory('2021/08');
      };
      check(remove, { '2021/': '', '2021/08/': '', '2021/08/a': 'one' });
      check(
        (directory) => {
          remove(directory);
          directory.syncDirectory('2021');
        },
        { '2021/': '' },
      );
      check((directory) => {
        remove(directory);
        directory.removeDirectory('2021');
        directory.syncDirectory('');
      }, {});
    });

    it('a folder made again after its removal starts empty', () => {
      check(
        (directory) => {
          durableFolder(directory, 'f/g');
          durable(directory, 'f/g/a', 'one');
          directory.remove('f/g/a');
          directory.removeDirectory('f/g');
          directory.removeDirectory('f');
          durableFolder(directory, 'f/g');
        },
        { 'f/': '', 'f/g/': '' },
      );
    });

    it('syncAll() makes files and folders durable', () => {
      check(
        (directory) => {
          directory.makeDirectory('f');
          directory.write('f/a', latin1('one'));
          directory.write('b', latin1('two'));
          directory.write('c', latin1('three'));
          directory.syncAll(['f/a', 'b'], ['f', '']);
        },
        { 'f/': '', 'f/a': 'one', b: 'two', c: '' },
      );
    });

    it('is a directory of its own, and survives a second crash', () => {
      const directory = new MemoryDirectory();
      durableFolder(directory, 'f');
      durable(directory, 'f/a', 'one');
      const after = directory.crash();
      directory.write('f/a', latin1('changed'));
      directory.sync('f/a');
      expect(contents(after)).toEqual({ 'f/': '', 'f/a': 'one' });
      after.append('f/a', 3, latin1(' two'));
      expect(contents(after)).toEqual({ 'f/': '', 'f/a': 'one two' });
      expect(contents(after.crash())).toEqual({ 'f/': '', 'f/a': 'one' });
      after.sync('f/a');
      expect(contents(after.crash())).toEqual({ 'f/': '', 'f/a': 'one two' });
    });
  });
});

function contents(directory: MemoryDirectory, folder = ''): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of directory.list(folder)) {
    const path = folder === '' ? name : `${folder}/${name}`;
    found[path] = name.endsWith('/') ? '' : asText(directory.read(path));
    if (name.endsWith('/')) Object.assign(found, contents(directory, path.slice(0, -1)));
  }
  return found;
}
