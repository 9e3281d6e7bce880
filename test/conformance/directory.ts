import { describe, expect, it } from 'vitest';
import type { Directory } from '../../src/storage/directory.js';
import { asText, latin1 } from '../support/bytes.js';
import { systemCode } from '../support/thrown.js';

/** What every Directory promises. `make` gives an empty one; what it needs, it cleans up itself. */
export function directoryConformance(make: () => Directory): void {
  const content = (directory: Directory, path: string) => asText(directory.read(path));

  describe('write()', () => {
    it('creates a file, and replaces its content', () => {
      const directory = make();
      directory.write('a', latin1('one'));
      expect(content(directory, 'a')).toBe('one');
      expect(directory.size('a')).toBe(3);
      directory.write('a', latin1(''));
      expect(content(directory, 'a')).toBe('');
      expect(directory.exists('a')).toBe(true);
    });

    it('keeps bytes of its own', () => {
      const directory = make();
      const bytes = latin1('one');
      directory.write('a', bytes);
      bytes.fill(0);
      directory.read('a').fill(0);
      expect(content(directory, 'a')).toBe('one');
    });

    it('refuses a missing folder', () => {
      expect(systemCode(() => make().write('missing/a', latin1('x')))).toBe('ENOENT');
    });
  });

  describe('writeNew()', () => {
    it('refuses a file that exists, and leaves it as it is', () => {
      const directory = make();
      directory.writeNew('a', latin1('one'));
      expect(systemCode(() => directory.writeNew('a', latin1('two')))).toBe('EEXIST');
      expect(content(directory, 'a')).toBe('one');
      directory.remove('a');
      directory.writeNew('a', latin1('three'));
      expect(content(directory, 'a')).toBe('three');
    });
  });

  describe('append()', () => {
    it('creates the file at offset 0, appends at its end, and cuts what is beyond the offset', () => {
      const directory = make();
      const check = (offset: number, bytes: string, expected: string) => {
        directory.append('log', offset, latin1(bytes));
        expect(content(directory, 'log')).toBe(expected);
        expect(directory.size('log')).toBe(expected.length);
      };
      check(0, 'abc', 'abc');
      check(3, 'def', 'abcdef');
      check(4, 'X', 'abcdX');
      check(5, '', 'abcdX');
      check(2, '', 'ab');
      check(0, 'new', 'new');
      check(0, '', '');
    });

    it('refuses a missing file beyond offset 0, and a missing folder', () => {
      const directory = make();
      expect(systemCode(() => directory.append('log', 1, latin1('x')))).toBe('ENOENT');
      expect(systemCode(() => directory.append('missing/log', 0, latin1('x')))).toBe('ENOENT');
    });
  });

  describe('read(), size(), open(), sync()', () => {
    it('refuse a missing file', () => {
      const directory = make();
      for (const action of [
        () => directory.read('a'),
        () => directory.size('a'),
        () => directory.open('a'),
        () => directory.sync('a'),
        () => directory.read('missing/a'),
      ])
        expect(systemCode(action)).toBe('ENOENT');
    });
  });

  describe('open()', () => {
    it('reads at any offset, fewer bytes at the end of the file', () => {
      const directory = make();
      directory.write('a', latin1('0123456789'));
      const file = directory.open('a');
      const check = (offset: number, length: number, expected: string) =>
        expect(asText(file.read(offset, length))).toBe(expected);
      expect(file.size).toBe(10);
      check(0, 10, '0123456789');
      check(3, 4, '3456');
      check(8, 5, '89');
      check(10, 5, '');
      check(99, 5, '');
      check(4, 0, '');
      // What a damaged file may say of itself: no machine has so much memory, no file so many bytes.
      check(8, 2 ** 52, '89');
      check(2 ** 52, 5, '');
      check(2 ** 60, 2 ** 60, '');
      file.close();
      file.close();
    });

    it('gives bytes of the caller’s own', () => {
      const directory = make();
      directory.write('a', latin1('0123456789'));
      const file = directory.open('a');
      file.read(0, 5).fill(0);
      expect(asText(file.read(0, 5))).toBe('01234');
      file.close();
    });

    it('goes on reading a file that has grown, was replaced or removed', () => {
      const directory = make();
      directory.write('a', latin1('old'));
      const file = directory.open('a');
      directory.append('a', 3, latin1(' and more'));
      expect(asText(file.read(0, 3))).toBe('old');
      directory.write('b', latin1('new'));
      directory.rename('b', 'a');
      expect(content(directory, 'a')).toBe('new');
      expect(asText(file.read(0, 3))).toBe('old');
      directory.remove('a');
      expect(asText(file.read(1, 2))).toBe('ld');
      file.close();
    });
  });

  describe('makeDirectory()', () => {
    it('makes missing folders, and is content with those there are', () => {
      const directory = make();
      directory.makeDirectory('2021/08/17');
      directory.makeDirectory('2021/08/17');
      directory.makeDirectory('2021/08/18');
      directory.makeDirectory('');
      for (const path of ['', '2021', '2021/08', '2021/08/17', '2021/08/18'])
        expect(directory.exists(path), path).toBe(true);
      expect(directory.exists('2021/09')).toBe(false);
      directory.write('2021/08/17/a', latin1('x'));
      expect(content(directory, '2021/08/17/a')).toBe('x');
    });
  });

  describe('list()', () => {
    it('names files and folders, sorted; folders end in a slash', () => {
      const directory = make();
      expect(directory.list('')).toEqual([]);
      directory.makeDirectory('b/inner/deep');
      directory.makeDirectory('B');
      for (const path of ['a', 'b.txt', 'b/x', 'b/inner/y', 'c']) directory.write(path, latin1(''));
      expect(directory.list('')).toEqual(['B/', 'a', 'b.txt', 'b/', 'c']);
      expect(directory.list('b')).toEqual(['inner/', 'x']);
      expect(directory.list('b/inner')).toEqual(['deep/', 'y']);
      expect(directory.list('B')).toEqual([]);
      expect(directory.list('missing')).toEqual([]);
      expect(directory.list('missing/too')).toEqual([]);
    });
  });

  describe('rename()', () => {
    it('moves a file, replaces the target, and refuses what is missing', () => {
      const directory = make();
      directory.makeDirectory('f');
      directory.write('a', latin1('A'));
      directory.write('f/b', latin1('B'));
      directory.rename('a', 'f/b');
      expect(directory.exists('a')).toBe(false);
      expect(content(directory, 'f/b')).toBe('A');
      expect(systemCode(() => directory.rename('a', 'c'))).toBe('ENOENT');
      expect(systemCode(() => directory.rename('f/b', 'missing/c'))).toBe('ENOENT');
      expect(content(directory, 'f/b')).toBe('A');
      directory.rename('f/b', 'f/b');
      expect(content(directory, 'f/b')).toBe('A');
    });
  });

  describe('remove(), removeDirectory()', () => {
    it('remove files and empty folders; what is missing is no error', () => {
      const directory = make();
      directory.makeDirectory('f/g');
      directory.write('f/g/a', latin1('x'));
      directory.removeDirectory('f/g');
      expect(directory.exists('f/g/a')).toBe(true);
      directory.remove('f/g/a');
      directory.remove('f/g/a');
      directory.remove('missing/a');
      expect(directory.exists('f/g/a')).toBe(false);
      directory.removeDirectory('f');
      expect(directory.exists('f')).toBe(true);
      directory.removeDirectory('f/g');
      directory.removeDirectory('f/g');
      directory.removeDirectory('f');
      expect(directory.list('')).toEqual([]);
      expect(systemCode(() => directory.write('f/a', latin1('')))).toBe('ENOENT');
    });
  });

  describe('sync(), syncDirectory(), syncAll()', () => {
    it('change nothing that a running process sees', () => {
      const directory = make();
      directory.makeDirectory('f');
      directory.write('f/a', latin1('x'));
      directory.sync('f/a');
      directory.syncDirectory('f');
      directory.syncDirectory('');
      expect(content(directory, 'f/a')).toBe('x');
      directory.syncAll(['f/a'], ['f', '']);
      directory.syncAll([], []);
      expect(content(directory, 'f/a')).toBe('x');
      expect(systemCode(() => directory.syncDirectory('missing'))).toBe('ENOENT');
      expect(systemCode(() => directory.syncAll(['missing'], []))).toBe('ENOENT');
      expect(systemCode(() => directory.syncAll([], ['missing']))).toBe('ENOENT');
    });
  });
}
