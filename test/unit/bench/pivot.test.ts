import { describe, expect, it } from 'vitest';
import {
  blocksOf,
  compare,
  engineNames,
  type Row,
  rowLabel,
  thinned,
} from '../../../native-free-bench/report/pivot.js';
import type { Result } from '../../../native-free-bench/result/result.js';
import { measurement, smallResult } from '../../support/fake-result.js';

const only = (result: Result): Row => blocksOf(result)[0]!.rows[0]!;

describe('blocksOf()', () => {
  it('keeps rows as they first appear, those that differ in x together, and engines as they are listed', () => {
    const result = smallResult([
      measurement('b', 'ripgrep', [1], { x: 1 }),
      measurement('a', 'hayabusa', [1]),
      measurement('b', 'better-sqlite3', [1], { x: 2 }),
      measurement('b', 'stranger', [1], { x: 2 }),
    ]);
    const [block] = blocksOf(result);
    expect(block!.rows.map(({ name, x }) => [name, x])).toEqual([
      ['b', 1],
      ['b', 2],
      ['a', undefined],
    ]);
    expect(block!.engines).toEqual(['hayabusa', 'better-sqlite3', 'ripgrep', 'stranger']);
    expect(engineNames(result)).toContain('gzip');
  });

  it('goes by corpora as they are listed, what has none last, then by question', () => {
    const result = smallResult([
      measurement('a', 'hayabusa', [1], { corpus: '', question: 'micro' }),
      measurement('a', 'hayabusa', [1], { corpus: 'unlisted' }),
      measurement('a', 'hayabusa', [1]),
      measurement('a', 'hayabusa', [1], { question: 'ingest' }),
    ]);
    expect(blocksOf(result).map(({ corpus, question }) => `${corpus} ${question}`)).toEqual([
      'auth ingest',
      'auth search',
      'unlisted search',
      ' micro',
    ]);
  });

  it('leaves out what has no values', () => {
    expect(blocksOf(smallResult([measurement('a', 'hayabusa', [])]))).toEqual([]);
  });
});

describe('compare()', () => {
  it('takes the fastest SQLite by median, in the direction of the row', () => {
    const check = (better: 'less' | 'more', against: string, ratio: number) => {
      const row = only(
        smallResult([
          measurement('a', 'hayabusa', [10, 10, 10], { better }),
          measurement('a', 'node-sqlite3-wasm', [40, 40, 1], { better }),
          measurement('a', 'better-sqlite3', [20, 20, 90], { better }),
          measurement('a', 'grep', [0.1, 1000, 1], { better }),
        ]),
      );
      expect(compare(smallResult([]), row)).toMatchObject({ against, ratio: { median: ratio } });
    };
    check('less', 'better-sqlite3', 2);
    check('more', 'node-sqlite3-wasm', 0.25);
  });

  it('calls a ratio that crosses 1 a tie', () => {
    const tie = (theirs: number[]) => {
      const ours = measurement('a', 'hayabusa', [10, 10]);
      const result = smallResult([ours, measurement('a', 'better-sqlite3', theirs)]);
      return compare(result, only(result))!.tie;
    };
    expect(tie([9, 11])).toBe(true);
    expect(tie([11, 12])).toBe(false);
    expect(tie([8, 9])).toBe(false);
  });

  it('takes the plain twin where no SQLite ran, and nothing where neither did', () => {
    const check = (rival: string, against: string | undefined) => {
      const result = smallResult([measurement('a', 'hayabusa', [1]), measurement('a', rival, [2])]);
      expect(compare(result, only(result))?.against).toBe(against);
    };
    check('plain twin', 'plain twin');
    check('grep', undefined);
    check('gzip', undefined);
  });

  it('compares no slopes: they are no amounts', () => {
    const result = smallResult([
      measurement('slope of a', 'hayabusa', [0.1]),
      measurement('slope of a', 'better-sqlite3', [1]),
    ]);
    expect(compare(result, only(result))).toBeUndefined();
  });

  it('compares nothing with what took no time at all', () => {
    const result = smallResult([
      measurement('a', 'hayabusa', [0]),
      measurement('a', 'better-sqlite3', [1]),
    ]);
    expect(compare(result, only(result))).toBeUndefined();
  });
});

describe('thinned()', () => {
  it('keeps the first and the last of a course, and rows that stand alone', () => {
    const course = Array.from({ length: 9 }, (_, x) => measurement('a', 'hayabusa', [1], { x }));
    const rows = blocksOf(smallResult([...course, measurement('b', 'hayabusa', [1])]))[0]!.rows;
    expect(thinned(rows, 3).map(({ name, x }) => [name, x])).toEqual([
      ['a', 0],
      ['a', 4],
      ['a', 8],
      ['b', undefined],
    ]);
  });
});

describe('rowLabel()', () => {
  it('says where a row stands', () => {
    const label = (question: 'growth' | 'scale', x?: number) => {
      const more = { question, ...(x === undefined ? {} : { x }) };
      return rowLabel(only(smallResult([measurement('ingest', 'hayabusa', [1], more)])));
    };
    expect(label('growth', 4)).toBe('ingest, 4 ×');
    expect(label('scale', 40)).toBe('ingest, at 40 M lines');
    expect(label('growth')).toBe('ingest');
  });
});
