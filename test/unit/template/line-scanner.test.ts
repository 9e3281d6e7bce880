import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  LineScanner,
  MAX_SLOTS,
  RUN_CLASS,
  SLOT_KIND,
  SLOT_PREFIX,
  SLOT_TIME,
  SLOT_VALUE,
  valueHash,
} from '../../../src/template/line-scanner.js';
import { asText, latin1 } from '../../support/bytes.js';
import { cutMessage } from '../../support/cut-messages.js';
import {
  type CutMessage,
  type PlainSlot,
  plainSlots,
  rangeOf,
  uncut,
} from '../../support/plain-runs.js';
import { randomRuns } from '../../support/random-runs.js';

const KINDS = new Map<number, PlainSlot['kind']>([
  [SLOT_VALUE, 'value'],
  [SLOT_PREFIX, 'prefix'],
  [SLOT_TIME, 'time'],
]);

const scanner = new LineScanner();

function slotsOf(message: CutMessage, before?: string): PlainSlot[] {
  const { text, range } = rangeOf(message, before);
  scanner.scan(text, range);
  return Array.from({ length: scanner.slots }, (_, slot) => {
    const start = scanner.starts[slot]!;
    const end = scanner.ends[slot]!;
    if (scanner.kinds[slot] === SLOT_VALUE)
      expect(scanner.hashes[slot]).toBe(valueHash(text, start, end));
    return {
      start: start - range.start,
      value: asText(text.subarray(start, end)),
      kind: KINDS.get(scanner.kinds[slot]! & SLOT_KIND)!,
    };
  });
}

function hashOf(message: CutMessage, before?: string): number {
  const { text, range } = rangeOf(message, before);
  scanner.scan(text, range);
  return scanner.hash;
}

describe('RUN_CLASS', () => {
  it('is 0 for what ends a run', () => {
    for (let byte = 0; byte < 256; byte++) {
      const inRun = /[0-9A-Za-z.:\x80-\xff-]/.test(String.fromCharCode(byte));
      expect(RUN_CLASS[byte] !== 0, `byte ${byte}`).toBe(inRun);
    }
  });
});

