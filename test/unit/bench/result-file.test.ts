import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../../native-free-bench/result/result.js';
import {
  readResult,
  resultName,
  resultText,
  writeResult,
} from '../../../native-free-bench/result/result-file.js';
import { measurement, smallResult } from '../../support/fake-result.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const RESULT = smallResult([
  measurement('a', 'hayabusa', [1, 2.5]),
  measurement('a', 'better-sqlite3', [4], { x: 8 }),
]);

describe('resultName()', () => {
  it('has the day, the processor and the commit, and nothing of the host', () => {
    const check = (cpu: string, commit: string, expected: string) => {
      const machine = { ...RESULT.machine, cpu, commit };
      expect(resultName({ ...RESULT, machine })).toBe(`2026-11-21-${expected}`);
    };
    check('AMD EPYC', '0123456789abcdef', 'amd-epyc-2c-01234567');
    check('AMD EPYC', '0123456789abcdef-dirty', 'amd-epyc-2c-01234567-dirty');
    check('Intel(R) Core(TM) i7-8550U CPU @ 1.80GHz', 'abc', 'intel-core-i7-8550u-2c-abc');
    check('AMD EPYC 7B13 64-Core Processor', 'abc', 'amd-epyc-7b13-2c-abc');
    check('../etc', 'abc', 'etc-2c-abc');
    check('', 'abc', 'cpu-2c-abc');
  });
});

describe('writeResult()', () => {
  it('writes what readResult() reads, and a chart for each question', () => {
    const folder = join(temporaryFolder(), 'results');
    const paths = writeResult(folder, RESULT);
    const name = '2026-11-21-amd-epyc-2c-01234567';
    expect(paths.map((path) => basename(path))).toEqual([`${name}.json`, `${name}-search.svg`]);
    expect(readdirSync(folder).sort()).toEqual([`${name}-search.svg`, `${name}.json`]);
    expect(readResult(paths[0]!)).toEqual(RESULT);
  });

  it('keeps the files of another run', () => {
    const folder = temporaryFolder();
    const [first] = writeResult(folder, RESULT);
    const text = readFileSync(first!, 'utf8');
    const paths = writeResult(folder, { ...RESULT, seed: 8 });
    expect(paths.map((path) => basename(path))).toEqual([
      '2026-11-21-amd-epyc-2c-01234567-2.json',
      '2026-11-21-amd-epyc-2c-01234567-2-search.svg',
    ]);
    expect(basename(writeResult(folder, RESULT)[0]!)).toMatch(/-3\.json$/);
    expect(readFileSync(first!, 'utf8')).toBe(text);
  });

  it('passes on what is wrong with the folder', () => {
    const path = join(temporaryFolder(), 'file');
    writeFileSync(path, '');
    expect(() => writeResult(path, RESULT)).toThrow(/EEXIST|ENOTDIR/);
  });
});

describe('resultText()', () => {
  it('has one measurement a line', () => {
    const lines = resultText(RESULT).split('\n');
    expect(lines.filter((line) => line.includes('"question"'))).toHaveLength(2);
    expect(JSON.parse(resultText(smallResult([])))).toEqual(smallResult([]));
  });
});

describe('readResult()', () => {
  const refusal = (text: string): string => {
    const path = join(temporaryFolder(), 'run.json');
    writeFileSync(path, text);
    try {
      readResult(path);
    } catch (error) {
      return String(error).replace(/^.*(?=run\.json)/, '');
    }
    return 'it was taken';
  };
  const changed = (change: (result: Record<string, unknown>) => void): string => {
    const copy: Record<string, unknown> = JSON.parse(resultText(RESULT));
    change(copy);
    return refusal(JSON.stringify(copy));
  };
  const where = 'run.json is no result of the benchmark: ';

  it('says what is wrong, where, what belongs there and what was found', () => {
    const check = (got: string, expected: string) => expect(got).toBe(where + expected);
    check(refusal('[]'), 'the file: expected an object, got []');
    check(refusal('null'), 'the file: expected an object, got null');
    check(refusal('{}'), 'schema: expected 1, got nothing');
    check(
      changed((result) => {
        result['schema'] = 2;
      }),
      'schema: expected 1, got 2',
    );
    check(
      changed((result) => {
        result['date'] = 'today';
      }),
      'date: expected a date like 2026-11-21T10:00:00.000Z, got "today"',
    );
    check(
      changed((result) => {
        result['measurements'] = [{ ...RESULT.measurements[0], values: [1, '2'] }];
      }),
      'measurements[0].values[1]: expected a number, got "2"',
    );
    check(
      changed((result) => {
        result['measurements'] = [{ ...RESULT.measurements[0], better: 'worse' }];
      }),
      'measurements[0].better: expected "less" or "more", got "worse"',
    );
    check(
      changed((result) => {
        result['measurements'] = [{ ...RESULT.measurements[0], median: 3 }];
      }),
      'measurements[0].median: expected no such field, got 3',
    );
    check(
      changed((result) => {
        result['machine'] = { ...RESULT.machine, cores: null };
      }),
      'machine.cores: expected a number, got null',
    );
    expect(refusal('{"schema": 1')).toContain(`${where}expected JSON: `);
  });

  it('refuses a result that lacks any one field', () => {
    for (const field of Object.keys(RESULT) as (keyof Result)[])
      expect(changed((result) => delete result[field])).toContain(`${where}${field}: expected`);
  });

  it('passes on that a file is not there', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'x.json'));
    expect(() => readResult(join(folder, 'none.json'))).toThrow('ENOENT');
    expect(() => readResult(join(folder, 'x.json'))).toThrow('EISDIR');
  });
});
