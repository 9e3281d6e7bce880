import { hourOf, MILLIS_PER_HOUR } from '../base/ids.js';
import { plainBytes } from '../codec/plain-bytes.js';
import type { HourBuffer } from '../segment/hour-buffer.js';
import type { FramedBatch } from '../syslog/framing.js';
import { Header, parseHeader, resetHeader } from '../syslog/header.js';
import type { LineClock } from '../syslog/line-clock.js';
import type { StoreWriter } from './store-writer.js';

const LF = 0x0a;

/** What was seen on the way into the store. */
export type RouterCounts = {
  messages: number;
  /** Bytes of the messages, without LF. */
  bytes: number;
  /** Messages whose header no dialect recognised. */
  unrecognised: number;
  /** Pieces of lines too long for one message, beyond the first. */
  pieces: number;
};

/**
 * Takes messages from one input to the hours they belong to: reads each header, asks the clock for the time, and copies
 * the bytes into the hour's buffer. Messages that follow one another into the same hour are copied in one go.
 */
export class MessageRouter {
  readonly counts: RouterCounts = { messages: 0, bytes: 0, unrecognised: 0, pieces: 0 };
  readonly #writer: StoreWriter;
  readonly #clock: LineClock;
  readonly #source: string;
  readonly #header = new Header();
  #continuing: boolean;
  #nextSequence: number;

  constructor(
    writer: StoreWriter,
    clock: LineClock,
    options: { source: string; continuing: boolean; nextSequence: number },
  ) {
    this.#writer = writer;
    this.#clock = clock;
    this.#source = options.source;
    this.#continuing = options.continuing;
    this.#nextSequence = options.nextSequence;
  }

  /** Store-wide number of arrival of the next message. */
  get nextSequence(): number {
    return this.#nextSequence;
  }

  /** Whether the next message is a further piece of the line before. */
  get continuing(): boolean {
    return this.#continuing;
  }

  add(batch: FramedBatch, receivedAt: number): void {
    const { starts, ends, continues } = batch;
    const bytes = plainBytes(batch.bytes);
    const header = this.#header;
    const clock = this.#clock;
    const { counts } = this;
    let hour = Number.NaN;
    let hourStart = 0;
    let hourEnd = 0;
    let buffer: HourBuffer | undefined;
    // The run of messages being gathered: bytes[runStart, runEnd) go to `buffer`, `shift` turns offsets into its own.
    let runStart = 0;
    let runEnd = 0;
    let shift = 0;
    for (let i = 0; i < batch.count; i++) {
      const start = starts[i] ?? 0;
      const end = ends[i] ?? 0;
      // A further piece of a long line has no header of its own.
      if (this.#continuing) resetHeader(header, start);
      else parseHeader(bytes, start, end, header);
      const time = this.#continuing ? clock.inherit() : clock.timeOf(header);
      if (buffer === undefined || time < hourStart || time >= hourEnd) {
        buffer?.messages.addText(bytes, runStart, runEnd);
        hour = hourOf(time);
        hourStart = hour * MILLIS_PER_HOUR;
        hourEnd = hourStart + MILLIS_PER_HOUR;
        buffer = this.#writer.buffer(hourOf(time));
        runStart = start;
        runEnd = start;
        shift = buffer.messages.textLength - start;
      } else if (start !== runEnd) {
        buffer.messages.addText(bytes, runStart, runEnd);
        runStart = start;
        runEnd = start;
        shift = buffer.messages.textLength - start;
      }
      buffer.messages.addMessage(start + shift, time - hourStart, header, shift);
      buffer.messages.addSource(this.#source, receivedAt, this.#nextSequence++);
      buffer.hosts.add(bytes, header.hostStart, header.hostEnd);
      counts.bytes += end - start;
      if (this.#continuing) {
        buffer.messages.markContinuation();
        counts.pieces++;
      } else if (header.dialect === 0) counts.unrecognised++;
      this.#continuing = continues[i] === 1;
      if (bytes[end] === LF && !this.#continuing) runEnd = end + 1;
      else {
        // No LF of its own behind it: give it one.
        buffer.messages.addText(bytes, runStart, end);
        buffer.messages.addLineFeed();
        runStart = end;
        runEnd = end;
        shift = buffer.messages.textLength - end;
      }
    }
    buffer?.messages.addText(bytes, runStart, runEnd);
    counts.messages += batch.count;
  }
}
