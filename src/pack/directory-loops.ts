/**
 * Loops over what a directory and the tables of a pack list: runs of varints. The kernel of a search is made of this file too
 * (`.ci/compile-kernel.mjs` says what that takes). Each returns -1 where something is not as it must be, or longer than it ever
 * is: a reader then says what.
 */
import { varintAt, varintEnd } from '../codec/varint-loop.js';

/** Reads the numbers of `count` templates and how many rows each has; returns where they end. */
export function readTemplateRows(
  bytes: Uint8Array,
  end: number,
  count: number,
  mostTemplates: number,
  mostRows: number,
  ids: Int32Array,
  templateRows: Int32Array,
): number {
  let at = 0;
  let next = 0;
  for (let i = 0; i < count; i++) {
    const gap = varintAt(bytes, at, end);
    if (gap < 0) return -1;
    const rows = varintAt(bytes, varintEnd, end);
    at = varintEnd;
    const id = next + gap;
    if (rows < 0 || rows > mostRows || id > mostTemplates) return -1;
    ids[i] = id;
    templateRows[i] = rows;
    next = id + 1;
  }
  return at;
}

/**
 * Reads `count` columns, the first of which begins at byte `start`: column i has values [firsts[i], firsts[i] + counts[i]) of
 * field fields[i], bytes [starts[i], starts[i + 1]). Returns where they end.
 */
export function readColumns(
  bytes: Uint8Array,
  end: number,
  count: number,
  mostFields: number,
  rows: number,
  start: number,
  fields: Int32Array,
  firsts: Int32Array,
  counts: Int32Array,
  starts: Int32Array,
): number {
  let at = 0;
  let field = 0;
  let first = 0;
  let next = start;
  starts[0] = next;
  for (let i = 0; i < count; i++) {
    const gap = varintAt(bytes, at, end);
    if (gap < 0 || gap > mostFields) return -1;
    const length = varintAt(bytes, varintEnd, end);
    if (length < 0) return -1;
    const values = varintAt(bytes, varintEnd, end);
    at = varintEnd;
    next += length;
    if (values < 0 || values > rows || next < 0) return -1;
    if (gap > 0) first = 0;
    field += gap;
    fields[i] = field;
    firsts[i] = first;
    counts[i] = values;
    starts[i + 1] = next;
    first += values;
  }
  return at;
}

/** Goes over `count` texts that stand behind their lengths; returns where they end. */
export function skipTexts(bytes: Uint8Array, from: number, end: number, count: number): number {
  let at = from;
  for (let i = 0; i < count; i++) {
    const length = varintAt(bytes, at, end);
    if (length < 0 || length > end - varintEnd) return -1;
    at = varintEnd + length;
  }
  return at;
}

/**
 * Goes over `count` parts of templates: where each begins, and the field of its slot, or -1 where it is the end of a template.
 * Returns where they end.
 */
export function walkParts(
  bytes: Uint8Array,
  from: number,
  end: number,
  count: number,
  fieldCount: number,
  endKind: number,
  starts: Int32Array,
  fields: Int32Array,
): number {
  let at = from;
  for (let part = 0; part < count; part++) {
    starts[part] = at;
    at = skipTexts(bytes, at, end, 1);
    if (at < 0 || at >= end || bytes[at]! > endKind) return -1;
    const isEnd = bytes[at]! === endKind;
    const field = varintAt(bytes, at + 1, end);
    if (field < 0 || field >= (isEnd ? 1 : fieldCount)) return -1;
    at = varintEnd;
    fields[part] = isEnd ? -1 : field;
  }
  return at;
}

/**
 * Goes over `count` templates of `slots` slots in all: where each begins, which one before it is like it, how many slots it has
 * of that one, and the fields of those that are its own: those of parts. Who has slots of another one has more of them than that
 * one of yet another. Returns where they end.
 */
export function walkTemplates(
  bytes: Uint8Array,
  from: number,
  end: number,
  count: number,
  slots: number,
  parts: Int32Array,
  partCount: number,
  starts: Int32Array,
  likes: Int32Array,
  shared: Int32Array,
  ownStarts: Int32Array,
  ownFields: Int32Array,
): number {
  let at = from;
  let left = slots;
  let own = 0;
  ownStarts[0] = 0;
  for (let id = 0; id < count; id++) {
    starts[id] = at;
    const back = varintAt(bytes, at, end);
    if (back < 0 || back > id) return -1;
    const like = id - back;
    let kept = 0;
    if (back > 0) {
      kept = varintAt(bytes, varintEnd, end);
      const most = shared[like]! + ownStarts[like + 1]! - ownStarts[like]!;
      if (kept <= shared[like]! || kept > most || kept > left) return -1;
    }
    likes[id] = like;
    shared[id] = kept;
    left -= kept;
    at = varintEnd;
    for (;;) {
      // Most take one byte: to call for each took half the time.
      let part = at < end ? bytes[at]! : -1;
      at++;
      if (part >= 0x80) {
        part = varintAt(bytes, at - 1, end);
        at = varintEnd;
      }
      if (part < 0 || part >= partCount) return -1;
      const field = parts[part]!;
      if (field < 0) break;
      if (left === 0) return -1;
      left--;
      ownFields[own] = field;
      own++;
    }
    ownStarts[id + 1] = own;
  }
  return left === 0 ? at : -1;
}
