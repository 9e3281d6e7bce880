import type { HayabusaError } from '../../src/base/errors.js';
import { ByteWriter } from '../../src/codec/byte-writer.js';
import { LOG_BLOCK_HEADER_BYTES, LOG_HEADER_BYTES } from '../../src/messagelog/log-format.js';
import { LogReader } from '../../src/messagelog/log-reader.js';
import { writeLogBlocks, writeLogHeader } from '../../src/messagelog/log-writer.js';
import { MessageBatch } from '../../src/messagelog/message-batch.js';
import type { ReadableFile } from '../../src/storage/directory.js';
import { MemoryDirectory } from '../../src/storage/memory-directory.js';
import { Header, resetHeader } from '../../src/syslog/header.js';
import { asText, latin1 } from './bytes.js';

/** A message of a log; text is Latin-1. */
export type LoggedText = {
  text: string;
  /** Epoch milliseconds. */
  time: number;
  source: string;
  receivedAt: number;
  sequence: number;
  isPiece: boolean;
};

let nextSequence = 0;

/** A message at which nothing is special but what is given; numbered in the order in which they are made. */
export function logged(text: string, more: Partial<LoggedText> = {}): LoggedText {
  const sequence = more.sequence ?? nextSequence;
  nextSequence = sequence + 1;
  const plain = { time: 0, source: 'a.log', receivedAt: 1_629_190_000_000, isPiece: false };
  return { text, ...plain, ...more, sequence };
}

/** Adds messages as the engine does: text first, with its LF, then its columns. */
export function fillBatch(batch: MessageBatch, messages: readonly LoggedText[]): void {
  const header = new Header();
  for (const { text, time, source, receivedAt, sequence, isPiece } of messages) {
    const bytes = latin1(text);
    const start = batch.addText(bytes, 0, bytes.length);
    batch.addLineFeed();
    resetHeader(header, 0);
    batch.addMessage(start, time, header, start);
    batch.addSource(source, receivedAt, sequence);
    if (isPiece) batch.markContinuation();
  }
}

export function batchOf(messages: readonly LoggedText[]): MessageBatch {
  const batch = new MessageBatch();
  fillBatch(batch, messages);
  return batch;
}

/** Where a block stands in a log. */
export type BlockPlace = { offset: number; length: number; count: number };

/** The blocks of an undamaged log, by their headers. */
export function blocksOf(log: Uint8Array, from: number = LOG_HEADER_BYTES): BlockPlace[] {
  const blocks: BlockPlace[] = [];
  const view = new DataView(log.buffer, log.byteOffset, log.length);
  for (let offset = from; offset < log.length; ) {
    const length = LOG_BLOCK_HEADER_BYTES + view.getUint32(offset + 8, true);
    blocks.push({ offset, length, count: view.getUint32(offset + 16, true) });
    offset += length;
  }
  return blocks;
}

/** A whole message log: its header and the blocks of each batch of messages. */
export function logOf(...batches: readonly (readonly LoggedText[])[]): {
  bytes: Uint8Array;
  blocks: BlockPlace[];
} {
  const out = new ByteWriter();
  writeLogHeader(out);
  for (const batch of batches) writeLogBlocks(out, batchOf(batch));
  const bytes = out.copy();
  return { bytes, blocks: blocksOf(bytes) };
}

export function fileOf(bytes: Uint8Array): ReadableFile {
  const directory = new MemoryDirectory();
  directory.write('f', bytes);
  return directory.open('f');
}

/** Reads a log whose bytes are all committed, unless told otherwise. */
export function openLog(bytes: Uint8Array, committed: number = bytes.length): LogReader {
  return new LogReader(fileOf(bytes), 'messages.log', committed);
}

/** What a log yields: its messages, where blocks end, and the damage that it reports. */
export function readLog(log: LogReader): {
  messages: LoggedText[];
  ends: number[];
  damage: HayabusaError[];
} {
  const damage: HayabusaError[] = [];
  const messages: LoggedText[] = [];
  const ends: number[] = [];
  for (const block of log.blocks((error) => damage.push(error))) {
    ends.push(block.end);
    for (const { raw, time, source, receivedAt, sequence, continues } of block.messages)
      messages.push({ text: asText(raw), time, source, receivedAt, sequence, isPiece: continues });
  }
  return { messages, ends, damage };
}

/** All messages of a log without damage. */
export function messagesOf(log: LogReader): LoggedText[] {
  const { messages, damage } = readLog(log);
  if (damage[0] !== undefined) throw damage[0];
  return messages;
}
