import {
  hashBytes,
  isMixed,
  type LineScanner,
  RUN_CLASS,
  type ScannedRange,
  SLOT_KIND,
  SLOT_PREFIX,
  SLOT_TIME,
  timeSpelling,
} from './line-scanner.js';

const JOINER = 1;
const DIGIT = 2;
const LETTERS = 4 | 8;
const DOT = 0x2e;
const COLON = 0x3a;

/** A shape: for each slot the length of the literal before it and its kind, then the length of the last literal. */
export type ShapeDescription = {
  readonly numbers: Int32Array;
  /** Where the shape's numbers start: with how many slots it has. */
  readonly at: number;
  readonly literals: DataView;
  /** Where its literals start, one behind the other. */
  readonly literal: number;
};

/**
 * Whether a message has a shape that is expected of it. If so, the scanner's fields say what `scan` would; but only values are
 * classified byte by byte, literals are compared four bytes at a time. False also where it would be hard to tell: then the
 * message is scanned.
 */
export function followShape(
  scanner: LineScanner,
  text: Uint8Array,
  range: ScannedRange,
  { numbers, at, literals, literal }: ShapeDescription,
): boolean {
  scanner.use(text);
  const { view, starts, ends, hashes, kinds } = scanner;
  const { prefixStart, prefixEnd, timeStart, timeEnd, end, hostStart } = range;
  const hasTime = timeEnd > timeStart;
  const hasPrefix = prefixEnd > prefixStart;
  // A host that no run begins with makes no slot: left to the scanner.
  let needsHost = hostStart >= range.start && hostStart < end;
  let next = at;
  const slots = numbers[next++]!;
  let from = literal;
  let position = range.start;
  let stop = hasPrefix ? prefixStart : hasTime ? timeStart : end;
  let cuts = (hasPrefix ? 1 : 0) + (hasTime ? 1 : 0);
  for (let slot = 0; slot <= slots; slot++) {
    const literalEnd = position + numbers[next++]!;
    if (literalEnd > stop) return false;
    for (; position + 4 <= literalEnd; position += 4, from += 4)
      if (view.getInt32(position, true) !== literals.getInt32(from, true)) return false;
    while (position < literalEnd) if (text[position++] !== literals.getUint8(from++)) return false;
    if (slot === slots) break;
    const kind = numbers[next++]!;
    kinds[slot] = kind;
    if ((kind & SLOT_KIND) === SLOT_PREFIX) {
      if (!hasPrefix || position !== prefixStart) return false;
      starts[slot] = prefixStart;
      ends[slot] = prefixEnd;
      hashes[slot] = hashBytes(view, prefixStart, prefixEnd);
      position = prefixEnd;
      stop = hasTime ? timeStart : end;
      cuts--;
      continue;
    }
    if ((kind & SLOT_KIND) === SLOT_TIME) {
      if (!hasTime || position !== timeStart) return false;
      if (kind !== (SLOT_TIME | timeSpelling(text, timeStart, timeEnd))) return false;
      starts[slot] = timeStart;
      ends[slot] = timeEnd;
      hashes[slot] = hashBytes(view, timeStart, timeEnd);
      position = timeEnd;
      stop = end;
      cuts--;
      continue;
    }
    // A colon that was cut from the front of the run.
    if (numbers[next - 2]! > 0 && RUN_CLASS[text[position - 1]!] !== 0) return false;
    const start = position;
    let seen = 0;
    while (position < stop) {
      const byteClass = RUN_CLASS[text[position]!]!;
      if (byteClass === 0) break;
      seen |= byteClass;
      position++;
    }
    if (position === start) return false;
    if (start === hostStart) needsHost = false;
    else if (
      (seen & DIGIT) === 0 &&
      ((seen & LETTERS) !== LETTERS || !isMixed(text, start, position))
    )
      return false;
    if (position - start > 1) {
      // One at the front would be cut off: left to the scanner.
      if (text[start] === COLON) return false;
      const final = text[position - 1]!;
      if ((final === DOT || final === COLON) && RUN_CLASS[text[position - 2]!]! > JOINER)
        position--;
    }
    starts[slot] = start;
    ends[slot] = position;
    hashes[slot] = hashBytes(view, start, position);
  }
  if (position !== end || cuts > 0 || needsHost) return false;
  scanner.slots = slots;
  return true;
}
