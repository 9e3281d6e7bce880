/** Where a posting list stands. The kernel of a search is made of this file too (`.ci/compile-kernel.mjs` says what that takes). */

/** A posting list shorter than this stands in its dictionary entry, under the block's checksum: no second read. */
export const INLINE_POSTINGS_BYTES = 64;

/** Another one stands among the lists, before its CRC. */
export const LIST_CRC_BYTES = 4;
