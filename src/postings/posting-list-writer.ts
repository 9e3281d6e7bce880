import type { ByteWriter } from '../codec/byte-writer.js';
import { varintLength } from '../codec/varint.js';
import { FORM_BITMAP, FORM_GAPS, FORM_RUNS } from './posting-list-format.js';

/**
 * Appends the DocIds docs[from, to), sorted and distinct and below `messages`, in the shortest form; returns the form.
 * At equal length gaps win over runs, and both over the bitmap.
 */
export function writePostingList(
  out: ByteWriter,
  docs: Uint32Array,
  from: number,
  to: number,
  messages: number,
): number {
  let gapBytes = 0;
  let runBytes = 0;
  let runStart = 0;
  let runEnd = 0;
  for (let i = from; i < to; i++) {
    const doc = docs[i]!;
    const gap = doc - runEnd;
    gapBytes += gap < 0x80 ? 1 : varintLength(gap);
    if (gap !== 0 || i === from) {
      if (i !== from) runBytes += varintLength(runEnd - runStart - 1);
      runBytes += varintLength(gap);
      runStart = doc;
    }
    runEnd = doc + 1;
  }
  runBytes += varintLength(runEnd - runStart - 1);
  const bitmapBytes = (messages + 7) >>> 3;

  if (gapBytes <= runBytes && gapBytes <= bitmapBytes) {
    let next = 0;
    for (let i = from; i < to; i++) {
      out.varint(docs[i]! - next);
      next = docs[i]! + 1;
    }
    return FORM_GAPS;
  }
  if (runBytes <= bitmapBytes) {
    writeRuns(out, docs, from, to);
    return FORM_RUNS;
  }
  const bits = new Uint8Array(bitmapBytes);
  for (let i = from; i < to; i++) bits[docs[i]! >>> 3]! |= 1 << (docs[i]! & 7);
  out.raw(bits);
  return FORM_BITMAP;
}

function writeRuns(out: ByteWriter, docs: Uint32Array, from: number, to: number): void {
  let end = 0;
  for (let i = from; i < to; ) {
    const first = docs[i]!;
    out.varint(first - end);
    end = first + 1;
    for (i++; i < to && docs[i] === end; i++) end++;
    out.varint(end - first - 1);
  }
}
