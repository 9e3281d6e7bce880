/**
 * A block of the message log: messages of one hour in order of arrival.
 *
 *     log     := fileHeader block*
 *     fileHeader := magic:"HYBSALOG" version:u16 reserved:u16 hour:i32
 *     block   := magic:u32 crc:u32 payloadLength:u32 rawLength:u32 firstOrdinal:u32 count:u32
 *                minTime:u32 maxTime:u32 payload
 *     payload := LZ4(raw), or raw itself when payloadLength = rawLength
 *     raw     := sourceCount:varint (length:varint name)*  run* time* length* continuationCount:varint gap*  text
 *     run     := count:varint source:varint receivedAt:varint firstSequence:varint
 *     time    := zigzag varint: milliseconds within the hour, as difference to the message before (first: to 0)
 *     text    := (message LF)*
 *
 * `crc` is the CRC-32 of everything in the block after itself. An *ordinal* numbers the messages of an hour in order of
 * arrival, a *sequence* all messages of the store. Runs: messages that came from one source, one after the other. The
 * first `receivedAt` (epoch milliseconds) and `firstSequence` of a block are absolute; later ones are differences to
 * the run before: `receivedAt` as zigzag, `firstSequence` from the end of the run before.
 */
export const LOG_MAGIC = 'HYBSALOG';
export const LOG_VERSION = 1;
export const LOG_HEADER_BYTES = 16;

export const BLOCK_MAGIC = 0x4b4c4248; // "HBLK"
export const BLOCK_HEADER_BYTES = 32;

/** The fixed fields of a block. Times are milliseconds within the hour. */
export type BlockHeader = {
  payloadLength: number;
  rawLength: number;
  firstOrdinal: number;
  count: number;
  minTime: number;
  maxTime: number;
};

/** A run of messages from one source: `source` indexes the block's source names. */
export type SourceRun = {
  count: number;
  source: number;
  receivedAt: number;
  firstSequence: number;
};
