/**
 * How long things are in a dictionary and in its block index. The kernel of a search is made of this file too
 * (`.ci/compile-kernel.mjs` says what that takes).
 */

/** A posting list shorter than this stands in its dictionary entry, under the block's checksum: no second read. */
export const INLINE_POSTINGS_BYTES = 64;

/** Another one stands among the lists, before its CRC. */
export const LIST_CRC_BYTES = 4;

/** The CRC of a block of the dictionary, and behind it which bytes its terms hold (`HeldBytes`). */
export const BLOCK_CRC_BYTES = 4;
export const HELD_BYTES_LENGTH = 5;
