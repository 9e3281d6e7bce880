import type { HeaderFields } from './header-fields.js';
import { SPACE } from './scan.js';

/**
 * The searched text of the message in `[start, end)`: its bytes with the prefix and the time each replaced by one space, the
 * two by one space together when they touch. `header` is what `parseHeader` found in it. A message without either is
 * returned as a view of `bytes`; otherwise the text is a new array.
 */
export function searchedText(
  bytes: Uint8Array,
  start: number,
  end: number,
  header: HeaderFields,
): Uint8Array {
  const { prefixStart, prefixEnd, timeStart, timeEnd } = header;
  if (prefixEnd === prefixStart && timeEnd === timeStart) return bytes.subarray(start, end);
  const text = new Uint8Array(end - start + 2);
  return text.subarray(0, writeSearchedText(bytes, start, end, header, text));
}

/** Writes the searched text to the beginning of `text`, which has room for two bytes more than the message, and returns its length. */
export function writeSearchedText(
  bytes: Uint8Array,
  start: number,
  end: number,
  header: HeaderFields,
  text: Uint8Array,
): number {
  const { prefixStart, prefixEnd, timeStart, timeEnd } = header;
  const hasPrefix = prefixEnd > prefixStart;
  const hasTime = timeEnd > timeStart;
  let length = 0;
  let from = start;
  if (hasPrefix) {
    text.set(bytes.subarray(from, prefixStart), length);
    length += prefixStart - from;
    text[length++] = SPACE;
    from = prefixEnd;
  }
  if (hasTime) {
    text.set(bytes.subarray(from, timeStart), length);
    length += timeStart - from;
    if (!hasPrefix || timeStart > prefixEnd) text[length++] = SPACE;
    from = timeEnd;
  }
  text.set(bytes.subarray(from, end), length);
  return length + end - from;
}

/**
 * Where the byte at `offset` of a searched text stands in its message, which begins at 0: a position in the message, or,
 * for a space that stands for what was cut, the beginning of that.
 */
export function originOf(offset: number, header: HeaderFields): number {
  return placeOf(offset, header, false);
}

/** Likewise the end of that byte: for a space that stands for what was cut, the end of that. */
export function originEndOf(offset: number, header: HeaderFields): number {
  return placeOf(offset, header, true);
}

function placeOf(offset: number, header: HeaderFields, atEnd: boolean): number {
  const { prefixStart, prefixEnd, timeStart, timeEnd } = header;
  const hasPrefix = prefixEnd > prefixStart;
  const hasTime = timeEnd > timeStart;
  const areOne = hasPrefix && hasTime && timeStart === prefixEnd;
  let place = offset;
  if (hasPrefix) {
    const cutEnd = areOne ? timeEnd : prefixEnd;
    if (place === prefixStart) return atEnd ? cutEnd : prefixStart;
    if (place > prefixStart) place += cutEnd - prefixStart - 1;
  }
  if (hasTime && !areOne) {
    if (place === timeStart) return atEnd ? timeEnd : timeStart;
    if (place > timeStart) place += timeEnd - timeStart - 1;
  }
  return atEnd ? place + 1 : place;
}
