/**
 * Loops over the terms of a dictionary. The kernel of a search is made of this file too (`.ci/compile-kernel.mjs` says what that
 * takes).
 */
import { varintAt, varintEnd } from '../codec/varint-loop.js';
import { INLINE_POSTINGS_BYTES, LIST_CRC_BYTES } from './list-place.js';

/**
 * Where the part begins anew when it ends after n of its bytes, for each n: the failure function of Knuth, Morris and Pratt
 * (SIAM J. Comput. 6, 1977). `restarts` has room for one number more than the part has bytes.
 */
export function findRestarts(part: Uint8Array, length: number, restarts: Int32Array): void {
  restarts[0] = -1;
  let state = -1;
  for (let i = 0; i < length; i++) {
    while (state >= 0 && part[state]! !== part[i]!) state = restarts[state]!;
    state++;
    restarts[i + 1] = state;
  }
}

/**
 * Which terms hold a part, of those that begin with the byte `least` or a greater one: of each, where its postings stand among the
 * entries, and how many bytes of the lists belong to terms of the block before it. `units` are those of the pack.
 *
 * Terms are front-coded, and so is what is known of them: of each byte the state behind it is kept (n: the last n bytes are the
 * first of the part), so that only bytes are looked at which a term does not share with the one before. `states` has room for a
 * number more than there are entries' bytes, `holders` for one for every two of these: an entry takes four. Returns how many terms
 * hold it; -1 where something is not as it must be, or longer than it ever is: a reader then says what.
 */
export function findHolders(
  entries: Uint8Array,
  end: number,
  part: Uint8Array,
  partLength: number,
  restarts: Int32Array,
  least: number,
  units: number,
  states: Int32Array,
  holders: Int32Array,
): number {
  let found = 0;
  let lists = 0;
  let length = 0;
  let first = 0;
  // Where the first occurrence in a term ends; 0: it has none.
  let foundAt = 0;
  states[0] = 0;
  for (let at = 0; at < end; ) {
    const shared = varintAt(entries, at, end);
    if (shared < 0 || shared > length) return -1;
    const suffix = varintAt(entries, varintEnd, end);
    if (suffix < 0 || suffix > end - varintEnd) return -1;
    at = varintEnd;
    length = shared + suffix;
    if (shared === 0 && suffix > 0) first = entries[at]!;
    if (foundAt > shared) foundAt = 0;
    if (foundAt === 0) {
      let state = states[shared]!;
      for (let i = shared; i < length; i++) {
        const byte = entries[at + i - shared]!;
        while (state >= 0 && part[state]! !== byte) state = restarts[state]!;
        state++;
        states[i + 1] = state;
        if (state === partLength) {
          foundAt = i + 1;
          break;
        }
      }
    }
    at += suffix;
    if (foundAt > 0 && first >= least) {
      holders[2 * found] = at;
      holders[2 * found + 1] = lists;
      found++;
    }
    const count = varintAt(entries, at, end);
    if (count <= 0 || count > units || varintAt(entries, varintEnd, end) < 0) return -1;
    at = varintEnd;
    if (count > 1 && count === units) continue;
    const head = varintAt(entries, at, end);
    if (head < 0) return -1;
    at = varintEnd;
    if (count === 1) continue;
    const bytes = head >> 2;
    if (bytes >= INLINE_POSTINGS_BYTES) {
      lists = (lists + bytes + LIST_CRC_BYTES) | 0;
      if (lists < 0) return -1;
    } else if (bytes > end - at) return -1;
    else at += bytes;
  }
  return found;
}