describe('LineScanner', () => {
  // A host far behind the end, so that the first run is like any other.
  const values = (text: string) => slotsOf(uncut(text, 9999)).map(({ value }) => value);

  it('takes runs with a digit, or with an upper-case letter behind a lower-case one', () => {
    const check = (text: string, expected: string[]) =>
      expect(values(text), text).toEqual(expected);
    check('', []);
    check('session opened for user root', []);
    check('session 42 opened', ['42']);
    check('eth0: link x1y', ['eth0', 'x1y']);
    check('userName UserName USERname', ['userName', 'UserName']);
    check('Failed FAILED a.B a-B a:B', []);
    check('a\xffB \xff \xff1', ['\xff1']);
    check('port=22,user=bob42', ['22', 'bob42']);
    check('10.0.0.1:22->fe80::1', ['10.0.0.1:22-', 'fe80::1']);
    check('a_1_b', ['1']);
    check('a/b/3', ['3']);
    check('a1\0b2\nc3', ['a1', 'b2', 'c3']);
  });

  it('leaves one mark before a value, and one behind it, to the literals', () => {
    const check = (text: string, expected: string[]) =>
      expect(values(text), text).toEqual(expected);
    check('took 5.', ['5']);
    check('took 5:', ['5']);
    check('took 5..', ['5..']);
    check('took 5.:', ['5.:']);
    check('took 5-', ['5-']);
    check('took 5-.', ['5-.']);
    check(':5', ['5']);
    check('::5', ['::5']);
    check(':-5', [':-5']);
    check('.5', ['.5']);
    check('-5', ['-5']);
    check(':5:', ['5']);
    check('fe80::', ['fe80::']);
    check('5', ['5']);
    check('\xff1:', ['\xff1']);
  });

  it('takes the run where the host begins, whatever it is', () => {
    expect(slotsOf(uncut('a core b', 2))).toEqual([{ start: 2, value: 'core', kind: 'value' }]);
    expect(slotsOf(uncut('a core b', 3))).toEqual([]);
    expect(slotsOf(uncut('a :core: b', 2))).toEqual([{ start: 3, value: 'core', kind: 'value' }]);
    expect(slotsOf(uncut('a . b', 2))).toEqual([{ start: 2, value: '.', kind: 'value' }]);
    expect(slotsOf(uncut('a  b', 2))).toEqual([]);
  });

  it('cuts prefix and time, and runs end there', () => {
    const message = {
      ...{ front: 'a1', prefix: '<14>', middle: '1', stamp: 'Aug 17', rest: 'b2 c', host: 99 },
    };
    expect(slotsOf(message)).toEqual([
      { start: 0, value: 'a1', kind: 'value' },
      { start: 2, value: '<14>', kind: 'prefix' },
      { start: 6, value: '1', kind: 'value' },
      { start: 7, value: 'Aug 17', kind: 'time' },
      { start: 13, value: 'b2', kind: 'value' },
    ]);
    expect(slotsOf({ ...message, prefix: '', stamp: '' }).map(({ value }) => value)).toEqual([
      'a11b2',
    ]);
  });

  it('finds the slots that the plain twin finds, wherever the message stands', () => {
    fc.assert(
      fc.property(
        cutMessage,
        fc.constantFrom('', 'x', '1', ':', 'aB.', '\n'),
        (message, before) => {
          expect(slotsOf(message, before)).toEqual(plainSlots(message));
          expect(hashOf(message, before)).toBe(hashOf(message, ''));
        },
      ),
      randomRuns(10_000),
    );
  });

  it('hashes literals and kinds of slots, and no values', () => {
    const same = (a: CutMessage, b: CutMessage, expected: boolean) =>
      expect(hashOf(a) === hashOf(b), JSON.stringify([a, b])).toBe(expected);
    same(uncut('x user 1 up'), uncut('x user 4711 up'), true);
    same(uncut('x user 1 up'), uncut('x user eth0 up'), true);
    same(uncut('x user 1 up'), uncut('x user 1 down'), false);
    same(uncut('x 1.'), uncut('x 1'), false);
    same(uncut('x :1'), uncut('x 1'), false);
    same(uncut('x 1.'), uncut('x :1'), false);
    same({ ...uncut(' a'), prefix: '<1>' }, { ...uncut(' a'), prefix: '<23>' }, true);
    same({ ...uncut(' a'), prefix: '<1>' }, { ...uncut(' a'), stamp: '<1>' }, false);
  });

  it('says when there are more slots than a template has', () => {
    const many = (count: number) => uncut(Array.from({ length: count }, () => '1').join(' '));
    expect(slotsOf(many(MAX_SLOTS))).toHaveLength(MAX_SLOTS);
    for (const more of [1, 2, 1000]) {
      const { text, range } = rangeOf(many(MAX_SLOTS + more));
      scanner.scan(text, range);
      expect(scanner.slots).toBe(MAX_SLOTS + 1);
    }
    // Also across cuts.
    const { text, range } = rangeOf({
      ...{ front: '', prefix: '<1>', stamp: 'now', host: 0 },
      ...{ middle: many(MAX_SLOTS + 5).rest, rest: many(5).rest },
    });
    scanner.scan(text, range);
    expect(scanner.slots).toBeGreaterThan(MAX_SLOTS);
  });

  it('goes on after a message with too many slots', () => {
    const { text, range } = rangeOf(uncut('1 '.repeat(5000)));
    scanner.scan(text, range);
    expect(values('a 1 b 2')).toEqual(['1', '2']);
  });
});

describe('valueHash()', () => {
  it('depends on the bytes of the range alone', () => {
    expect(valueHash(latin1('xabcx'), 1, 4)).toBe(valueHash(latin1('abc'), 0, 3));
    expect(valueHash(latin1('abc'), 0, 3)).not.toBe(valueHash(latin1('abd'), 0, 3));
  });
});
