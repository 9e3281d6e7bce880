import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ALL_DEVICES } from '../../../native-free-bench/generator/devices/all-devices.js';
import {
  createGenerator,
  type GeneratorOptions,
  type GeneratorReport,
  LARGEST_DISORDER_MILLIS,
} from '../../../native-free-bench/generator/generator.js';
import { stampOf } from './stamp.js';

const DAY = 86_400_000;
const START = Date.UTC(2026, 5, 10);
const BASE: GeneratorOptions = { seed: 7, lines: 50_000, start: START, spanMillis: DAY };

function run(options: Partial<GeneratorOptions> = {}): { bytes: Buffer; report: GeneratorReport } {
  const generator = createGenerator({ ...BASE, ...options });
  const bytes = Buffer.concat([...generator]);
  return { bytes, report: generator.report() };
}

function linesOf(bytes: Buffer): string[] {
  const lines = bytes.toString('latin1').split('\n');
  expect(lines.pop()).toBe('');
  return lines;
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

const fifty = run();
const fiftyLines = linesOf(fifty.bytes);

describe('createGenerator()', () => {
  it('gives the same bytes for the same options', () => {
    expect(sha256(run().bytes)).toBe(sha256(fifty.bytes));
  });

  it('gives other bytes for another seed', () => {
    const digests = [0, 1, 2, -1, 2 ** 40, 2 ** 40 + 1].map((seed) =>
      sha256(run({ seed, lines: 200 }).bytes),
    );
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('writes exactly the lines asked for, whatever their number', () => {
    for (const lines of [0, 1, 2, 3, 10, 49, 50, 511, 512, 513, 1025, 9999]) {
      for (const oddEvery of [1, 5, 2048]) {
        const { bytes, report } = run({ lines, oddEvery });
        expect(linesOf(bytes)).toHaveLength(lines);
        expect(report.lines).toBe(lines);
        expect(report.bytes).toBe(bytes.length);
        expect(sum(report.kinds) + sum(report.odd)).toBe(lines);
      }
    }
  });

  it('writes all lines into a span of nothing', () => {
    expect(linesOf(run({ lines: 2000, spanMillis: 0 }).bytes)).toHaveLength(2000);
  });

  it('ends every chunk with a whole line and leaves it to the caller', () => {
    const chunks = [...createGenerator(BASE)];
    expect(chunks.length).toBeGreaterThan(4);
    for (const chunk of chunks) expect(chunk.at(-1)).toBe(10);
    expect(sha256(Buffer.concat(chunks))).toBe(sha256(fifty.bytes));
  });

  it('lets every kind of device speak', () => {
    expect(ALL_DEVICES.length).toBeGreaterThanOrEqual(12);
    for (const { name } of ALL_DEVICES) expect(fifty.report.kinds[name]).toBeGreaterThan(100);
  });

  it('writes lines of a usual length', () => {
    const average = fifty.report.bytes / fifty.report.lines;
    expect(average).toBeGreaterThan(125);
    expect(average).toBeLessThan(150);
  });

  it('puts <PRI> before every line but bare access logs, or before none', () => {
    const bare = (line: string) => /^[0-9a-f.:]+ - /.test(line);
    for (const line of linesOf(run({ lines: 10_000, odd: false }).bytes))
      expect(bare(line) || /^<\d{1,3}>\S/.test(line)).toBe(true);
    for (const line of linesOf(run({ lines: 10_000, odd: false, pri: false }).bytes))
      expect(line.startsWith('<')).toBe(false);
  });

  it('is in order of time, but for a few late lines', () => {
    let newest = 0;
    let late = 0;
    for (const line of linesOf(run({ odd: false }).bytes)) {
      const stamp = stampOf(line, 2026);
      expect(stamp, line).toBeDefined();
      const { time, precision } = stamp!;
      expect(time).toBeGreaterThanOrEqual(START);
      expect(time).toBeLessThan(START + DAY);
      const behind = newest - (time + precision - 1);
      expect(behind, line).toBeLessThanOrEqual(LARGEST_DISORDER_MILLIS);
      if (behind > 0) late++;
      newest = Math.max(newest, time);
    }
    expect(newest).toBeGreaterThan(START + DAY - 600_000);
    expect(late).toBeGreaterThan(0);
    expect(late).toBeLessThan(500);
  });

  it('goes on where the year ends', () => {
    const start = Date.UTC(2026, 11, 31, 23);
    const lines = linesOf(run({ lines: 3000, start, spanMillis: DAY / 12, odd: false }).bytes);
    expect(lines.some((line) => line.includes('Dec 31 23:5'))).toBe(true);
    expect(lines.some((line) => line.includes('Jan  1 00:0'))).toBe(true);
    expect(lines.some((line) => line.includes('2027-01-01T00:'))).toBe(true);
  });

  it('counts bursts of every sort, packed into seconds', () => {
    for (const count of Object.values(fifty.report.bursts)) expect(count).toBeGreaterThan(50);
    const attempts = fiftyLines.filter((line) => line.includes('Failed password'));
    const attackers = new Map<string, number>();
    for (const line of attempts) {
      const key = `${/:\d\d/.exec(line)?.[0]} ${/from (\S+)/.exec(line)?.[1]}`;
      attackers.set(key, (attackers.get(key) ?? 0) + 1);
    }
    expect(Math.max(...attackers.values())).toBeGreaterThan(20);
  });

  it('meets new addresses as it goes on', () => {
    const distinct = (lines: readonly string[]) =>
      new Set(lines.flatMap((line) => line.match(/\b\d{2,3}\.\d+\.\d+\.\d+\b/g) ?? [])).size;
    const half = distinct(fiftyLines.slice(0, 25_000));
    expect(distinct(fiftyLines)).toBeGreaterThan(half * 1.2);
  });

  it('refuses options that cannot be met', () => {
    const refused: readonly [Partial<GeneratorOptions>, RegExp][] = [
      [{ lines: -1 }, /^lines: expected .* got -1$/],
      [{ seed: 0.5 }, /^seed: expected/],
      [{ start: Number.NaN }, /^start: expected/],
      [{ spanMillis: 1e18 }, /^spanMillis: expected/],
      [{ devices: 3 }, /^devices: expected a whole number from 17 /],
      [{ oddEvery: 0 }, /^oddEvery: expected/],
    ];
    for (const [options, message] of refused) expect(() => run(options)).toThrow(message);
  });
});

describe('odd lines', () => {
  const { bytes, report } = run({ lines: 20_000, oddEvery: 200 });

  it('are fewer than one line in a thousand by default, and none when not wanted', () => {
    expect(sum(run({ lines: 200_000 }).report.odd)).toBeLessThan(200);
    expect(sum(run({ odd: false }).report.odd)).toBe(0);
  });

  it('come in every sort', () => {
    for (const count of Object.values(report.odd)) expect(count).toBeGreaterThan(0);
    const lines = linesOf(bytes);
    const count = (test: (line: string) => boolean) => lines.filter(test).length;
    expect(count((line) => line === '')).toBe(report.odd.empty);
    expect(count((line) => line.length >= 8 * 1024)).toBe(report.odd.long);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(28 * 1024);
    expect(count((line) => line.endsWith('\r'))).toBe(report.odd['carriage-return']);
    expect(count((line) => line.includes('\0'))).toBe(report.odd.nul);
    expect(count((line) => /^\s+at |IllegalState/.test(line))).toBe(report.odd['stack-trace']);
    const utf8 = new TextDecoder('utf-8', { fatal: true });
    const valid = (line: string) => {
      try {
        utf8.decode(Buffer.from(line, 'latin1'));
        return true;
      } catch {
        return false;
      }
    };
    expect(count((line) => !valid(line))).toBe(report.odd['invalid-utf8']);
    const japanese = (line: string) => /[぀-ヿ]/.test(Buffer.from(line, 'latin1').toString());
    expect(count((line) => valid(line) && japanese(line))).toBe(report.odd.japanese);
  });
});
