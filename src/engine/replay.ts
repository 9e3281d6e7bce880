import type { MessageBatch } from '../messagelog/message-batch.js';
import type { Origin } from '../pack/arrival.js';
import type { BlockReader } from '../pack/block-reader.js';
import { Header, parseHeader, resetHeader } from '../syslog/header.js';

const header = new Header();

/** Appends a message that is stored already to a batch; what its header says is read again from its bytes. */
export function addStored(
  batch: MessageBatch,
  raw: Uint8Array,
  time: number,
  { source, receivedAt, sequence }: Origin,
  isPiece: boolean,
): void {
  if (isPiece) resetHeader(header, 0);
  else parseHeader(raw, 0, raw.length, header);
  const start = batch.addText(raw, 0, raw.length);
  batch.addLineFeed();
  batch.addMessage(start, time, header, start);
  batch.addSource(source, receivedAt, sequence);
  batch.hosts.add(raw, header.hostStart, header.hostEnd);
  if (isPiece) batch.markContinuation();
}

/** Calls `add` with every message of a block, in order of time. */
export function replayBlock(
  reader: BlockReader,
  add: (raw: Uint8Array, time: number, origin: Origin, isPiece: boolean) => void,
): void {
  const times = reader.times();
  const arrival = reader.arrival();
  for (let row = 0; row < reader.rows; row++)
    add(reader.messageOf(row), times[row]!, arrival.origin(row), arrival.continuations.has(row));
}
