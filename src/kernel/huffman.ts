/**
 * Huffman codes of bounded length, as DEFLATE writes them: lengths by the in-place algorithm of Moffat and Katajainen
 * ("In-place calculation of minimum-redundancy codes", 1995), codes too long shortened as zlib does, codes by RFC 1951, 3.2.2.
 */

const MAX_CODE_BITS: u32 = 15;
/** More symbols are sorted by digits. */
const MAX_RANKED: u32 = 32;

/** Symbols that occur, `frequency << 9 | symbol`, in order of frequency; room to sort them in. */
const sorted: usize = memory.data(4 * 292, 16);
const sortRoom: usize = memory.data(4 * 292, 16);
const buckets: usize = memory.data(4 * 256, 16);
/** For `minimumRedundancy`: frequencies, then parents, then depths. */
const nodes: usize = memory.data(4 * 288, 16);
/** How many codes have each length; the next code of each length. */
const counts: usize = memory.data(4 * 32, 16);
const nextCodes: usize = memory.data(4 * 32, 16);

/**
 * Writes the code lengths of symbols [0, symbols) with these frequencies (u32, each below 2^23) to `lengths` (u8), at most
 * `limit` bits, and their codes to `codes`, as `assignCodes` does. A code of one symbol has one bit.
 */
export function makeCodes(
  frequencies: usize,
  symbols: u32,
  limit: u32,
  lengths: usize,
  extraBits: usize,
  codes: usize,
): void {
  const used = sortSymbols(frequencies, symbols);
  memory.fill(lengths, 0, symbols);
  memory.fill(counts, 0, 4 * 32);
  if (used < 2) {
    // Two codes of one bit: a code of one alone is what some decoders refuse.
    const symbol = used === 0 ? 0 : load<u32>(sorted) & 511;
    store<u8>(lengths + symbol, 1);
    store<u8>(lengths + (symbol === 0 ? 1 : 0), 1);
  } else {
    minimumRedundancy(used);
    countLengths(used, limit);
    let at: u32 = 0;
    for (let length = limit; length > 0; length--)
      for (let n = load<u32>(counts + (length << 2)); n > 0; n--)
        store<u8>(lengths + (load<u32>(sorted + (at++ << 2)) & 511), <u8>length);
  }
  assignCodes(symbols, lengths, extraBits, codes);
}

/** Gathers the symbols that occur in `sorted`; their number. */
function sortSymbols(frequencies: usize, symbols: u32): u32 {
  let used: u32 = 0;
  let most: u32 = 0;
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const frequency = load<u32>(frequencies + (symbol << 2));
    most |= frequency;
    store<u32>(sorted + (used << 2), (frequency << 9) | symbol);
    used += <u32>(frequency !== 0);
  }
  if (used <= MAX_RANKED) sortByRank(used);
  else sortByDigits(used, most);
  return used;
}

/** Puts each of a few symbols where there are so many below it. */
function sortByRank(used: u32): void {
  const end = sorted + (used << 2);
  v128.store(end, i32x4.splat(-1));
  for (let at = sorted; at < end; at += 4) {
    const key = v128.load32_splat(at);
    let below = i32x4.splat(0);
    for (let other = sorted; other < end; other += 16)
      below = i32x4.sub(below, i32x4.lt_u(v128.load(other), key));
    const rank =
      i32x4.extract_lane(below, 0) +
      i32x4.extract_lane(below, 1) +
      i32x4.extract_lane(below, 2) +
      i32x4.extract_lane(below, 3);
    store<u32>(sortRoom + ((<usize>rank) << 2), load<u32>(at));
  }
  memory.copy(sorted, sortRoom, used << 2);
}

function sortByDigits(used: u32, most: u32): void {
  let from = sorted;
  let to = sortRoom;
  for (let shift: u32 = 9; shift < 32 && most >>> (shift - 9) > 0; shift += 8) {
    memory.fill(buckets, 0, 4 * 256);
    for (let i: u32 = 0; i < used; i++) {
      const bucket = buckets + (((load<u32>(from + (i << 2)) >>> shift) & 255) << 2);
      store<u32>(bucket, load<u32>(bucket) + 1);
    }
    let sum: u32 = 0;
    for (let bucket = buckets; bucket < buckets + 4 * 256; bucket += 4) {
      const count = load<u32>(bucket);
      store<u32>(bucket, sum);
      sum += count;
    }
    for (let i: u32 = 0; i < used; i++) {
      const key = load<u32>(from + (i << 2));
      const bucket = buckets + (((key >>> shift) & 255) << 2);
      const place = load<u32>(bucket);
      store<u32>(bucket, place + 1);
      store<u32>(to + (place << 2), key);
    }
    const other = from;
    from = to;
    to = other;
  }
  if (from !== sorted) memory.copy(sorted, from, used << 2);
}

