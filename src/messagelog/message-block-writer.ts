import { invariant } from '../base/invariant.js';
import { BLOCK_MESSAGES, BLOCK_TEXT_BYTES } from '../base/limits.js';
import { ByteWriter } from '../codec/byte-writer.js';
import { crc32 } from '../codec/checksum.js';
import { lz4Compress } from '../codec/lz4.js';
import { zigzag } from '../codec/varint.js';
import {
  BLOCK_HEADER_BYTES,
  BLOCK_MAGIC,
  LOG_MAGIC,
  LOG_VERSION,
  type SourceRun,
} from './message-block-format.js';
import type { MessageBuffer } from './message-buffer.js';

/** What the log writer remembers of a block: where it stands and how many messages it holds. */
export type WrittenBlock = { offset: number; length: number; count: number };

export function writeLogHeader(out: ByteWriter, hour: number): void {
  out.raw(Buffer.from(LOG_MAGIC, 'latin1'));
  out.u16(LOG_VERSION);
  out.u16(0);
  out.u32(hour >>> 0);
}

const raw = new ByteWriter(1 << 18);

/**
 * Appends all messages of a buffer to `out` as blocks. `firstOrdinal` numbers the first message. The offsets returned
 * are those in `out`.
 */
export function writeBlocks(
  out: ByteWriter,
  buffer: MessageBuffer,
  firstOrdinal: number,
): WrittenBlock[] {
  const written: WrittenBlock[] = [];
  const runs = new RunCursor(buffer.runs);
  let continuation = 0;
  for (let from = 0; from < buffer.count; ) {
    const to = blockEnd(buffer, from);
    let nextContinuation = continuation;
    while (
      nextContinuation < buffer.continuations.length &&
      buffer.continuations[nextContinuation]! < to
    )
      nextContinuation++;
    encodeRaw(buffer, from, to, runs, buffer.continuations.slice(continuation, nextContinuation));
    continuation = nextContinuation;
    const offset = out.length;
    writeBlock(out, buffer, from, to, firstOrdinal + from);
    written.push({ offset, length: out.length - offset, count: to - from });
    from = to;
  }
  return written;
}

/** The end of the block that begins at `from`: full by text or by messages, at least one message. */
function blockEnd(buffer: MessageBuffer, from: number): number {
  const limit = buffer.starts[from]! + BLOCK_TEXT_BYTES;
  const most = Math.min(buffer.count, from + BLOCK_MESSAGES);
  let to = from + 1;
  while (to < most && buffer.endOf(to) <= limit) to++;
  return to;
}

function encodeRaw(
  buffer: MessageBuffer,
  from: number,
  to: number,
  runs: RunCursor,
  continuations: readonly number[],
): void {
  raw.clear();
  const blockRuns = runs.take(to - from);
  const sources = [...new Set(blockRuns.map((run) => run.source))];
  raw.varint(sources.length);
  for (const source of sources) raw.prefixed(Buffer.from(buffer.sources[source]!, 'utf8'));
  let receivedAt = 0;
  let sequence = 0;
  blockRuns.forEach((run, i) => {
    raw.varint(run.count);
    raw.varint(sources.indexOf(run.source));
    raw.varint(i === 0 ? run.receivedAt : zigzag(run.receivedAt - receivedAt));
    invariant(run.firstSequence >= sequence, 'numbers of arrival ascend within an hour');
    raw.varint(run.firstSequence - sequence);
    receivedAt = run.receivedAt;
    sequence = run.firstSequence + run.count;
  });
  const { times } = buffer;
  let time = 0;
  for (let i = from; i < to; i++) {
    raw.varint(zigzag(times[i]! - time));
    time = times[i]!;
  }
  for (let i = from; i < to; i++) raw.varint(buffer.endOf(i) - buffer.starts[i]!);
  raw.varint(continuations.length);
  let position = from;
  for (const index of continuations) {
    raw.varint(index - position);
    position = index;
  }
  raw.raw(buffer.text.subarray(buffer.starts[from]!, buffer.endOf(to - 1) + 1));
}

function writeBlock(
  out: ByteWriter,
  buffer: MessageBuffer,
  from: number,
  to: number,
  firstOrdinal: number,
): void {
  const compressed = lz4Compress(raw.bytes());
  const payload = compressed.length < raw.length ? compressed : raw.bytes();
  let minTime = buffer.times[from]!;
  let maxTime = minTime;
  for (let i = from + 1; i < to; i++) {
    const time = buffer.times[i]!;
    if (time < minTime) minTime = time;
    if (time > maxTime) maxTime = time;
  }
  const at = out.length;
  out.u32(BLOCK_MAGIC);
  out.u32(0);
  out.u32(payload.length);
  out.u32(raw.length);
  out.u32(firstOrdinal);
  out.u32(to - from);
  out.u32(minTime);
  out.u32(maxTime);
  const header = out.bytes().subarray(at + 8, at + BLOCK_HEADER_BYTES);
  const crc = crc32(payload, crc32(header));
  out.raw(payload);
  out.setU32(at + 4, crc);
}

/** Deals out runs of sources message by message: a run that crosses a block's end is split. */
class RunCursor {
  readonly #runs: readonly SourceRun[];
  #index = 0;
  #used = 0;

  constructor(runs: readonly SourceRun[]) {
    this.#runs = runs;
  }

  take(messages: number): SourceRun[] {
    const taken: SourceRun[] = [];
    for (let rest = messages; rest > 0; ) {
      const run = this.#runs[this.#index]!;
      const count = Math.min(rest, run.count - this.#used);
      taken.push({ ...run, count, firstSequence: run.firstSequence + this.#used });
      rest -= count;
      this.#used += count;
      if (this.#used === run.count) {
        this.#index++;
        this.#used = 0;
      }
    }
    return taken;
  }
}
