/**
 * The message log: messages in order of arrival that are not in a pack yet, byte for byte. It is the write-ahead log.
 *
 *     log        := fileHeader block*
 *     fileHeader := magic:"HYBSALOG" version:u16 reserved:u16 reserved:u32
 *     block      := magic:"HBLK" crc:u32 payloadLength:u32 rawLength:u32 count:u32 payload
 *     payload    := LZ4(raw), or raw itself when payloadLength = rawLength
 *     raw        := sources:varint (length:varint name){sources} run* time{count} length:varint{count}
 *                   continuations:varint gap:varint{continuations} text
 *     run        := count:varint source:varint receivedAt:varint firstSequence:varint
 *     time       := zigzag: epoch milliseconds, less that of the message before (first: less 0)
 *     text       := (message LF){count}
 *
 * `crc` is the CRC-32 of everything in the block after itself. A *sequence* numbers the messages of the store in order of
 * arrival. Runs cover `count` messages together: messages that came from one source, one after the other. Continuations are
 * messages (indexes in the block) that are further pieces of the one that arrived before them, which may stand in the block
 * before; the first gap to 0, later ones to the continuation before. `receivedAt` and `firstSequence` of runs are absolute.
 */
export const LOG_MAGIC = 'HYBSALOG';
export const LOG_VERSION = 1;
export const LOG_HEADER_BYTES = 16;

export const LOG_BLOCK_MAGIC = 0x4b4c4248; // "HBLK"
export const LOG_BLOCK_HEADER_BYTES = 20;

/** What is committed of the message log. */
export type LogInfo = {
  /** Names its file; never used twice. */
  readonly number: number;
  /** Committed length; 0: there is none yet. */
  readonly bytes: number;
  readonly messages: number;
  /** Bytes of the messages themselves, without LF. */
  readonly textBytes: number;
  /** Messages by hour of event time, flat: hour, messages, …, by hour. */
  readonly hours: readonly number[];
};
