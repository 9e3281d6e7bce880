import { LOG_BLOCK_TEXT_BYTES } from '../base/limits.js';
import { ByteWriter } from '../codec/byte-writer.js';
import { crc32 } from '../codec/checksum.js';
import { lz4Compress } from '../codec/lz4.js';
import { zigzag } from '../codec/varint.js';
import { LOG_BLOCK_HEADER_BYTES, LOG_BLOCK_MAGIC, LOG_MAGIC, LOG_VERSION } from './log-format.js';
import type { MessageBatch, SourceRun } from './message-batch.js';

export function writeLogHeader(out: ByteWriter): void {
  out.raw(Buffer.from(LOG_MAGIC, 'latin1'));
  out.u16(LOG_VERSION);
  out.u16(0);
  out.u32(0);
}

/** Appends all messages of a batch to `out` as blocks of the log. */
export function writeLogBlocks(out: ByteWriter, batch: MessageBatch): void {
  const runs = new RunCursor(batch.runs);
  let continuation = 0;
  for (let from = 0; from < batch.count; ) {
    const limit = batch.starts[from]! + LOG_BLOCK_TEXT_BYTES;
    let to = from + 1;
    while (to < batch.count && batch.endOf(to) <= limit) to++;
    const first = continuation;
    while (continuation < batch.continuations.length && batch.continuations[continuation]! < to)
      continuation++;
    const raw = encodeRaw(
      batch,
      from,
      to,
      runs.take(to - from),
      batch.continuations.slice(first, continuation),
    );
    writeBlock(out, raw, to - from);
    from = to;
  }
}

function encodeRaw(
  batch: MessageBatch,
  from: number,
  to: number,
  runs: readonly SourceRun[],
  continuations: readonly number[],
): Uint8Array {
  const raw = new ByteWriter(1 << 16);
  const sources = [...new Set(runs.map((run) => run.source))];
  raw.varint(sources.length);
  for (const source of sources) raw.prefixed(Buffer.from(batch.sources[source]!, 'utf8'));
  for (const run of runs) {
    raw.varint(run.count);
    raw.varint(sources.indexOf(run.source));
    raw.varint(run.receivedAt);
    raw.varint(run.firstSequence);
  }
  let time = 0;
  for (let i = from; i < to; i++) {
    raw.varint(zigzag(batch.times[i]! - time));
    time = batch.times[i]!;
  }
  for (let i = from; i < to; i++) raw.varint(batch.endOf(i) - batch.starts[i]!);
  raw.varint(continuations.length);
  let before = from;
  for (const index of continuations) {
    raw.varint(index - before);
    before = index;
  }
  raw.raw(batch.text.subarray(batch.starts[from]!, batch.endOf(to - 1) + 1));
  return raw.bytes();
}

function writeBlock(out: ByteWriter, raw: Uint8Array, count: number): void {
  const compressed = lz4Compress(raw);
  const payload = compressed.length < raw.length ? compressed : raw;
  const at = out.length;
  out.u32(LOG_BLOCK_MAGIC);
  out.u32(0);
  out.u32(payload.length);
  out.u32(raw.length);
  out.u32(count);
  const header = out.bytes().subarray(at + 8, at + LOG_BLOCK_HEADER_BYTES);
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
