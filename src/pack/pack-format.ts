/**
 * A pack: messages of one or more hours, as blocks of columns, with the index of their terms. Immutable.
 *
 *     pack    := header block* tables lists dictionary tables tail footer
 *     header  := magic:"HYBSAPCK" version:u16 reserved:u16 reserved:u32
 *     tables  := magic:"HYBSATAB" blocksLength:u32 blocksCrc:u32 templatesLength:u32 templatesCrc:u32 crc:u32 blocks templates
 *     footer  := firstTables:u64 secondTables:u64 tailLength:u32 tailCrc:u32 version:u16 reserved:u16 crc:u32 magic:"HYBSAPKE"
 *
 * `crc` is the CRC-32 of the bytes of the structure before it. The tables stand twice: the footer leads to both, the
 * catalog to the first. They are all that is needed to print every message. Both sections of the tables are packed
 * (codec/packed-section.ts):
 *
 *     blocks    := count:varint (bytes:varint directoryBytes:varint directoryCrc:u32 rows:varint pieces:varint textBytes:varint
 *                  minTime span:varint firstSequence spread:varint templates:varint columns:varint){count}
 *     minTime   := zigzag: epoch milliseconds less the minTime of the block before; first: less 0
 *     firstSequence := zigzag: less the sequence behind the last one of the block before; first: less 0
 *     templates := fields:varint (length:varint name){fields}
 *                  parts:varint (length:varint literal kind:u8 field:varint){parts}
 *                  templates:varint slots:varint template{templates}
 *     template  := 0:varint part:varint* | back:varint shared:varint part:varint*
 *     tail      := units:varint hosts:varint (length:varint name messages:varint){hosts}
 *                  terms:varint listBytes:varint dictionaryBytes:varint blockIndex
 *
 * The first block starts behind the header, each other behind the one before. The dictionary ends where the second tables
 * begin, the lists where the dictionary begins (termdict/term-dictionary-format.ts). Units are numbered through: those of the
 * first block first, of each block its templates and then its columns. What the dictionary calls DocIds are units.
 */
export const PACK_MAGIC = 'HYBSAPCK';
export const TABLES_MAGIC = 'HYBSATAB';
export const PACK_END_MAGIC = 'HYBSAPKE';
export const PACK_VERSION = 1;
export const PACK_HEADER_BYTES = 16;
export const TABLES_HEADER_BYTES = 28;
export const PACK_FOOTER_BYTES = 40;

/** The kind of a part of templates that ends one: the kinds of slots are less. */
export const END_OF_TEMPLATE = 4;

/** A block as the pack lists it. Times are epoch milliseconds. */
export type BlockInfo = {
  readonly offset: number;
  readonly bytes: number;
  readonly directoryBytes: number;
  readonly directoryCrc: number;
  readonly rows: number;
  /** Rows that are further pieces of a line too long to be one message. */
  readonly pieces: number;
  readonly textBytes: number;
  readonly minTime: number;
  readonly maxTime: number;
  /** The least and the greatest number of arrival among its rows. */
  readonly firstSequence: number;
  readonly lastSequence: number;
  /** Number of the block's first unit; how many are templates, which come first; and how many there are. */
  readonly firstUnit: number;
  readonly templates: number;
  readonly units: number;
};

/** A pack as the catalog names it. */
export type PackInfo = {
  /** Names its file; never used twice. */
  readonly number: number;
  readonly bytes: number;
  /** Tail and footer: what is read to open it. */
  readonly tailBytes: number;
  /** Where the first tables stand. */
  readonly tablesOffset: number;
  readonly messages: number;
  /** Bytes of the messages themselves, without LF. */
  readonly textBytes: number;
  /** Epoch milliseconds. */
  readonly minTime: number;
  readonly maxTime: number;
  /** The least and the greatest number of arrival among its messages. */
  readonly firstSequence: number;
  readonly lastSequence: number;
  /** Messages by hour of event time, flat: hour, messages, …, by hour. */
  readonly hours: readonly number[];
};
