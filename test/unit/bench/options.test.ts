import { writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseBenchOptions, USAGE } from '../../../native-free-bench/options.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const parse = (...args: string[]) => parseBenchOptions(args)!;

describe('parseBenchOptions()', () => {
  it('has defaults', () => {
    expect(parse()).toMatchObject({
      corpora: [],
      year: undefined,
      lines: 300_000,
      hostileLines: 40_000,
      seed: 1,
      repeats: 3,
      only: new Set(['ingest', 'store', 'search', 'language', 'growth', 'micro']),
      nativeFree: false,
      paper: false,
      against: undefined,
      minRecords: 1000,
      maxRecords: 1_000_000,
      scale: undefined,
      quick: false,
      results: undefined,
      scratch: tmpdir(),
      cores: availableParallelism(),
    });
  });

  it('--quick means less, where nothing else is said', () => {
    const quick = parse('--quick');
    expect(quick.quick).toBe(true);
    expect(quick.lines).toBeLessThan(parse().lines);
    expect(quick.hostileLines).toBeLessThan(parse().hostileLines);
    expect(quick.repeats).toBe(1);
    expect(parse('--quick', '--lines', '5', '--repeats', '2')).toMatchObject({
      lines: 5,
      hostileLines: 5,
      repeats: 2,
    });
  });

  it.each([
    ['1', 1],
    ['007', 7],
    ['5000', 5000],
    ['100k', 100_000],
    ['1M', 1_000_000],
    ['300M', 300_000_000],
  ])('reads the number %s', (text, value) => {
    const all = ['--lines', '--seed', '--repeats', '--year', '--scale'];
    expect(parse(...all.flatMap((flag) => [flag, text]))).toMatchObject({
      lines: value,
      seed: value,
      repeats: value,
      year: value,
      scale: value,
    });
  });

  it.each([
    '0',
    '0k',
    '1.5',
    '-1',
    '1K',
    '1m',
    'k',
    '',
    ' 1',
    '1e3',
    '9007199254740993',
    '99999999999M',
  ])('refuses "%s" as a number', (text) => {
    expect(() => parse(`--lines=${text}`)).toThrow(
      `--lines: expected a whole number from 1 on, such as 5000, 100k or 1M, got "${text}"`,
    );
  });

  it('--max-records leaves at least one cell of the table', () => {
    expect(parse('--max-records', '1k').maxRecords).toBe(1000);
    expect(() => parse('--max-records', '999')).toThrow(
      '--max-records: expected a whole number from 1000 on, such as 5000, 100k or 1M, got "999"',
    );
  });

  it('--min-records leaves out the smaller cells, --against other engines', () => {
    expect(parse('--min-records', '100M').minRecords).toBe(100_000_000);
    expect(() => parse('--min-records', '0')).toThrow('--min-records: expected a whole number');
    expect(parse('--against', 'parallel,rg').against).toEqual(['parallel', 'rg']);
  });

  it('--only takes some of the questions', () => {
    expect(parse('--only', 'store').only).toEqual(new Set(['store']));
    expect(parse('--only', 'micro,ingest').only).toEqual(new Set(['micro', 'ingest']));
    for (const wrong of ['paper', '', 'Store', 'store,', 'store, search'])
      expect(() => parse('--only', wrong)).toThrow(
        /^--only: expected some of ingest, store, search, language, growth, micro, got "/,
      );
  });

  it('--corpus takes several files, in their order', () => {
    const folder = temporaryFolder();
    const [a = '', b = '', c = ''] = ['a.log', 'b.log', 'c.log'].map((name) => join(folder, name));
    for (const file of [a, b, c]) writeFileSync(file, 'x\n');
    expect(parse('--corpus', a).corpora).toEqual([a]);
    expect(parse('--corpus', a, b, c).corpora).toEqual([a, b, c]);
    expect(parse('--quick', '--corpus', a, b, '--repeats', '2')).toMatchObject({
      corpora: [a, b],
      quick: true,
      repeats: 2,
    });
    expect(new Set(parse('--corpus', a, '--corpus', b).corpora)).toEqual(new Set([a, b]));
    expect(parse('--corpus', 'hostile', a, 'generated').corpora).toEqual([
      'hostile',
      a,
      'generated',
    ]);
    expect(() => parse(a)).toThrow(`Files of logs come behind --corpus: got "${a}" without it`);
    expect(() => parse('--corpus', a, `${b}x`)).toThrow(
      `There is no ${b}x: expected one that exists`,
    );
    expect(() => parse('--corpus', folder)).toThrow(`${folder} is a folder: expected a log`);
    expect(() => parse('--scratch', join(folder, 'no'))).toThrow(/^There is no .*no: expected/);
    expect(() => parse('--scratch', a)).toThrow(`${a} is a file: expected a folder`);
  });

  it('refuses what it does not know', () => {
    expect(() => parse('--fast')).toThrow("Unknown option '--fast'");
    expect(() => parse('--lines')).toThrow('--lines');
    expect(() => parse('--paper=yes')).toThrow('--paper');
  });

  it('--help asks for the usage, which names every flag', () => {
    expect(parseBenchOptions(['--help'])).toBeUndefined();
    expect(parseBenchOptions(['-h', '--quick'])).toBeUndefined();
    const flags = [
      'quick',
      'corpus',
      'year',
      'lines',
      'seed',
      'repeats',
      'only',
      'against',
      'native-free',
    ];
    for (const flag of [
      ...flags,
      'paper',
      'min-records',
      'max-records',
      'scale',
      'results',
      'scratch',
    ])
      expect(USAGE).toContain(`\n  --${flag} `);
  });
});
