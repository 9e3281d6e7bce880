import { describe, expect, it } from 'vitest';
import {
  writeIpv6,
  writeIpv6Full,
  writeMacColon,
  writeMacDotted,
} from '../../../native-free-bench/generator/addresses.js';
import { Clock } from '../../../native-free-bench/generator/clock.js';
import { LineWriter } from '../../../native-free-bench/generator/line-writer.js';
import { Random } from '../../../native-free-bench/generator/random.js';
import { Timeline } from '../../../native-free-bench/generator/timeline.js';

function written(write: (out: LineWriter) => unknown): string {
  const out = new LineWriter(1024);
  write(out);
  return out.take().toString('latin1');
}

describe('LineWriter', () => {
  it('number() writes what String() says', () => {
    const random = new Random(3);
    const values = [0, 9, 10, 99, 100, 0x3fff_ffff, 0x4000_0000, 2 ** 32, Number.MAX_SAFE_INTEGER];
    for (let power = 1; power < 1e15; power *= 10) values.push(power - 1, power, power + 1);
    for (let round = 0; round < 500; round++) values.push(random.next() * (random.next() % 4096));
    for (const value of values) expect(written((out) => out.number(value))).toBe(String(value));
  });

  it('digits(), hex() and group() keep to their widths', () => {
    expect(written((out) => out.digits(7, 3))).toBe('007');
    expect(written((out) => out.digits(0, 2))).toBe('00');
    expect(written((out) => out.hex(0xabc, 4))).toBe('0abc');
    expect(written((out) => out.hex(0xffff_ffff, 8))).toBe('ffffffff');
    for (const value of [0, 15, 16, 255, 256, 4095, 4096, 65_535])
      expect(written((out) => out.group(value))).toBe(value.toString(16));
  });

  it('ipv4() writes all four bytes unsigned', () => {
    expect(written((out) => out.ipv4(0xff00_7f01))).toBe('255.0.127.1');
  });
});

describe('addresses', () => {
  it('an IPv6 address is the same, short and in full', () => {
    for (let rank = 0; rank < 2000; rank++) {
      const short = written((out) => writeIpv6(out, rank));
      const full = written((out) => writeIpv6Full(out, rank));
      expect(new URL(`http://[${full}]/`).hostname).toBe(`[${short}]`);
      expect(full).toMatch(/^([0-9a-f]{4}:){7}[0-9a-f]{4}$/);
      expect(short.startsWith('2001:db8:ffff')).toBe(false);
    }
  });

  it('a MAC address is the same, with colons and with dots', () => {
    for (let rank = 0; rank < 2000; rank++) {
      const colon = written((out) => writeMacColon(out, rank));
      const dotted = written((out) => writeMacDotted(out, rank));
      expect(colon).toMatch(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/);
      expect(dotted.replaceAll('.', '')).toBe(colon.replaceAll(':', ''));
    }
  });
});

describe('Clock', () => {
  it('shows what Date shows', () => {
    const random = new Random(5);
    const clock = new Clock();
    const japan = new Clock(540);
    for (let round = 0; round < 2000; round++) {
      const time = random.below(4_000_000_000) * 1000 + random.below(1000);
      clock.set(time);
      japan.set(time);
      for (const [shown, at] of [
        [clock, time],
        [japan, time + 32_400_000],
      ] as const) {
        const { year, month, day, hour, minute, second, millis } = shown;
        expect(Date.UTC(year, month - 1, day, hour, minute, second, millis)).toBe(at);
      }
      expect(clock.epochSeconds).toBe(Math.floor(time / 1000));
    }
  });
});

describe('Random', () => {
  it('gives the numbers it always gave', () => {
    const random = new Random(1);
    expect([random.next(), random.next(), random.next()]).toMatchInlineSnapshot(`
      [
        980119876,
        2903608094,
        3076357536,
      ]
    `);
  });

  it('below() and skewed() stay under their limits and reach all values', () => {
    const random = new Random(9);
    for (const limit of [1, 2, 3, 5, 16, 17, 100]) {
      const even = new Set<number>();
      const skewed = new Map<number, number>();
      for (let round = 0; round < 20_000; round++) {
        even.add(random.below(limit));
        const rank = random.skewed(limit);
        skewed.set(rank, (skewed.get(rank) ?? 0) + 1);
      }
      expect([Math.min(...even), Math.max(...even), even.size]).toEqual([0, limit - 1, limit]);
      expect(skewed.size).toBe(limit);
      expect(Math.max(...skewed.keys())).toBe(limit - 1);
      if (limit >= 16) expect(skewed.get(0)!).toBeGreaterThan(4 * skewed.get(limit - 1)!);
    }
  });
});

describe('Timeline', () => {
  it('never goes back and stays in its span', () => {
    for (const [lines, span] of [
      [1, 1],
      [100, 0],
      [5000, 3],
      [20_000, 86_400_000],
    ] as const) {
      const timeline = new Timeline(lines, lines, 1_000_000, span);
      let before = 1_000_000;
      let bursts = 0;
      for (let line = 0; line < lines; line++) {
        const time = timeline.next();
        expect(time).toBeGreaterThanOrEqual(before);
        expect(time).toBeLessThanOrEqual(1_000_000 + Math.max(0, span - 1));
        before = time;
        if (timeline.inBurst) bursts++;
      }
      expect(bursts).toBeLessThanOrEqual(lines / 2);
    }
  });
});
