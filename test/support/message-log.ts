import { ByteWriter } from '../../src/codec/byte-writer.js';
import { writeBlocks, writeLogHeader } from '../../src/messagelog/message-block-writer.js';
import { MessageBuffer } from '../../src/messagelog/message-buffer.js';
import { MessageLogReader } from '../../src/messagelog/message-log-reader.js';
import type { ReadableFile } from '../../src/storage/directory.js';
import { MemoryDirectory } from '../../src/storage/memory-directory.js';
import { asText, latin1 } from './bytes.js';

/** A message of a log; text is Latin-1. */
export type LoggedMessage = {
  text: string;
  /** Milliseconds within the hour. */
  time: number;
  source: string;
  receivedAt: number;
  sequence: number;
  isPiece: boolean;
};

let nextSequence = 0;

/** A message at which nothing is special but what is given; numbered in the order in which they are made. */
export function logged(text: string, more: Partial<LoggedMessage> = {}): LoggedMessage {
  const sequence = more.sequence ?? nextSequence;
  nextSequence = sequence + 1;
  const plain = { time: 0, source: 'a.log', receivedAt: 1_629_190_000_000, isPiece: false };
  return { text, ...plain, ...more, sequence };
}

/** Adds messages as the engine does: text first, with its LF, then its columns. */
export function fillBuffer(buffer: MessageBuffer, messages: readonly LoggedMessage[]): void {
  for (const { text, time, source, receivedAt, sequence, isPiece } of messages) {
    const bytes = latin1(text);
    const start = buffer.addText(bytes, 0, bytes.length);
    buffer.addLineFeed();
    const cuts = { prefixStart: 0, prefixEnd: 0, timeStart: 0, timeEnd: 0 };
    buffer.addMessage(start, time, cuts, start);
    buffer.addSource(source, receivedAt, sequence);
    if (isPiece) buffer.markContinuation();
  }
}

export function bufferOf(messages: readonly LoggedMessage[]): MessageBuffer {
  const buffer = new MessageBuffer();
  fillBuffer(buffer, messages);
  return buffer;
}

/** A whole message log: its header and the blocks of each batch of messages. */
export function logOf(
  hour: number,
  ...batches: readonly (readonly LoggedMessage[])[]
): { bytes: Uint8Array; blocks: { offset: number; length: number; count: number }[] } {
  const out = new ByteWriter();
  writeLogHeader(out, hour);
  const blocks = [];
  let ordinal = 0;
  for (const batch of batches) {
    blocks.push(...writeBlocks(out, bufferOf(batch), ordinal));
    ordinal += batch.length;
  }
  return { bytes: out.copy(), blocks };
}

export function fileOf(bytes: Uint8Array): ReadableFile {
  const directory = new MemoryDirectory();
  directory.write('f', bytes);
  return directory.open('f');
}

/** Reads a log whose bytes are all committed, unless told otherwise. */
export function openLog(bytes: Uint8Array, committed: number = bytes.length): MessageLogReader {
  return new MessageLogReader(fileOf(bytes), 'messages.log', committed);
}

/** All messages of a log, with their ordinals checked. */
export function messagesOf(log: MessageLogReader): LoggedMessage[] {
  const messages: LoggedMessage[] = [];
  for (const { block } of log.blocks()) {
    if (block.firstOrdinal !== messages.length)
      throw new Error(`Block ${block.firstOrdinal} follows ${messages.length} messages`);
    const pieces = new Set(block.continuations);
    for (let i = 0; i < block.count; i++)
      messages.push({
        text: asText(block.message(i)),
        time: block.times[i]!,
        ...block.origin(i),
        isPiece: pieces.has(i),
      });
  }
  return messages;
}
