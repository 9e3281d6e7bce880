/** Where values of a column stand: loops over many of them. Places as they are found, used again for each column. */
let scratch = new Int32Array(8192);

/** Room for places of `count` values, each written before it is known whether it stays: no branch is guessed wrong. */
function roomFor(count: number): Int32Array {
  if (scratch.length < count + 1) scratch = new Int32Array(2 * count + 1);
  return scratch;
}

/** Places of IPv4 addresses from one on to another. */
export function addressesWithin(
  planes: Uint8Array,
  count: number,
  address: number,
  lastAddress: number,
): Int32Array {
  const found = roomFor(count);
  // Compared as signed numbers, which needs no more than 32 bits.
  const start = Math.max(0, address);
  const from = start ^ 0x8000_0000;
  const to = lastAddress ^ 0x8000_0000;
  const least = start >>> 24;
  const range = (lastAddress >>> 24) - least;
  let length = 0;
  for (let i = 0; i < count; i++) {
    const first = planes[i]!;
    if ((first - least) >>> 0 > range) continue;
    const value =
      ((first << 24) |
        (planes[count + i]! << 16) |
        (planes[2 * count + i]! << 8) |
        planes[3 * count + i]!) ^
      0x8000_0000;
    if (value >= from && value <= to) found[length++] = i;
  }
  return found.slice(0, length);
}

/** No value. */
export const NO_MARKS: Uint8Array = new Uint8Array(0);

/** 1 for values, one behind the other, that hold one of some texts, and maybe for others; `NO_MARKS` when there are none. */
export function valuesHolding(
  bytes: Uint8Array,
  starts: Uint32Array,
  texts: readonly Uint8Array[],
): Uint8Array {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const count = starts.length - 1;
  let marks = NO_MARKS;
  /** A byte that is nowhere: several texts begin with the same one. */
  let missing = -1;
  for (const text of texts) {
    const first = text[0]!;
    if (first === missing) continue;
    let at = buffer.indexOf(first);
    if (at < 0) missing = first;
    else at = buffer.indexOf(text, at);
    if (at >= 0 && marks === NO_MARKS) marks = new Uint8Array(count);
    for (let value = 0; at >= 0; at = buffer.indexOf(text, starts[value + 1])) {
      value = valueAt(starts, at, value);
      marks[value] = 1;
      if (value + 1 === count) break;
    }
  }
  return marks;
}

/** The value that a byte is of, from one on that begins before it. */
function valueAt(starts: Uint32Array, at: number, from: number): number {
  let low = from;
  let high = starts.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (starts[middle]! <= at) low = middle;
    else high = middle;
  }
  return low;
}

/** Places of a code. */
export function placesOf(codes: Uint8Array | Uint16Array, code: number): Int32Array {
  const found = roomFor(codes.length);
  let length = 0;
  for (let i = codes.indexOf(code); i >= 0; i = codes.indexOf(code, i + 1)) found[length++] = i;
  return found.slice(0, length);
}

/** Places of marked codes. One function for each kind of array: of both in one, each access asks which it is. */
export function placesOfSmall(codes: Uint8Array, marks: Uint8Array): Int32Array {
  const found = roomFor(codes.length);
  let length = 0;
  for (let i = 0; i < codes.length; i++) {
    found[length] = i;
    // A code beyond the entries is not looked at here.
    length += marks[codes[i]!] ?? 0;
  }
  return found.slice(0, length);
}

export function placesOfLarge(codes: Uint16Array, marks: Uint8Array): Int32Array {
  const found = roomFor(codes.length);
  let length = 0;
  for (let i = 0; i < codes.length; i++) {
    found[length] = i;
    length += marks[codes[i]!] ?? 0;
  }
  return found.slice(0, length);
}

/** Makes of lengths where each ends; returns where the last does, and the most of the lengths. */
export function sumLengths(lengths: Uint32Array): { at: number; maxLength: number } {
  let at = 0;
  let maxLength = 0;
  for (let i = 0; i < lengths.length; i++) {
    const length = lengths[i]!;
    at += length;
    if (length > maxLength) maxLength = length;
    lengths[i] = at;
  }
  return { at, maxLength };
}
