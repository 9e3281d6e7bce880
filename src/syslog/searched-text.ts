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
  const hasPrefix = prefixEnd > prefixStart;
  const hasTime = timeEnd > timeStart;
  if (!hasPrefix && !hasTime) return bytes.subarray(start, end);
  const text = new Uint8Array(end - start + 2);
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
  return text.subarray(0, length + end - from);
}
