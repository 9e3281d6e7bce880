import { LOG_BLOCK_TEXT_BYTES } from '../../src/base/limits.js';
import { lz4Compress, lz4Decompress } from '../../src/codec/lz4.js';
import { decompressLz4Block } from '../../src/codec/lz4-block-decompress.js';
import { type Duel, duel } from './duel.js';
import type { Lines } from './generated-lines.js';

const KIB = 1024;

/**
 * A block of the message log decompressed: the codec in use, which is lz4-napi where the machine has its binary, against the
 * plain one. Where there is no binary, both are the plain one, and the row says 1.
 */
export function blockDuels(
  lines: Lines,
  twin: typeof decompressLz4Block = decompressLz4Block,
): Duel[] {
  const raw = lines.text.subarray(0, LOG_BLOCK_TEXT_BYTES);
  const block = lz4Compress(raw);
  return [
    duel({
      row: 'decompress a block of the log, per KiB',
      items: raw.length / KIB,
      hayabusa: () => lz4Decompress(block, raw.length),
      plain: () => twin(block, raw.length),
      same: (ours, plain) =>
        ours !== undefined &&
        plain !== undefined &&
        Buffer.compare(ours, plain) === 0 &&
        Buffer.compare(ours, raw) === 0,
    }),
  ];
}
