import { BLOCK_ROWS, BLOCK_TEXT_BYTES, MAX_MESSAGE_BYTES } from '../base/limits.js';
import { CUTS } from '../messagelog/message-batch.js';
import { instantiate } from '../pack/wasm.js';
import { Header } from '../syslog/header.js';
import type { LineClock } from '../syslog/line-clock.js';
import type { MessageRouter } from './message-router.js';
import type { StoreWriter } from './store-writer.js';

/** What src/kernel/lines.ts exports; addresses are bytes of its memory. */
type Lines = {
  readonly memory: { readonly buffer: ArrayBuffer };
  allocate(bytes: number): number;
  release(at: number): void;
  readLines(
    from: number,
    to: number,
    most: number,
    room: number,
    limit: number,
    shift: number,
    starts: number,
    times: number,
    cuts: number,
  ): number;
  nextLine(): number;
  unrecognisedLines(): number;
  headerAt(): number;
  clockAt(): number;
  hostsAt(): number;
  knownHosts(): number;
  forgetHosts(): void;
};

const LF = 0x0a;
/** Readable bytes behind the text. */
const MARGIN = 64;
/** Of a host: numbers of its entry, and where its name stands, in bytes. */
const HOST_NUMBERS = 20;
const HOST_NAME = 16;
/** Room for text at first: for a block's, mostly. */
const TEXT_ROOM = 2 << 20;
/** Doubles that a clock lends. */
const CLOCK_DOUBLES = 10;

/**
 * With a kernel of WebAssembly: cuts a stream into lines, reads their headers, and puts them into the writer's batch, as
 * `LineFramer` and `MessageRouter` do. Each hour's first line asks the clock. It stops before a line that is longer than a
 * message: `rest` is from there on for others to read.
 */
export class LineKernel {
  readonly #lines: Lines;
  readonly #writer: StoreWriter;
  readonly #router: MessageRouter;
  readonly #clock: LineClock;
  readonly #header = new Header();
  /** Memory for text: that of the batch, if it stands here, and behind it the bytes that are not read yet, `[#from, #to)`. */
  #text = 0;
  #room = 0;
  #from = 0;
  #to = 0;
  /** Whether the batch has its text here and not in memory of its own; then it begins at `#text`. */
  #hasBatch = false;
  /** Bytes of the stream up to the first that is not read. */
  #offset: number;
  /** The columns that are written. */
  readonly #columns: { starts: number; times: number; cuts: number };
  #bytes = new Uint8Array(0);
  #lent = new Float64Array(0);
  /** The header that was read last: its numbers, and the two of them that are doubles. */
  #read = new Int32Array(0);
  #readDoubles = new Float64Array(0);
  readonly #names: string[] = [];

  /** Undefined where there is no kernel. `offset` counts from the beginning of the stream. */
  static start(
    writer: StoreWriter,
    router: MessageRouter,
    clock: LineClock,
    offset: number,
  ): LineKernel | undefined {
    let kernel: LineKernel | undefined;
    const lines = instantiate('lines.wasm', {
      lines: { enterHour: (time: number) => router.enterHour(time) },
      hours: { workOut: () => kernel?.workOut() ?? 0 },
      hosts: {
        takeHosts: () => kernel?.takeHosts(),
        countLong: (at: number, length: number) => kernel?.countLong(at, length),
      },
    }) as Lines | undefined;
    if (lines !== undefined) kernel = new LineKernel(lines, writer, router, clock, offset);
    return kernel;
  }

