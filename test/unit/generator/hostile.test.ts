import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { RunOptions } from '../../../native-free-bench/generator/generator.js';
import { createHostile, type HostileReport } from '../../../native-free-bench/generator/hostile.js';
import { HOSTILE_SORTS, LONG_TEXT } from '../../../native-free-bench/generator/hostile-lines.js';
import { FreshWords } from '../../../native-free-bench/generator/hostile-words.js';
import { Random } from '../../../native-free-bench/generator/random.js';

const HOUR = 3_600_000;
const BASE: RunOptions = {
  seed: 3,
  lines: 8000,
  start: Date.UTC(2026, 5, 10),
  spanMillis: HOUR,
};

function run(options: Partial<RunOptions> = {}): { text: string; report: HostileReport } {
  const generator = createHostile({ ...BASE, ...options });
  const bytes = Buffer.concat([...generator]);
  const report = generator.report();
  expect(report.bytes).toBe(bytes.length);
  return { text: bytes.toString('latin1'), report };
}

const linesOf = (text: string) => text.split('\n').slice(0, -1);
const digest = (text: string) => createHash('sha256').update(text).digest('hex');

const { text, report } = run();
const lines = linesOf(text);
/** Lines of a sort, which the header names as the program, without their headers. */
const textsOf = (sort: string) =>
  lines.flatMap((line) => {
    const at = new RegExp(`^.{20,70} ${sort}(?:\\[\\d+\\]: | \\d+ - - )`).exec(line);
    return at === null ? [] : [line.slice(at[0].length)];
  });

describe('createHostile()', () => {
  it('gives the same bytes for the same options, and others for another seed', () => {
    expect(digest(run().text)).toBe(digest(text));
    const digests = [0, 1, -1, 2 ** 40].map((seed) => digest(run({ seed, lines: 100 }).text));
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('writes exactly the lines asked for, whatever their number', () => {
    for (const count of [0, 1, 2, 7, 8, 9, 50, 1001]) {
      const made = run({ lines: count });
      expect(linesOf(made.text)).toHaveLength(count);
      expect(made.report.lines).toBe(count);
      const counts = Object.values(made.report.sorts);
      expect(counts.reduce((sum, each) => sum + each, 0)).toBe(count);
    }
  });

  it('ends every chunk with a whole line', () => {
    for (const chunk of createHostile(BASE)) expect(chunk.at(-1)).toBe(10);
  });

  it('has every sort, and refuses what cannot be met', () => {
    for (const sort of HOSTILE_SORTS) expect(report.sorts[sort], sort).toBeGreaterThan(5);
    expect(() => run({ lines: -1 })).toThrow(/^lines: expected .* got -1$/);
    expect(() => run({ spanMillis: 1e18 })).toThrow(/^spanMillis: expected/);
  });

  it('has a template a line: hardly two random texts are alike without their numbers', () => {
    const texts = textsOf('random-words').map((line) => line.replace(/\d+/g, '0'));
    expect(texts.length).toBe(report.sorts['random-words']);
    expect(new Set(texts).size).toBeGreaterThan(texts.length * 0.99);
  });

  it('has words that never come again', () => {
    const words = textsOf('fresh-words').flatMap((line) => line.split(' '));
    expect(words.length).toBeGreaterThan(10_000);
    expect(new Set(words).size).toBe(words.length);
    expect(report.freshWords).toBeGreaterThanOrEqual(words.length);
  });

  it('has lines of 28 KB, none longer', () => {
    const long = lines.filter((line) => line.length > 25_000);
    expect(long.length).toBe(report.sorts.long);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(LONG_TEXT + 100);
  });

  it('has stack traces, queries of URLs and base64', () => {
    const frames = lines.filter((line) => /^(?:\tat \w|Caused by: \w)/.test(line));
    expect(frames.length + textsOf('stack-trace').length).toBe(report.sorts['stack-trace']);
    for (const url of textsOf('url')) expect(url).toMatch(/"GET https:\/\/\S+\?\w+=\S+ HTTP/);
    for (const blob of textsOf('base64')) expect(blob).toMatch(/;base64,[\w+/]{40,}(?:==)?$/);
  });

  it('changes headers and fields in mid-file', () => {
    const formOf = (line: string) =>
      line.startsWith('{') ? 'json' : line.includes('|') ? 'bars' : / \w[^ =]*=/.test(line);
    const forms = textsOf('shape').map(formOf);
    expect(new Set(forms).size).toBeGreaterThanOrEqual(3);
    const changes = forms.filter((form, n) => n > 0 && form !== forms[n - 1]).length;
    expect(changes).toBeLessThan(forms.length / 4);
    for (const header of [/^<13>Jun 10 /, /^2026-06-10T\S+Z node/, /^<13>1 2026-06-10T/])
      expect(lines.filter((line) => header.test(line)).length).toBeGreaterThan(500);
  });
});

describe('FreshWords', () => {
  it('does not come to its first words again', () => {
    const words = new FreshWords(new Random(1));
    const seen = new Set<string>();
    for (let n = 0; n < 300_000; n++) seen.add(words.next());
    expect(seen.size).toBe(300_000);
    for (const word of [...seen].slice(0, 1000)) expect(word).toMatch(/^[a-z]{7}$/);
  });
});
