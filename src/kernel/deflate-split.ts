/**
 * Says where a DEFLATE block should end, because what comes is of another kind and wants codes of its own: as libdeflate does
 * (Eric Biggers), by how often literals of eight kinds, and short and long matches, come among the latest and in the block.
 */

/** After how many literals and matches the question is asked; bytes that a block has at least, and must be left. */
export const OBSERVED: u32 = 256;
export const LEAST: u32 = 2000;
const KINDS: u32 = 10;
/** The share of the latest that must be different, in 512ths. */
const DIFFERENT: u32 = 200;
/** Of a shorter block more. */
const FEW: u32 = 8192;
const SHORT: u32 = 10000;

/** Of the latest how many are of each kind; of the block those before. */
export const observations: usize = memory.data(4 * 10, 16);
const block: usize = memory.data(4 * 10, 16);
let blockCount: u32 = 0;

export function startObserving(): void {
  memory.fill(observations, 0, 4 * KINDS);
  memory.fill(block, 0, 4 * KINDS);
  blockCount = 0;
}

/** Whether the latest `count` are of another kind than the block, which has so many bytes; if not, they are added to it. */
export function isOther(bytes: u32, count: u32): bool {
  let difference: u32 = 0;
  for (let kind: usize = 0; kind < 4 * KINDS; kind += 4) {
    const expected = load<u32>(block + kind) * count;
    const got = load<u32>(observations + kind) * blockCount;
    difference += expected > got ? expected - got : got - expected;
  }
  let most: u32 = ((count * DIFFERENT) >>> 9) * blockCount;
  const all = blockCount + count;
  if (bytes < SHORT && all < FEW) most += <u32>((<u64>most * (FEW - all)) / FEW);
  if (blockCount > 0 && difference + (bytes >>> 12) * blockCount >= most) return true;
  for (let kind: usize = 0; kind < 4 * KINDS; kind += 4)
    store<u32>(block + kind, load<u32>(block + kind) + load<u32>(observations + kind));
  memory.fill(observations, 0, 4 * KINDS);
  blockCount = all;
  return false;
}