  private constructor(
    lines: Lines,
    writer: StoreWriter,
    router: MessageRouter,
    clock: LineClock,
    offset: number,
  ) {
    this.#lines = lines;
    this.#writer = writer;
    this.#router = router;
    this.#clock = clock;
    this.#offset = offset;
    this.#columns = {
      starts: lines.allocate(4 * BLOCK_ROWS),
      times: lines.allocate(8 * BLOCK_ROWS),
      cuts: lines.allocate(4 * CUTS * BLOCK_ROWS),
    };
  }

  /** Where reading could go on: behind the last line. */
  get offset(): number {
    return this.#offset;
  }

  /** What was not read: a line that is not whole, or one that is too long and what follows it. Holds until `push`. */
  get rest(): Uint8Array {
    return this.#bytes.subarray(this.#from, this.#to);
  }

  /** Where the next chunk can be written to, so many bytes at most: `push` need not copy it. */
  place(bytes: number): Uint8Array {
    this.#reserve(bytes);
    return this.#bytes.subarray(this.#to, this.#to + bytes);
  }

  /** Reads the lines that a chunk ends; false when it came to one that is too long. */
  push(chunk: Uint8Array, receivedAt: number): boolean {
    const kernel = this.#lines;
    const writer = this.#writer;
    const { batch } = writer;
    this.#append(chunk);
    this.#clock.lend(this.#lent);
    for (;;) {
      if (writer.batchEnds(0, false)) {
        if (!this.#hasLine()) break;
        writer.endBatch();
      }
      if (batch.count === 0) this.#startBatch();
      const from = this.#from;
      const { starts, times, cuts } = this.#columns;
      const count = kernel.readLines(
        from,
        this.#to,
        BLOCK_ROWS - batch.count,
        BLOCK_TEXT_BYTES - batch.textLength,
        MAX_MESSAGE_BYTES,
        batch.textLength - from,
        starts,
        times,
        cuts,
      );
      if (count === 0) break;
      const next = kernel.nextLine();
      if (this.#hasBatch) batch.shareText(this.#bytes.subarray(this.#text, next));
      else batch.addText(this.#bytes, from, next);
      const { buffer } = kernel.memory;
      batch.addMessages(
        new Uint32Array(buffer, starts, count),
        new Float64Array(buffer, times, count),
        new Uint32Array(buffer, cuts, CUTS * count),
      );
      this.#countHosts();
      this.#router.tell(count, next - from - count, kernel.unrecognisedLines(), receivedAt);
      this.#offset += next - from;
      this.#from = next;
    }
    this.#clock.take(this.#lent);
    if (!this.#hasBatch) this.#moveRest();
    return this.#to - this.#from <= MAX_MESSAGE_BYTES && !this.#hasLine();
  }

  /** Asks the clock for the time of the line whose header was read last. */
  workOut(): number {
    const header = this.#header;
    const numbers = this.#read;
    header.dialect = numbers[0]!;
    header.timeStart = numbers[5]!;
    header.timeEnd = numbers[6]!;
    header.year = numbers[7]!;
    header.month = numbers[8]!;
    header.day = numbers[9]!;
    header.hour = numbers[10]!;
    header.minute = numbers[11]!;
    header.second = numbers[12]!;
    header.millisecond = numbers[13]!;
    header.zoneMinutes = this.#readDoubles[0]!;
    header.epoch = this.#readDoubles[1]!;
    header.clockMark = numbers[18]!;
    this.#clock.take(this.#lent);
    const time = this.#clock.timeOf(header);
    this.#clock.lend(this.#lent);
    return time;
  }

  /** Makes room for more hosts. */
  takeHosts(): void {
    this.#countHosts();
    this.#names.length = 0;
    this.#lines.forgetHosts();
  }

  countLong(at: number, length: number): void {
    this.#writer.batch.hosts.addNamed(this.#latin1(at, length), 1);
  }

  /** Gives the counts of hosts to the batch. */
  #countHosts(): void {
    const { hosts } = this.#writer.batch;
    const at = this.#lines.hostsAt();
    const known = this.#lines.knownHosts();
    const numbers = new Uint32Array(this.#lines.memory.buffer, at, HOST_NUMBERS * known);
    for (let host = 0; host < known; host++) {
      const entry = HOST_NUMBERS * host;
      const count = numbers[entry]!;
      if (count === 0) continue;
      numbers[entry] = 0;
      this.#names[host] ??= this.#latin1(at + 4 * entry + HOST_NAME, numbers[entry + 1]!);
      hosts.addNamed(this.#names[host]!, count);
    }
  }

  #hasLine(): boolean {
    // Behind it lies what was never read: megabytes without an LF, of a first batch.
    return this.rest.indexOf(LF) >= 0;
  }

  /** The batch is empty: its text will be what is not read yet. */
  #startBatch(): void {
    this.#moveRest();
    this.#hasBatch = true;
  }

  /** Moves what is not read to the beginning. */
  #moveRest(): void {
    this.#bytes.copyWithin(this.#text, this.#from, this.#to);
    this.#to -= this.#from - this.#text;
    this.#from = this.#text;
  }

  /** Puts a chunk behind what is left, if it was not read to that place. */
  #append(chunk: Uint8Array): void {
    if (chunk.buffer !== this.#bytes.buffer || chunk.byteOffset !== this.#to) {
      this.#reserve(chunk.length);
      this.#bytes.set(chunk, this.#to);
    }
    this.#to += chunk.length;
  }

  /** Makes room for so many bytes more. */
  #reserve(bytes: number): void {
    const used = this.#to - this.#text;
    const needed = used + bytes + MARGIN;
    if (needed <= this.#room) return;
    const room = Math.max(TEXT_ROOM, needed + (needed >>> 1));
    const text = this.#lines.allocate(room);
    this.#refresh();
    this.#bytes.copyWithin(text, this.#text, this.#to);
    if (this.#room > 0) this.#lines.release(this.#text);
    const { batch } = this.#writer;
    if (this.#hasBatch) batch.shareText(this.#bytes.subarray(text, text + batch.textLength));
    this.#from += text - this.#text;
    this.#to += text - this.#text;
    this.#text = text;
    this.#room = room;
  }

  /** The kernel has taken more memory: the arrays over it are gone. */
  #refresh(): void {
    const { buffer } = this.#lines.memory;
    this.#bytes = new Uint8Array(buffer);
    this.#lent = new Float64Array(buffer, this.#lines.clockAt(), CLOCK_DOUBLES);
    const at = this.#lines.headerAt();
    this.#read = new Int32Array(buffer, at, 20);
    this.#readDoubles = new Float64Array(buffer, at + 56, 2);
  }

  #latin1(at: number, length: number): string {
    return Buffer.from(this.#lines.memory.buffer, at, length).toString('latin1');
  }
}
