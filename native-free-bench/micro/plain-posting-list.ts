import { ByteReader } from '../../src/codec/byte-reader.js';
import { FORM_BITMAP, FORM_GAPS } from '../../src/postings/posting-list-format.js';
import type { StoredPostings } from '../../src/postings/posting-list-reader.js';

/** The plain twin of the posting list reader: as the format says it, one varint after the other, pushed to an array. */
export function plainDecode({ form, bytes, messages }: StoredPostings): number[] {
  const docs: number[] = [];
  const reader = new ByteReader(bytes, '');
  if (form === FORM_BITMAP) {
    for (let doc = 0; doc < messages; doc++)
      if ((bytes[doc >>> 3]! & (1 << (doc & 7))) !== 0) docs.push(doc);
    return docs;
  }
  let next = 0;
  while (reader.remaining > 0) {
    next += reader.varint();
    const length = form === FORM_GAPS ? 1 : reader.varint() + 1;
    for (let n = 0; n < length; n++) docs.push(next++);
  }
  return docs;
}
