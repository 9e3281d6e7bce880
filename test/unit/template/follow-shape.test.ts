import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { followShape, type ShapeDescription } from '../../../src/template/follow-shape.js';
import { LineScanner, MAX_SLOTS, SLOT_KIND } from '../../../src/template/line-scanner.js';
import { cutMessage } from '../../support/cut-messages.js';
import { type CutMessage, rangeOf, uncut } from '../../support/plain-runs.js';

/** What a scanner found: the slots with their hashes. */
const found = ({ slots, starts, ends, hashes, kinds }: LineScanner) =>
  Array.from({ length: slots }, (_, slot) => [starts[slot], ends[slot], hashes[slot], kinds[slot]]);

/** The shape of a message, as scanning sees it; undefined when it has too many slots. */
function shapeOf(message: CutMessage): ShapeDescription | undefined {
  const { text, range } = rangeOf(message);
  const scanner = new LineScanner();
  scanner.scan(text, range);
  if (scanner.slots > MAX_SLOTS) return undefined;
  const numbers = [-1, scanner.slots];
  const literals: number[] = [0];
  let position = range.start;
  for (let slot = 0; slot <= scanner.slots; slot++) {
    const stop = slot < scanner.slots ? scanner.starts[slot]! : range.end;
    numbers.push(stop - position);
    literals.push(...text.subarray(position, stop));
    if (slot === scanner.slots) break;
    numbers.push(scanner.kinds[slot]!);
    position = scanner.ends[slot]!;
  }
  const bytes = Uint8Array.from(literals);
  return {
    numbers: Int32Array.from(numbers),
    at: 1,
    literals: new DataView(bytes.buffer),
    literal: 1,
  };
}

const sameShape = (a: ShapeDescription, b: ShapeDescription) =>
  Buffer.compare(Buffer.from(a.literals.buffer), Buffer.from(b.literals.buffer)) === 0 &&
  a.numbers.join() === b.numbers.join();

/** Other values in the same places: digits for digits, letters for letters. */
const revalued = (message: CutMessage): CutMessage => {
  const change = (text: string) =>
    text.replace(/[A-Za-z0-9]*\d[A-Za-z0-9]*/g, (value) => `${value}7`);
  return { ...message, middle: change(message.middle), rest: change(message.rest) };
};

function check(message: CutMessage, shape: ShapeDescription): boolean {
  const { text, range } = rangeOf(message);
  const follower = new LineScanner();
  const followed = followShape(follower, text, range, shape);
  if (!followed) return false;
  const scanner = new LineScanner();
  scanner.scan(text, range);
  expect(found(follower)).toEqual(found(scanner));
  expect(sameShape(shape, shapeOf(message)!)).toBe(true);
  return true;
}

describe('followShape()', () => {
  it('finds what scanning finds, or nothing, in messages of any shape', () => {
    fc.assert(
      fc.property(cutMessage, cutMessage, (a, b) => {
        const shape = shapeOf(a);
        if (shape === undefined) return;
        check(b, shape);
        check(a, shape);
        check(revalued(a), shape);
        // The same literals with more behind them, or less.
        check({ ...a, rest: `${a.rest} ` }, shape);
        check({ ...a, rest: a.rest.slice(0, -1) }, shape);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['kernel: [1.5] SRC=10.0.0.1 SPT=22 SYN', 'kernel: [123.456] SRC=192.0.2.77 SPT=65535 SYN'],
    ['up 3: done 4.', 'up 12: done 500.'],
    ['userName x', 'hostName x'],
  ])('follows %j to %j', (a, b) => {
    expect(check(uncut(b), shapeOf(uncut(a))!)).toBe(true);
  });

  it.each([
    ['a word where a value was', 'port 22 up', 'port abc up'],
    ['a colon that now belongs to the value', 'port 22: up', 'port 22:3 up'],
    ['another literal', 'port 22 up', 'port 22 uP'],
    ['more text', 'port 22', 'port 22 '],
    ['no value at all', 'a 1 b', 'a  b'],
  ])('does not follow over %s', (_what, a, b) => {
    expect(check(uncut(b), shapeOf(uncut(a))!)).toBe(false);
  });

  it('follows a host, and not one that stands elsewhere', () => {
    const shape = shapeOf(uncut('gw sshd up', 0))!;
    expect(check(uncut('core sshd up', 0), shape)).toBe(true);
    expect(check(uncut('core sshd up', 5), shape)).toBe(false);
    expect(check(uncut('core sshd up'), shape)).toBe(false);
  });

  it('tells spellings of timestamps apart', () => {
    const at = (stamp: string): CutMessage => ({ ...uncut(' gw up', 1), stamp });
    const shape = shapeOf(at('Aug 17 09:29:01'))!;
    expect([...shape.numbers].some((number) => number > SLOT_KIND)).toBe(true);
    expect(check(at('Sep  1 19:29:01'), shape)).toBe(true);
    expect(check(at('2021-08-17T09:29:01Z'), shape)).toBe(false);
  });
});
