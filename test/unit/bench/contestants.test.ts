import { describe, expect, it } from 'vitest';
import { contestants } from '../../../native-free-bench/contestants.js';

const of = (...against: string[]) => {
  const { engines, absent } = contestants({ commit: 'x', nativeFree: true, against });
  return [...engines.map(({ info }) => info.name), ...absent.map(({ name }) => name)].sort();
};

describe('contestants()', () => {
  it('leaves those whose names hold a part, and always ours', () => {
    const ours = ['hayabusa', 'hayabusa, native-free'];
    expect(of('wasm')).toEqual(['SQLite FTS5, wasm', ...ours]);
    expect(of('FTS3, parallel', 'LZ4')).toEqual([
      'SQLite FTS3, parallel',
      ...ours,
      'lz4 -dc | grep',
    ]);
  });

  it('says whom it knows when nobody is called so', () => {
    expect(() => of('wasm', 'lucene')).toThrow(
      /^--against: expected parts of hayabusa; .*ripgrep.*, got "lucene"$/,
    );
  });
});
