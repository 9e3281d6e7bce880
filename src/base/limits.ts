/** Every numeric limit of the engine, each with the reason for its value. */

const KIB = 1024;
const MIB = 1024 * KIB;

/**
 * The longest message kept as one. A longer line is stored as pieces of at most this many bytes, rejoined on output.
 * 1 MiB is far above what devices send (28 KB in the corpora, 64 KB on UDP) and far below what would make one message
 * a burden on memory.
 */
export const MAX_MESSAGE_BYTES: number = 1 * MIB;

/**
 * Text in one block of the message log before compression: LZ4 looks back 64 KiB, so larger blocks compress hardly
 * better, and one message costs one block to read. A block holds at least one message, so it can exceed this by one.
 */
export const BLOCK_TEXT_BYTES: number = 128 * KIB;

/** What a decoder accepts as the raw size of a block: one full block, one message over it, and their columns. */
export const MAX_BLOCK_RAW_BYTES: number = 8 * MIB;

/** Messages in one block, so that the columns of a block of empty messages stay small. */
export const BLOCK_MESSAGES: number = 16_384;

/**
 * Text between commits when a file is read: what is read again after a crash, about a second's work. A commit of a
 * thousand hours costs a few tenths of a second.
 */
export const COMMIT_TEXT_BYTES: number = 256 * MIB;

/**
 * Text kept in memory at most, however many hours it goes to, so that an ingest stays below 512 MB. With a chunk more it
 * is below 64 MiB: there the text, and its blocks where they do not compress, stop at 64 MiB when they grow by doubling.
 * Beside them stand the index being built (250 MB at worst, test/fault/memory.test.ts) and Node itself.
 */
export const BUFFER_BYTES: number = 48 * MIB;

/** Empty buffers kept for the next hours: more than an input in order of time has open at once. */
export const MAX_SPARE_BUFFERS = 64;

/** What a buffered message costs beside its text: seven columns of 4 bytes, up to doubled by growing arrays. */
export const BUFFERED_MESSAGE_OVERHEAD = 40;

/** Postings gathered in memory for one index part: 8 M at 4 bytes, twice (stream and sorted) is 64 MB. */
export const MAX_BUILD_POSTINGS: number = 8 * MIB;

/** Distinct terms gathered in memory for one index part; at 60 to 100 bytes each with table and sort, 100 MB. */
export const MAX_BUILD_TERMS: number = 1 * MIB;

/** Bytes of these terms, for texts of very long words. */
export const MAX_BUILD_TERM_BYTES: number = 32 * MIB;

/**
 * Messages in one index part. Larger parts are not merged further: a merge holds 20 bytes a message in memory
 * (renumbering, order and times), so this bounds it to 80 MB.
 */
export const MAX_PART_MESSAGES: number = 4 * MIB;

/**
 * Tail of one index part: a lookup reads it whole, and it is a fiftieth to a hundredth of the term dictionary, which a
 * merge holds in memory. Parts beyond it, of texts in which hardly a word occurs twice, are not merged further.
 */
export const MAX_PART_TAIL_BYTES: number = 512 * KIB;

/**
 * An hour of at most so many messages is indexed in one piece: when more arrive in it they wait for the seal, which
 * indexes the whole hour anew from its log, a tenth of a second's work. That is twice as fast as merging small parts,
 * and until then a search reads at most so many messages from the log.
 */
export const SMALL_HOUR_MESSAGES = 100_000;

/** Parts of one hour after a commit; beyond it the commit merges. */
export const MAX_PARTS = 4;

/** A posting list shorter than this stands in its dictionary entry, under the block's checksum: no second read. */
export const INLINE_POSTINGS_BYTES = 64;

/**
 * Bytes after which a dictionary block ends: a lookup reads and scans one block, and the block index names one term
 * in about a hundred.
 */
export const TERM_BLOCK_BYTES = 1024;
