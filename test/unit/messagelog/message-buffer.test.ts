import { describe, expect, it } from 'vitest';
import { MessageBuffer } from '../../../src/messagelog/message-buffer.js';
import { asText, latin1 } from '../../support/bytes.js';
import { bufferOf, fillBuffer, logged } from '../../support/message-log.js';

const textsOf = (buffer: MessageBuffer) =>
  Array.from({ length: buffer.count }, (_, i) =>
    asText(buffer.text.subarray(buffer.starts[i]!, buffer.endOf(i))),
  );

describe('MessageBuffer', () => {
  it('keeps messages with their times, whatever they hold', () => {
    const texts = ['one', '', 'with\nLF', '\0\xff\r', 'x'.repeat(10_000), ''];
    const buffer = bufferOf(texts.map((text, i) => logged(text, { time: 1000 * i })));
    expect(textsOf(buffer)).toEqual(texts);
    expect([...buffer.times.subarray(0, 6)]).toEqual([0, 1000, 2000, 3000, 4000, 5000]);
    expect(buffer.textLength).toBe(texts.join('\n').length + 1);
  });

  it('takes many lines at once, and moves the cuts to where the text went', () => {
    const buffer = bufferOf([logged('before')]);
    const batch = latin1('....<5>Jan 1 a\n<6>Jan 1 b\n');
    const at = buffer.addText(batch, 4, batch.length);
    expect(at).toBe(7);
    const shift = at - 4;
    const cuts = { prefixStart: 4, prefixEnd: 7, timeStart: 7, timeEnd: 13 };
    buffer.addMessage(at, 1, cuts, shift);
    const next = { prefixStart: 15, prefixEnd: 18, timeStart: 18, timeEnd: 24 };
    buffer.addMessage(15 + shift, 2, next, shift);
    expect(textsOf(buffer)).toEqual(['before', '<5>Jan 1 a', '<6>Jan 1 b']);
    const cut = (index: number) => [...buffer.cuts.subarray(4 * index, 4 * index + 4)];
    expect(cut(1)).toEqual([7, 10, 10, 16]);
    expect(cut(2)).toEqual([18, 21, 21, 27]);
  });

  it('joins messages of one source, one time of arrival and following numbers to a run', () => {
    const buffer = new MessageBuffer();
    const add = (source: string, receivedAt: number, sequence: number) =>
      fillBuffer(buffer, [logged('x', { source, receivedAt, sequence })]);
    add('a', 100, 5);
    add('a', 100, 6);
    add('a', 100, 8);
    add('a', 101, 9);
    add('b', 101, 10);
    add('a', 101, 11);
    add('a', 101, 12);
    expect(buffer.sources).toEqual(['a', 'b']);
    expect(buffer.runs).toEqual([
      { count: 2, source: 0, receivedAt: 100, firstSequence: 5 },
      { count: 1, source: 0, receivedAt: 100, firstSequence: 8 },
      { count: 1, source: 0, receivedAt: 101, firstSequence: 9 },
      { count: 1, source: 1, receivedAt: 101, firstSequence: 10 },
      { count: 2, source: 0, receivedAt: 101, firstSequence: 11 },
    ]);
  });

  it('marks further pieces', () => {
    const buffer = bufferOf([logged('a'), logged('b', { isPiece: true }), logged('c')]);
    expect(buffer.continuations).toEqual([1]);
  });

  it('clear() forgets all of it, after few messages and after many', () => {
    for (const count of [3, 100_000]) {
      const messages = Array.from({ length: count }, (_, i) =>
        logged(`message ${i}`, { sequence: i, isPiece: i % 2 === 1 }),
      );
      const buffer = bufferOf(messages);
      expect(buffer.count).toBe(count);
      expect(buffer.bytesHeld).toBeGreaterThan(buffer.textLength);
      buffer.clear();
      expect([buffer.count, buffer.textLength, buffer.bytesHeld]).toEqual([0, 0, 0]);
      expect([buffer.runs, buffer.sources, buffer.continuations]).toEqual([[], [], []]);
      fillBuffer(buffer, [logged('again', { time: 7 }), logged('')]);
      expect(textsOf(buffer)).toEqual(['again', '']);
      expect(buffer.times[0]).toBe(7);
    }
  });
});
