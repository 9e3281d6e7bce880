import type { InputProgress } from '../catalog/catalog-format.js';
import { type FramedBatch, LineFramer, OctetFramer } from '../syslog/framing.js';
import { Header, parseHeader } from '../syslog/header.js';
import type { LineClock } from '../syslog/line-clock.js';
import { LineKernel } from './line-kernel.js';
import { MessageRouter } from './message-router.js';
import type { StoreWriter } from './store-writer.js';

/** Where reading an input goes on. */
export type ResumePoint = Pick<InputProgress, 'offset' | 'continuing' | 'rest'>;

export type IntakeOptions = {
  readonly source: string;
  readonly framing: 'newline' | 'octet';
  readonly from: ResumePoint;
  readonly nextSequence: number;
  /** The clock of the input, of which `first` is the first time there is; undefined: none was looked for. */
  readonly clock: (first: number | undefined) => LineClock;
  /** Whether the input is read from its beginning: then lines before any time are given the first one. */
  readonly isFresh: boolean;
};

/** Below this a kernel is not worth its start. */
const KERNEL_BYTES = 1 << 16;

/**
 * The way of one input into the store: framer, router and clock; or, from the first lines of a large one on, the kernel, up to
 * a line that is longer than a message.
 */
export class Intake {
  /** How often an octet count was missing or cut off. */
  readonly framing: OctetFramer['counters'] | undefined;
  readonly #writer: StoreWriter;
  readonly #options: IntakeOptions;
  #framer: LineFramer | OctetFramer;
  #clock: LineClock;
  #router: MessageRouter | undefined;
  #kernel: LineKernel | undefined;
  #position: ResumePoint;
  /** Where the line begins that comes next, or that is being read. */
  #lineStart: number;
  #unended = 0;

  constructor(writer: StoreWriter, options: IntakeOptions) {
    const { from, framing } = options;
    this.#writer = writer;
    this.#options = options;
    this.#framer = framing === 'octet' ? new OctetFramer(from) : new LineFramer(from);
    this.framing = this.#framer instanceof OctetFramer ? this.#framer.counters : undefined;
    this.#clock = options.clock(undefined);
    this.#position = from;
    this.#lineStart = from.offset;
  }

  get clock(): LineClock {
    return this.#clock;
  }

  /** Undefined before the first message. */
  get router(): MessageRouter | undefined {
    return this.#router;
  }

  /** Where reading would go on behind the last message. */
  get position(): ResumePoint {
    return this.#kernel === undefined
      ? this.#position
      : { offset: this.#kernel.offset, continuing: false, rest: 0 };
  }

  /** Bytes up to the position of what the input's end cut off: see `InputProgress`. */
  get unended(): number {
    return this.#unended;
  }

  /** Whether the next message is a further piece of the line before. */
  get isInsideLine(): boolean {
    return this.#router?.continuing ?? false;
  }

  /** Where the next chunk can be written to, so many bytes at most, and need not be copied; undefined: nowhere. */
  place(bytes: number): Uint8Array | undefined {
    return this.#kernel?.place(bytes);
  }

  push(chunk: Uint8Array): void {
    if (this.#kernel === undefined) this.#take(this.#framer.push(chunk));
    else this.#pushToKernel(this.#kernel, chunk);
  }

  /** The input has ended, or cannot be read on: what is left over is a message. */
  finish(): void {
    if (this.#kernel !== undefined) this.#leave(this.#kernel);
    const start = this.#lineStart;
    const rest = this.#framer.finish();
    this.#route(rest);
    if (rest.count > 0) this.#unended = this.position.offset - start;
  }

  #take(batch: FramedBatch): void {
    if (batch.count === 0) return;
    if (this.#router === undefined) {
      this.#router = this.#begin(batch);
      if (this.#startKernel(batch, this.#router)) return;
    }
    this.#route(batch);
  }

  #route(batch: FramedBatch): void {
    if (batch.count === 0) return;
    this.#router ??= this.#begin(batch);
    this.#router.add(batch, Date.now());
    const { continues, count } = batch;
    this.#position = this.#framer.stateAfter(count - 1);
    let whole = count;
    while (whole > 0 && continues[whole - 1] === 1) whole--;
    if (whole > 0) this.#lineStart = this.#framer.stateAfter(whole - 1).offset;
  }

  #begin(batch: FramedBatch): MessageRouter {
    const { source, from, nextSequence, clock, isFresh } = this.#options;
    if (isFresh) this.#clock = clock(firstTime(batch, this.#clock));
    const { continuing } = from;
    return new MessageRouter(this.#writer, this.#clock, { source, continuing, nextSequence });
  }

  /** Reads a first batch with the kernel, and all that follows; false when it is not for it. */
  #startKernel(batch: FramedBatch, router: MessageRouter): boolean {
    const { from, framing } = this.#options;
    if (framing === 'octet' || from.continuing || batch.bytes.length < KERNEL_BYTES) return false;
    this.#kernel = LineKernel.start(this.#writer, router, this.#clock, from.offset);
    if (this.#kernel === undefined) return false;
    this.#pushToKernel(this.#kernel, batch.bytes);
    return true;
  }

  #pushToKernel(kernel: LineKernel, chunk: Uint8Array): void {
    if (!kernel.push(chunk, Date.now())) this.#leave(kernel);
  }

  /** Goes on without the kernel. */
  #leave(kernel: LineKernel): void {
    this.#position = this.position;
    this.#lineStart = this.#position.offset;
    this.#framer = new LineFramer(this.#position);
    this.#kernel = undefined;
    this.#take(this.#framer.push(kernel.rest));
  }
}

/**
 * The time of the first message in a batch that has one: what lines before it are given. Undefined when the first line
 * has its own, or none has.
 */
function firstTime(batch: FramedBatch, clock: LineClock): number | undefined {
  const header = new Header();
  for (let i = 0; i < batch.count; i++) {
    parseHeader(batch.bytes, batch.starts[i] ?? 0, batch.ends[i] ?? 0, header);
    if (header.timeEnd > header.timeStart) return clock.timeOf(header);
  }
  return undefined;
}
