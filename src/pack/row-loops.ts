/**
 * Loops over the rows of a block: which template each has, and which values stand in it. The kernel of a search is made of
 * this file too (`.ci/compile-kernel.mjs` says what that takes). A place is that of a template among those of the block.
 */

/**
 * Reads and counts the places of rows, of which there are `count`, from one plane, or with `isWide` from two, the low one first;
 * returns one for which there is no room, or -1.
 */
export function readPlaces(
  planes: Uint8Array,
  isWide: number,
  rows: number,
  places: Uint16Array,
  counts: Int32Array,
  count: number,
): number {
  const high = isWide * rows;
  const mask = isWide * 0xff00;
  for (let i = 0; i < count; i++) counts[i] = 0;
  for (let row = 0; row < rows; row++) {
    const place = planes[row]! | ((planes[high + row]! << 8) & mask);
    if (place >= count) return place;
    counts[place] = counts[place]! + 1;
    places[row] = place;
  }
  return -1;
}

/** Counts of each field how many values rows [from, to) have, on top of those before them; `counts` has room for one of each place. */
export function passRows(
  places: Uint16Array,
  from: number,
  to: number,
  counts: Int32Array,
  count: number,
  firstSlots: Int32Array,
  slotFields: Int32Array,
  before: Int32Array,
): void {
  for (let place = 0; place < count; place++) counts[place] = 0;
  for (let row = from; row < to; row++) {
    const place = places[row]!;
    counts[place] = counts[place]! + 1;
  }
  for (let place = 0; place < count; place++) {
    const rows = counts[place]!;
    if (rows === 0) continue;
    const end = firstSlots[place + 1]!;
    for (let slot = firstSlots[place]!; slot < end; slot++) {
      const field = slotFields[slot]!;
      before[field] = before[field]! + rows;
    }
  }
}

/** Sets of each row how many before it are of templates that have a field: which of its values stands in it. */
export function rankRows(
  places: Uint16Array,
  rows: number,
  has: Uint8Array,
  ranks: Uint16Array,
): void {
  let rank = 0;
  for (let row = 0; row < rows; row++) {
    ranks[row] = rank;
    rank += has[places[row]!]!;
  }
}

/** Adds the rows whose values of a field are marked: those of templates that have it have one each, in order. */
export function addRowsOfValues(
  places: Uint16Array,
  rows: number,
  has: Uint8Array,
  values: Uint8Array,
  bits: Uint8Array,
): void {
  let value = 0;
  for (let row = 0; row < rows; row++) {
    const isIn = has[places[row]!]!;
    bits[row] = bits[row]! | (isIn & values[value]!);
    value += isIn;
  }
}

/**
 * How many rows of open templates have a marked value of a field. `kinds` is 1 for templates with the field, 3 for those that
 * are open as well.
 */
export function countValues(
  places: Uint16Array,
  rows: number,
  kinds: Uint8Array,
  values: Uint8Array,
): number {
  let value = 0;
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const kind = kinds[places[row]!]!;
    count += (kind >>> 1) & values[value]!;
    value += kind & 1;
  }
  return count;
}

/** Adds the rows of marked places. */
export function addRowsOfPlaces(
  places: Uint16Array,
  rows: number,
  marks: Uint8Array,
  bits: Uint8Array,
): void {
  for (let row = 0; row < rows; row++) bits[row] = bits[row]! | marks[places[row]!]!;
}

/** Leaves the rows of marked places. */
export function keepRowsOfPlaces(
  places: Uint16Array,
  rows: number,
  marks: Uint8Array,
  bits: Uint8Array,
): void {
  for (let row = 0; row < rows; row++) bits[row] = bits[row]! & marks[places[row]!]!;
}

/** Counts the rows of a set by their places, of which there are `count`. */
export function countPlaces(
  places: Uint16Array,
  rows: number,
  within: Uint8Array,
  counts: Int32Array,
  count: number,
): void {
  for (let i = 0; i < count; i++) counts[i] = 0;
  for (let row = 0; row < rows; row++) {
    const place = places[row]!;
    counts[place] = counts[place]! + within[row]!;
  }
}
