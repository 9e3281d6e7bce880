/**
 * An index part: the index of the messages [first, end) of one hour, in order of arrival; immutable. Inside it the
 * messages are numbered by time, stably: that number is the DocId.
 *
 *     <start of file>
 *     [postings section]     posting lists of 64 bytes and more
 *     [term dictionary]      blocks of terms and short lists
 *     [times section]        time of each DocId
 *     [order section]        place of arrival of each DocId
 *     [blocks section]       the message log's blocks that hold the messages
 *     [hosts section]        how many messages each host sent
 *     [pieces section]       which messages are further pieces of a line too long for one
 *     [tail]                 what is where
 *     [footer] 20 bytes      tailLength:u32 tailCrc:u32 version:u16 reserved:u16 magic:"HYBSAIDX"
 *     <end of file>
 *
 *     tail    := hour:i32 first:u32 messages:u32 terms:u32 minTime:u32 maxTime:u32
 *                listBytes:u64 dictionaryBytes:u64 section{5} blockIndex
 *     section := length:varint crc:u32          in the order above; each follows the one before
 *     times   := unit:varint delta:varint*      time / unit as difference to the DocId before; unit 1 or 1000 ms
 *     order   := nothing                        when messages arrived in order of time
 *              | zigzag varint*                 place less the place of the DocId before, less 1; first: to -1
 *     blocks  := count:varint offset:varint (length:varint messages:varint)*
 *     hosts   := count:varint (nameLength:varint name count:varint)*     most messages first
 *     pieces  := count:varint gap:varint*       as a posting list of DocIds
 *
 * Times are milliseconds within the hour. The five sections are packed (`codec/packed-section.ts`).
 */
export const INDEX_MAGIC = 'HYBSAIDX';
export const INDEX_VERSION = 1;
export const INDEX_FOOTER_BYTES = 20;

export const SECTIONS = ['times', 'order', 'blocks', 'hosts', 'pieces'] as const;
export type SectionName = (typeof SECTIONS)[number];

/** One block of the message log as the index knows it. */
export type IndexedBlock = { offset: number; length: number; messages: number };

/** What the tail says of a part. Times are milliseconds within the hour. */
export type IndexPartSummary = {
  hour: number;
  first: number;
  messages: number;
  terms: number;
  minTime: number;
  maxTime: number;
};