/** Leaves the depth of each symbol's leaf in `nodes`, in the order of `sorted`: the rarest first, so never rising. */
function minimumRedundancy(used: u32): void {
  for (let i: u32 = 0; i < used; i++) set(i, load<u32>(sorted + (i << 2)) >>> 9);
  // Pairs of the two least: `root` is the next inner node without a parent, `leaf` the next leaf.
  set(0, get(0) + get(1));
  let root: u32 = 0;
  let leaf: u32 = 2;
  for (let next: u32 = 1; next < used - 1; next++) {
    let weight: u32;
    if (leaf >= used || get(root) < get(leaf)) {
      weight = get(root);
      set(root++, next);
    } else weight = get(leaf++);
    if (leaf >= used || (root < next && get(root) < get(leaf))) {
      weight += get(root);
      set(root++, next);
    } else weight += get(leaf++);
    set(next, weight);
  }
  // Parents to depths, from the top.
  set(used - 2, 0);
  for (let i: i32 = <i32>used - 3; i >= 0; i--) set(i, get(get(i)) + 1);
  // Depths of inner nodes to depths of leaves.
  let available: u32 = 1;
  let inner: u32 = 0;
  let depth: u32 = 0;
  let node: i32 = <i32>used - 2;
  let next: i32 = <i32>used - 1;
  while (available > 0) {
    while (node >= 0 && get(node) === depth) {
      inner++;
      node--;
    }
    while (available > inner) {
      set(next--, depth);
      available--;
    }
    available = 2 * inner;
    depth++;
    inner = 0;
  }
}

/** Counts the codes of each length. Those beyond the limit get it; then others grow until there is a code for each. */
function countLengths(used: u32, limit: u32): void {
  let total: u32 = 0;
  for (let i: u32 = 0; i < used; i++) {
    const length = min<u32>(get(i), limit);
    const count = counts + (length << 2);
    store<u32>(count, load<u32>(count) + 1);
    total += (<u32>1) << (limit - length);
  }
  while (total > (<u32>1) << limit) {
    let length = limit - 1;
    while (load<u32>(counts + (length << 2)) === 0) length--;
    const count = counts + (length << 2);
    // One code becomes a bit longer, and shares what it had with one of those at the limit.
    store<u32>(count, load<u32>(count) - 1);
    store<u32>(count, load<u32>(count, 4) + 2, 4);
    const last = counts + (limit << 2);
    store<u32>(last, load<u32>(last) - 1);
    total--;
  }
}

/**
 * Writes the codes that symbols have by their lengths: `all:u8 length:u8 code:u16`, the first bit of a code lowest, with the
 * length of the code, and of all that is written for the symbol, with its extra bits (a byte each).
 */
export function assignCodes(symbols: u32, lengths: usize, extraBits: usize, codes: usize): void {
  memory.fill(counts, 0, 4 * (MAX_CODE_BITS + 1));
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const count = counts + ((<usize>load<u8>(lengths + symbol)) << 2);
    store<u32>(count, load<u32>(count) + 1);
  }
  store<u32>(nextCodes, 0);
  let code: u32 = 0;
  for (let length: u32 = 1; length <= MAX_CODE_BITS; length++) {
    store<u32>(nextCodes + (length << 2), code);
    code = (code + load<u32>(counts + (length << 2))) << 1;
  }
  // Without a question for those that have none: their code and its length become 0.
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const length = <u32>load<u8>(lengths + symbol);
    const next = nextCodes + (length << 2);
    const value = load<u32>(next);
    store<u32>(next, value + 1);
    const all = length + load<u8>(extraBits + symbol);
    store<u32>(codes + (symbol << 2), reversed(value, length) | (length << 16) | (all << 24));
  }
}

function reversed(code: u32, length: u32): u32 {
  let bits = ((code & 0x5555) << 1) | ((code >>> 1) & 0x5555);
  bits = ((bits & 0x3333) << 2) | ((bits >>> 2) & 0x3333);
  bits = ((bits & 0x0f0f) << 4) | ((bits >>> 4) & 0x0f0f);
  bits = ((bits & 0x00ff) << 8) | ((bits >>> 8) & 0x00ff);
  return bits >>> (16 - length);
}

function get(i: u32): u32 {
  return load<u32>(nodes + (i << 2));
}

function set(i: u32, value: u32): void {
  store<u32>(nodes + (i << 2), value);
}
