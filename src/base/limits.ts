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
 * Messages of one block of a pack. One message costs its block's columns to read: with so many a millisecond; twice as many
 * would make the store 7 % smaller and that 1.8 ms.
 */
export const BLOCK_ROWS = 8192;

/** Text of one block: long messages end it early. */
export const BLOCK_TEXT_BYTES: number = 4 * MIB;

/**
 * Text of one block when it would end inside a line in pieces: the pieces stay together up to here. A longer line is
 * kept as several messages.
 */
export const MAX_BLOCK_TEXT_BYTES: number = 64 * MIB;

/**
 * Text of one pack, and between commits when a file is read: what is read again after a crash, about a second's work.
 * Larger packs repeat fewer words and templates.
 */
export const COMMIT_TEXT_BYTES: number = 256 * MIB;

/** A commit of less text goes to the message log: a pack of its own would cost more than its messages. */
export const LOG_COMMIT_BYTES: number = 1 * MIB;

/** Text in the message log after which a commit seals it: a search reads it anew, a few milliseconds a MiB. */
export const SEAL_LOG_BYTES: number = 16 * MIB;

/** Text in one block of the message log before compression: LZ4 looks back 64 KiB. */
export const LOG_BLOCK_TEXT_BYTES: number = 128 * KIB;

/** What a decoder accepts as the raw size of a block of the log: one full block, one message over it, their columns. */
export const MAX_LOG_BLOCK_RAW_BYTES: number = 8 * MIB;

/**
 * Text after which an ingest starts other threads. Each compiles the program and learns the templates for itself: 159 MB took
 * 0.81 s of CPU time in one thread and 0.99 in two, to be done a fifth of a second earlier: that is for larger inputs.
 */
export const POOL_TEXT_BYTES: number = 192 * MIB;

/**
 * Threads of an ingest when none are asked for, at most: one of them also reads lines and headers, a fifth of all work, and each
 * takes some 70 MB of memory.
 */
export const MAX_POOL_THREADS = 4;

/**
 * Blocks that go to one thread in a row: what lies together shares words and templates. With eight packs were no smaller, and
 * twice as much text waited.
 */
export const POOL_STRIPE_BLOCKS = 4;

/** Text that may wait for all workers: of one, twelve blocks as they mostly are, four of long messages. */
export const POOL_QUEUE_BYTES: number = 16 * MIB;

/** Packs of at most so many messages are small: so many of them become one when a run ends. */
export const SMALL_PACK_MESSAGES = 65_536;
export const MERGED_PACKS = 8;

/** Nor do small packs have more text, or bytes: long messages or rare words make a pack of few messages a full one. */
export const SMALL_PACK_TEXT_BYTES: number = COMMIT_TEXT_BYTES / 8;
export const SMALL_PACK_BYTES: number = 4 * MIB;

/** Postings gathered in memory for one pack: 8 M at 4 bytes, twice (stream and sorted) is 64 MB. */
export const MAX_BUILD_POSTINGS: number = 8 * MIB;

/**
 * Distinct terms gathered in memory for one pack; at 60 to 100 bytes each with table and sort, 100 MB. The kernel notes numbers of
 * six to ten digits as often as they come, 32 bytes each with the sort: two are as one term.
 */
export const MAX_BUILD_TERMS: number = 1 * MIB;

/** Bytes of these terms, for texts of very long words. */
export const MAX_BUILD_TERM_BYTES: number = 32 * MIB;

/**
 * What the templates of one pack take: their literals, and 16 bytes for each, twice with room to grow. Ten thousand templates of
 * a network's devices are 4 MB; long lines of which none is like another would be as much as their text.
 */
export const MAX_BUILD_TEMPLATE_BYTES: number = 16 * MIB;

/**
 * Templates, and slots of theirs, that a reader accepts in one pack. A pack ends when it has 60,000, or with MAX_BUILD_TEMPLATE_BYTES;
 * the message log, indexed in memory, has no such end, but no more than an eighth of its messages learn one, besides 512 a block.
 */
export const MAX_PACK_TEMPLATES: number = 1 * MIB;
export const MAX_PACK_SLOTS: number = 8 * MIB;

/** Units that a reader accepts: no more than a pack has bytes of text. A set of so many takes 32 MiB. */
export const MAX_PACK_UNITS: number = 256 * MIB;

/** Likewise the shapes remembered for finding templates: beyond it they are learned anew, and templates stay. */
export const MAX_SHAPE_BYTES: number = 16 * MIB;

/** Distinct hosts counted for one pack, 150 bytes each: far above what sends to one place. */
export const MAX_BUILD_HOSTS: number = 128 * KIB;

/**
 * Bytes of entries after which a dictionary block ends and is compressed: a lookup reads, inflates and scans one (50 us), and
 * smaller ones compress worse.
 */
export const TERM_BLOCK_BYTES: number = 8 * KIB;

/** What a reader accepts: a block ends with the entry that goes beyond it, and a term is at most one message. */
export const MAX_TERM_BLOCK_BYTES: number = 4 * MIB;

/**
 * What V8 gives the young objects of a thread that helps with a search, in MiB: by itself four times as much, and then counts by
 * `pid` or `msgid` of ten million messages take 30 MB more, and no less time.
 */
export const HELPER_YOUNG_MIB = 12;

/** Packs kept open by a reader: files, and what was read of their tables. */
export const MAX_OPEN_PACKS = 256;

/** Packs that keep their templates decoded, 5 MB where there are ten thousand of them, and the bytes that these are made of. */
export const MAX_DECODED_TABLES = 4;

/** Blocks kept decoded: half a megabyte each or twice that, as far as they were read. */
export const MAX_OPEN_BLOCKS = 128;

/** Of these, such of which all that a search found was given out: what is asked next lies behind them. */
export const MAX_DONE_BLOCKS = 16;

/**
 * Parentheses within parentheses in a query. Each is a few calls deep in whatever walks a query; nobody types more than five.
 */
export const MAX_QUERY_DEPTH = 100;

/** Distinct values, or buckets of time, that a count by value keeps: 30 bytes each besides the value. What comes later is counted together. */
export const MAX_COUNTED_VALUES = 1_000_000;

/** Bytes of these values, where they are long. */
export const MAX_COUNTED_BYTES: number = 64 * MIB;

/** Bytes of templates that counts by pattern tell again in other packs: those of ten thousand, several times over. */
export const MAX_KNOWN_TEMPLATE_BYTES: number = 16 * MIB;

/** Blocks whose rows a thread of a search may have found before they are printed: 32 KiB each at most. */
export const SEARCH_AHEAD_BLOCKS = 256;
