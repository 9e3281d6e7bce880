import { describe, expect, it } from 'vitest';
import { CUTS, MessageBatch } from '../../../src/messagelog/message-batch.js';
import { Header, resetHeader } from '../../../src/syslog/header.js';
import { asText, latin1, noise } from '../../support/bytes.js';
import { batchOf, fillBatch, logged } from '../../support/message-log.js';

const textsOf = (batch: MessageBatch) =>
  Array.from({ length: batch.count }, (_, i) =>
    asText(batch.text.subarray(batch.starts[i]!, batch.endOf(i))),
  );

function headerOf(fields: Partial<Header>): Header {
  const header = new Header();
  resetHeader(header, 0);
  return Object.assign(header, fields);
}

describe('MessageBatch', () => {
  it('keeps messages with their times, whatever they hold', () => {
    const texts = ['one', '', 'with\nLF', '\0\xff\r', 'x'.repeat(100_000), ''];
    const batch = batchOf(texts.map((text, i) => logged(text, { time: 1000 * i })));
    expect(textsOf(batch)).toEqual(texts);
    expect([...batch.times.subarray(0, 6)]).toEqual([0, 1000, 2000, 3000, 4000, 5000]);
    expect(batch.textLength).toBe(texts.join('\n').length + 1);
  });

  it('takes many lines at once, and moves the cuts to where the text went', () => {
    const batch = batchOf([logged('before')]);
    const lines = latin1('....<5>Jan 1 a\n<6>Jan 1 b\n');
    const at = batch.addText(lines, 4, lines.length);
    expect(at).toBe(7);
    const shift = at - 4;
    const first = {
      prefixStart: 4,
      prefixEnd: 7,
      timeStart: 7,
      timeEnd: 12,
      hostStart: 13,
      hostEnd: 14,
    };
    const second = { prefixStart: 15, prefixEnd: 18, timeStart: 18, timeEnd: 23, hostStart: 24 };
    // The second one has no host: its place is beyond all.
    batch.addMessage(at, 1, headerOf(first), shift);
    batch.addMessage(15 + shift, 2, headerOf(second), shift);
    expect(textsOf(batch)).toEqual(['before', '<5>Jan 1 a', '<6>Jan 1 b']);
    const cuts = (index: number) => [...batch.cuts.subarray(CUTS * index, CUTS * (index + 1))];
    expect(cuts(1)).toEqual([7, 10, 10, 15, 16]);
    expect(cuts(2)).toEqual([18, 21, 21, 26, 0xffff_ffff]);
  });

  it('joins messages of one source, one time of arrival and following numbers to a run', () => {
    const batch = new MessageBatch();
    const add = (source: string, receivedAt: number, sequence: number) =>
      fillBatch(batch, [logged('x', { source, receivedAt, sequence })]);
    add('a', 100, 5);
    add('a', 100, 6);
    add('a', 100, 8);
    add('a', 101, 9);
    add('b', 101, 10);
    add('a', 101, 11);
    add('a', 101, 12);
    expect(batch.sources).toEqual(['a', 'b']);
    expect(batch.runs).toEqual([
      { count: 2, source: 0, receivedAt: 100, firstSequence: 5 },
      { count: 1, source: 0, receivedAt: 100, firstSequence: 8 },
      { count: 1, source: 0, receivedAt: 101, firstSequence: 9 },
      { count: 1, source: 1, receivedAt: 101, firstSequence: 10 },
      { count: 2, source: 0, receivedAt: 101, firstSequence: 11 },
    ]);
  });

  it('marks further pieces', () => {
    const batch = batchOf([logged('a'), logged('b', { isPiece: true }), logged('c')]);
    expect(batch.continuations).toEqual([1]);
  });

  it('clear() forgets all of it, after few messages and after many', () => {
    for (const count of [3, 100_000]) {
      const messages = Array.from({ length: count }, (_, i) =>
        logged(`message ${i}`, { sequence: i, isPiece: i % 2 === 1 }),
      );
      const batch = batchOf(messages);
      batch.hosts.add(latin1('host'), 0, 4);
      expect(batch.count).toBe(count);
      batch.clear();
      expect([batch.count, batch.textLength, batch.hosts.counts().size]).toEqual([0, 0, 0]);
      expect([batch.runs, batch.sources, batch.continuations]).toEqual([[], [], []]);
      fillBatch(batch, [logged('again', { time: 7 }), logged('')]);
      expect(textsOf(batch)).toEqual(['again', '']);
      expect(batch.times[0]).toBe(7);
    }
  });

  it('data() is a copy of all of it, and take() brings it back', () => {
    const batch = batchOf(
      Array.from({ length: 3000 }, (_, i) =>
        logged(`message ${i}`, { time: i, source: `s${i % 3}`, isPiece: i % 7 === 6 }),
      ),
    );
    batch.hosts.add(latin1('host'), 0, 4);
    const data = structuredClone(batch.data());
    const texts = textsOf(batch);
    const other = batchOf([logged('before')]);
    other.take(data);
    expect(other.data()).toEqual(batch.data());
    expect(textsOf(other)).toEqual(texts);
    expect([...other.hosts.counts()]).toEqual([['host', 1]]);
    batch.clear();
    expect(data.starts).toHaveLength(3000);
    // It goes on from there.
    fillBatch(other, [logged('after')]);
    expect(textsOf(other)).toEqual([...texts, 'after']);
  });

  describe('orderByTime()', () => {
    const order = (times: readonly number[]) =>
      batchOf(times.map((time) => logged('x', { time }))).orderByTime();

    it('is undefined when messages came in order of time', () => {
      expect(order([])).toBe(undefined);
      expect(order([5])).toBe(undefined);
      expect(order([-3, -3, 0, 7, 7])).toBe(undefined);
    });

    it('is the order of arrival at equal times, when messages do not stand in it', () => {
      const messages = [
        ...[8, 9, 2, 3, 5].map((sequence) => logged('x', { time: 7, sequence })),
        ...[1, 0].map((sequence) => logged('x', { time: sequence, sequence })),
      ];
      expect([...batchOf(messages).orderByTime()!]).toEqual([6, 5, 2, 3, 4, 0, 1]);
    });

    it('sorts stably, however far times are apart', () => {
      const check = (times: readonly number[]) => {
        const wanted = [...times.keys()].sort((a, b) => times[a]! - times[b]! || a - b);
        expect([...order(times)!]).toEqual(wanted);
      };
      check([2, 1]);
      check([3, 1, 2, 1, 3, 1]);
      check([0, -1, 0, -1, 5]);
      check([1_629_190_000_000, -62_135_596_800_000, 253_402_300_799_999]);
      check([2 ** 53 - 1, -(2 ** 53) + 1, 0, 2 ** 53 - 1, 0]);
      const random = noise(3000, 4);
      check(Array.from(random, (byte) => byte % 9));
      check(Array.from(random, (byte, i) => 1_629_190_000_000 + byte * 1000 - (i % 3)));
      check(Array.from(random, (byte) => (byte - 128) * 2 ** 45));
    });
  });
});
