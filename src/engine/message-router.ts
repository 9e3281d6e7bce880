import { hourOf, MILLIS_PER_HOUR } from '../base/ids.js';
import { plainBytes } from '../codec/plain-bytes.js';
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
 * Takes messages from one input into the store: reads each header, asks the clock for the time, and copies the bytes into
 * the writer's batch. Messages that follow one another are copied in one go.
 */
export class MessageRouter {
  readonly counts: RouterCounts = { messages: 0, bytes: 0, unrecognised: 0, pieces: 0 };
  readonly #writer: StoreWriter;
  readonly #clock: LineClock;
  readonly #source: string;
  readonly #header = new Header();
  #continuing: boolean;
  #nextSequence: number;
  readonly #hours = new Set<number>();
  #hourStart = Number.NaN;

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
    const writer = this.#writer;
    const into = writer.batch;
    // The run of messages being gathered: bytes[runStart, runEnd) go to the batch, `shift` turns offsets into its own.
    let runStart = starts[0] ?? 0;
    let runEnd = runStart;
    let shift = into.textLength - runStart;
    // Messages of which the batch knows where they came from.
    let told = 0;
    for (let i = 0; i < batch.count; i++) {
      const start = starts[i] ?? 0;
      const end = ends[i] ?? 0;
      const isFull = writer.batchEnds(runEnd - runStart, this.#continuing);
      // Where a line is cut in two by the end of a block, what follows is a message of its own.
      const isPiece = this.#continuing && into.count > 0 && !isFull;
      // A further piece of a long line has no header of its own.
      if (isPiece) resetHeader(header, start);
      else parseHeader(bytes, start, end, header);
      const time = this.#continuing ? clock.inherit() : clock.timeOf(header);
      if (!(time >= this.#hourStart && time < this.#hourStart + MILLIS_PER_HOUR))
        this.enterHour(time);
      if (isFull || start !== runEnd) {
        into.addText(bytes, runStart, runEnd);
        if (isFull) {
          this.#tellSource(i - told, receivedAt);
          told = i;
          writer.endBatch();
        }
        runStart = start;
        runEnd = start;
        shift = into.textLength - start;
      }
      into.addMessage(start + shift, time, header, shift);
      into.hosts.add(bytes, header.hostStart, header.hostEnd);
      counts.bytes += end - start;
      if (isPiece) {
        into.markContinuation();
        counts.pieces++;
      } else if (header.dialect === 0) counts.unrecognised++;
      this.#continuing = continues[i] === 1;
      if (bytes[end] === LF && !this.#continuing) runEnd = end + 1;
      else {
        // No LF of its own behind it: give it one.
        into.addText(bytes, runStart, end);
        into.addLineFeed();
        runStart = end;
        runEnd = end;
        shift = into.textLength - end;
      }
    }
    into.addText(bytes, runStart, runEnd);
    this.#tellSource(batch.count - told, receivedAt);
    counts.messages += batch.count;
  }

  /** Counts messages that were added to the writer's batch by others, whole lines, of so many bytes without LF. */
  tell(messages: number, bytes: number, unrecognised: number, receivedAt: number): void {
    this.counts.messages += messages;
    this.counts.bytes += bytes;
    this.counts.unrecognised += unrecognised;
    this.#tellSource(messages, receivedAt);
  }

  /** Hours that messages went to. */
  get hours(): ReadonlySet<number> {
    return this.#hours;
  }

  #tellSource(messages: number, receivedAt: number): void {
    if (messages === 0) return;
    this.#writer.batch.addSource(this.#source, receivedAt, this.#nextSequence, messages);
    this.#nextSequence += messages;
  }

  /** Notes the hour of a message. */
  enterHour(time: number): void {
    const hour = hourOf(time);
    this.#hours.add(hour);
    this.#hourStart = hour * MILLIS_PER_HOUR;
  }
}
