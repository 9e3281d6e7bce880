/** The header of a DEFLATE block with codes of its own: the lengths of these, as runs, in a third code (RFC 1951, 3.2.7). */
import { put } from './deflate-bits';
import { makeCodes } from './huffman';

const PRECODE: u32 = 19;
/** Length codes in the order in which the header of a block has their lengths. */
const PRECODE_ORDER: usize = memory.data<u8>([
  16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
]);
const precodeCounts: usize = memory.data(4 * 19, 16);
const precodeLengths: usize = memory.data(32, 16);
const precodes: usize = memory.data(4 * 19, 16);
const PRECODE_EXTRA_BITS: usize = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 3, 7,
]);
/** Lengths of codes of literals and of distances, behind one another. */
const headed: usize = memory.data(320, 16);
/** The same as the header has them: `extra << 8 | symbol`. */
const runs: usize = memory.data(4 * 320, 16);
let runCount: u32 = 0;

/** Makes the header of a block whose codes have these lengths; its bits, without the three of every block. */
export function makeHeader(
  literalLengths: usize,
  literals: u32,
  distanceLengths: usize,
  distances: u32,
): u32 {
  memory.fill(precodeCounts, 0, 4 * PRECODE);
  runCount = 0;
  // One sequence of lengths: a run may reach from the literals over to the distances.
  memory.copy(headed, literalLengths, literals);
  memory.copy(headed + literals, distanceLengths, distances);
  const all = literals + distances;
  for (let at: u32 = 0; at < all; ) {
    const length = <u32>load<u8>(headed + at);
    let end = at + 1;
    while (end < all && load<u8>(headed + end) === length) end++;
    let run = end - at;
    if (length === 0) {
      while (run >= 11) {
        const part = min<u32>(run, 138);
        addRun(18, part - 11);
        run -= part;
      }
      if (run >= 3) {
        addRun(17, run - 3);
        run = 0;
      }
    } else if (run >= 4) {
      addRun(length, 0);
      run--;
      while (run >= 3) {
        const part = min<u32>(run, 6);
        addRun(16, part - 3);
        run -= part;
      }
    }
    for (; run > 0; run--) addRun(length, 0);
    at = end;
  }
  makeCodes(precodeCounts, PRECODE, 7, precodeLengths, PRECODE_EXTRA_BITS, precodes);
  let bits: u32 = 14 + 3 * usedPrecodes();
  for (let symbol: u32 = 0; symbol < PRECODE; symbol++)
    bits += load<u32>(precodeCounts + (symbol << 2)) * (load<u32>(precodes + (symbol << 2)) >>> 24);
  return bits;
}

function addRun(symbol: u32, extra: u32): void {
  store<u32>(runs + (runCount++ << 2), (extra << 8) | symbol);
  const count = precodeCounts + (symbol << 2);
  store<u32>(count, load<u32>(count) + 1);
}

function usedPrecodes(): u32 {
  let used = PRECODE;
  while (used > 4 && load<u8>(precodeLengths + load<u8>(PRECODE_ORDER + used - 1)) === 0) used--;
  return used;
}

/** Writes the header that was made last. */
export function writeHeader(literals: u32, distances: u32): void {
  const used = usedPrecodes();
  put((literals - 257) | ((distances - 1) << 5) | ((used - 4) << 10), 14);
  for (let i: u32 = 0; i < used; i++)
    put(load<u8>(precodeLengths + load<u8>(PRECODE_ORDER + i)), 3);
  for (let run = runs; run < runs + (runCount << 2); run += 4) {
    const code = load<u32>(precodes + ((load<u32>(run) & 255) << 2));
    put((code & 0xffff) | ((load<u32>(run) >>> 8) << ((code >>> 16) & 255)), code >>> 24);
  }
}
