/** A sequence of an LZ4 block; the last one has no match. */
export type Lz4Sequence = { literals: number; match: number; distance: number };

/** The sequences of a sound LZ4 block, by the letter of its grammar in `src/codec/lz4-block-format.ts`. */
export function lz4Sequences(block: Uint8Array): Lz4Sequence[] {
  const sequences: Lz4Sequence[] = [];
  let at = 0;
  const more = (four: number): number => {
    let length = four;
    if (four === 15) {
      while (block[at] === 255) length += block[at++]!;
      length += block[at++]!;
    }
    return length;
  };
  for (;;) {
    const token = block[at++]!;
    const literals = more(token >>> 4);
    at += literals;
    if (at >= block.length) {
      sequences.push({ literals, match: 0, distance: 0 });
      return sequences;
    }
    const distance = block[at]! + 256 * block[at + 1]!;
    at += 2;
    sequences.push({ literals, match: more(token & 15) + 4, distance });
  }
}
