import { ByteWriter } from '../../src/codec/byte-writer.js';
import { lz4Compress } from '../../src/codec/lz4.js';
import { plainWords } from '../micro/plain-tokenizer.js';
import type { Corpus } from './corpus.js';

export const LZ4_BLOCK: number = 4 << 20;

/** What the plain way takes. */
export type WordByWord = {
  readonly bytes: number;
  /** Of one thread; nothing is written or synced. */
  readonly cpuSeconds: number;
};

/**
 * The plain way to make a corpus searchable, which knows nothing of templates: its searched text under LZ4, and each word
 * once, with the gaps between the lines that hold it as varints. In memory, of one piece.
 */
export function wordByWord({ text, offsets, lines }: Corpus): WordByWord {
  const before = process.cpuUsage();
  let bytes = lz4Bytes(text);
  const starts = Array.from(offsets.subarray(0, lines));
  const ends = Array.from(offsets.subarray(1), (end) => end - 1);
  const index = new ByteWriter();
  for (const [word, holders] of plainWords({ text, starts, ends })) {
    index.prefixed(Buffer.from(word, 'latin1'));
    index.varint(holders.length);
    let next = 0;
    for (const line of holders) {
      index.varint(line - next);
      next = line + 1;
    }
  }
  bytes += index.length;
  const { user, system } = process.cpuUsage(before);
  return { bytes, cpuSeconds: (user + system) / 1e6 };
}

/** Bytes of a text under LZ4, in blocks of 4 MiB. */
export function lz4Bytes(text: Uint8Array): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at += LZ4_BLOCK)
    bytes += lz4Compress(text.subarray(at, at + LZ4_BLOCK)).length;
  return bytes;
}
