import { corruption } from '../base/errors.js';
import { ArrayDocSet, BitmapDocSet, type DocSet, RunsDocSet } from './doc-set.js';
import { FORM_BITMAP, FORM_GAPS, FORM_RUNS } from './posting-list-format.js';

/** A stored posting list: its bytes, and what the dictionary says of it. `offset` is that of the bytes in `file`. */
export type StoredPostings = {
  form: number;
  count: number;
  /** How many there can be (units of the pack): every DocId is below. */
  messages: number;
  bytes: Uint8Array;
  file: string;
  offset: number;
};

/** A posting list as a set under a cursor, decoded at once. A bitmap keeps `stored.bytes`. */
export function readPostingList(stored: StoredPostings): DocSet {
  switch (stored.form) {
    case FORM_GAPS:
      return new ArrayDocSet(decodeGaps(stored));
    case FORM_BITMAP:
      checkBitmap(stored);
      return new BitmapDocSet(stored.bytes, stored.messages, stored.count);
    case FORM_RUNS:
      return new RunsDocSet(decodeRuns(stored), stored.count);
    default:
      throw damaged(stored, 'Form of a posting list', '0, 1 or 2', String(stored.form));
  }
}

function decodeGaps(stored: StoredPostings): Uint32Array {
  const { bytes, count, messages } = stored;
  if (count > bytes.length)
    throw damaged(stored, 'Posting list too short', `${count}`, `${bytes.length}`);
  const docs = new Uint32Array(count);
  let at = 0;
  let next = 0;
  for (let i = 0; i < count; i++) {
    if (at >= bytes.length) throw cutOff(stored, i);
    let gap = bytes[at++]!;
    if (gap >= 0x80) {
      gap &= 0x7f;
      for (let scale = 0x80; ; scale *= 0x80) {
        if (at >= bytes.length || scale > 2 ** 28) throw cutOff(stored, i);
        const byte = bytes[at++]!;
        gap += (byte & 0x7f) * scale;
        if (byte < 0x80) break;
      }
    }
    const doc = next + gap;
    if (doc >= messages) throw damaged(stored, 'DocId too large', `below ${messages}`, `${doc}`);
    docs[i] = doc;
    next = doc + 1;
  }
  if (at !== bytes.length)
    throw damaged(stored, 'Bytes left over after a posting list', '0', `${bytes.length - at}`);
  return docs;
}

function cutOff(stored: StoredPostings, entries: number): Error {
  return damaged(stored, 'Posting list cut off', `${stored.count} entries`, `${entries}`);
}

function decodeRuns(stored: StoredPostings): Uint32Array {
  const { bytes, count, messages } = stored;
  const runs: number[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      if (at >= bytes.length || scale > 2 ** 28)
        throw damaged(
          stored,
          'Posting list cut off',
          `${count} entries`,
          `${runs.length / 2} runs`,
        );
      const byte = bytes[at++]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  let total = 0;
  for (let end = 0; at < bytes.length; ) {
    const first = end + varint();
    end = first + varint() + 1;
    if (end > messages) throw damaged(stored, 'DocId too large', `below ${messages}`, `${end - 1}`);
    runs.push(first, end);
    total += end - first;
  }
  if (total !== count) throw damaged(stored, 'Entries of a posting list', `${count}`, `${total}`);
  return Uint32Array.from(runs);
}

function checkBitmap(stored: StoredPostings): void {
  const { bytes, count, messages } = stored;
  if (bytes.length !== (messages + 7) >>> 3)
    throw damaged(stored, 'Length of a bitmap', `${(messages + 7) >>> 3}`, `${bytes.length}`);
  let bits = 0;
  for (let i = 0; i < bytes.length; i++) bits += BITS[bytes[i]!]!;
  const unused = bytes.length * 8 - messages;
  if (bits !== count || bytes[bytes.length - 1]! >>> (8 - unused) !== 0)
    throw damaged(stored, 'Entries of a bitmap', `${count}`, `${bits}`);
}

/** How many bits of a byte are set. */
const BITS: Uint8Array = new Uint8Array(256);
for (let byte = 1; byte < 256; byte++) BITS[byte] = BITS[byte >>> 1]! + (byte & 1);

function damaged(stored: StoredPostings, what: string, expected: string, got: string): Error {
  return corruption(what, stored.file, stored.offset, expected, got);
}
