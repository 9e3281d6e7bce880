import { MAX_BUILD_POSTINGS, MAX_BUILD_TERM_BYTES, MAX_BUILD_TERMS } from '../base/limits.js';
import { ByteWriter } from '../codec/byte-writer.js';
import { Elements } from '../column/elements.js';
import { mostExceptions, writePlainTimes, writeTimeColumn } from '../column/time-column.js';
import { TimeFormatter, timeFormatOf } from '../column/time-format.js';
import { CUTS, MessageBatch } from '../messagelog/message-batch.js';
import type { TermDictionaryWriter } from '../termdict/term-dictionary-writer.js';
import { PLAIN_COLUMN_BYTES } from './block-format.js';
import type { BlockMaker, ColumnVisitor } from './block-maker.js';
import { type Kernel, startKernel } from './kernel.js';

/** Readable bytes behind a text: the kernel reads 64 at a time. */
const MARGIN = 128;
/** Numbers of a value in the kernel's memory: start, end, message, a gap, and its first bytes. */
const VALUE = 8;
/** Numbers of a column there: field, length, values. */
const COLUMN = 3;

/** A longer timestamp than this is left to TypeScript. */
const MAX_STAMP = 200;

/** Where a batch lies in the kernel's memory: the columns of `MessageBatch`, its order, and the template of each row. */
type Input = {
  readonly text: number;
  readonly starts: number;
  readonly cuts: number;
  readonly ordered: number;
  readonly times: number;
  readonly templates: number;
};

/** With a kernel of WebAssembly, which does what is done with every message. Timestamps' formats are found here. */
export class KernelBlockMaker implements BlockMaker {
  readonly #kernel: Kernel;
  readonly #times = new Elements();
  #batch = new MessageBatch();
  /** The kernel's memory. */
  #bytes = new Uint8Array(0);
  #numbers = new Uint32Array(0);
  /** Where the batch lies in it, and how much room there is. */
  #input: Input = { text: 0, starts: 0, cuts: 0, ordered: 0, times: 0, templates: 0 };
  #inputBytes = 0;
  /** Where its order lies; 0: it stands in order. */
  #order = 0;
  #formatter: TimeFormatter | undefined;

  /** Undefined where there is no kernel. */
  static start(): KernelBlockMaker | undefined {
    let maker: KernelBlockMaker | undefined;
    const kernel = startKernel({
      formatDay: (time) => maker?.formatDay(time) ?? 0,
    });
    if (kernel !== undefined) maker = new KernelBlockMaker(kernel);
    return maker;
  }

  private constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  get templates(): number {
    return this.#kernel.templatesKnown();
  }

  get templateBytes(): number {
    return this.#kernel.templateBytes();
  }

  clear(): void {
    this.#kernel.clearShapes();
    this.#kernel.clearTerms();
  }

  isFull(share: number): boolean {
    const kernel = this.#kernel;
    return (
      share * kernel.postingCount() >= MAX_BUILD_POSTINGS ||
      share * kernel.termCount() >= MAX_BUILD_TERMS ||
      share * kernel.termBytes() >= MAX_BUILD_TERM_BYTES
    );
  }

  order(batch: MessageBatch): Uint32Array | undefined {
    const { count, textLength } = batch;
    const kernel = this.#kernel;
    const at = this.#place(textLength, count);
    this.#refresh();
    new Float64Array(kernel.memory.buffer, at.times, count).set(batch.times.subarray(0, count));
    if (!batch.isInSequence) return batch.orderByTime();
    if (count === 0 || !kernel.orderByTime(at.times, count, at.ordered)) return undefined;
    this.#refresh();
    return this.#numbers.slice(at.ordered >>> 2, (at.ordered >>> 2) + count);
  }

  gather(batch: MessageBatch, order: Uint32Array | undefined): number {
    this.#batch = batch;
    const { count, textLength } = batch;
    const kernel = this.#kernel;
    const at = this.#input;
    this.#refresh();
    this.#bytes.set(batch.text.subarray(0, textLength), at.text);
    this.#numbers.set(batch.starts.subarray(0, count), at.starts >>> 2);
    this.#numbers.set(batch.cuts.subarray(0, CUTS * count), at.cuts >>> 2);
    if (order !== undefined) this.#numbers.set(order, at.ordered >>> 2);
    this.#order = order === undefined ? 0 : at.ordered;
    kernel.gather(at.text, textLength, at.starts, at.cuts, this.#order, count, at.templates);
    return kernel.usedTemplates(at.templates, count);
  }

  listTemplates(directory: ByteWriter): void {
    this.#take(directory, this.#kernel.listTemplates());
  }

  writeTemplates(raw: ByteWriter): void {
    this.#take(raw, this.#kernel.writeTemplates(this.#input.templates, this.#batch.count));
  }

  writeOrder(raw: ByteWriter): void {
    this.#take(raw, this.#kernel.writeOrder(this.#order, this.#batch.count));
  }

  writeTimes(raw: ByteWriter): void {
    this.#take(raw, this.#kernel.writeTimes(this.#input.times, this.#order, this.#batch.count));
  }

  countHours(hours: Map<number, number>): void {
    const kernel = this.#kernel;
    const runs = kernel.countHours(this.#input.times, this.#batch.count);
    const counts = new Float64Array(kernel.memory.buffer, kernel.columnAt(), 2 * runs);
    for (let i = 0; i < counts.length; i += 2)
      hours.set(counts[i]!, (hours.get(counts[i]!) ?? 0) + counts[i + 1]!);
  }

  tellTemplates(): void {
    this.#kernel.tellTemplates();
  }

  writeFields(raw: ByteWriter, onColumn: ColumnVisitor): void {
    const kernel = this.#kernel;
    for (let from = 0; ; ) {
      const columns = kernel.writeFields(from, PLAIN_COLUMN_BYTES);
      this.#refresh();
      let at = kernel.columnsAt() >>> 2;
      let length = 0;
      for (const end = at + COLUMN * columns; at < end; at += COLUMN) {
        length += this.#numbers[at + 1]!;
        onColumn(this.#numbers[at]!, this.#numbers[at + 1]!, this.#numbers[at + 2]!);
      }
      this.#take(raw, length);
      const field = kernel.fieldAfter();
      const count = kernel.countOf(field);
      if (count === 0) return;
      const start = raw.length;
      if (!this.#writeTimeColumn(raw, field, count)) this.#take(raw, kernel.writeColumn(field));
      onColumn(field, raw.length - start, count);
      from = field + 1;
    }
  }

  encodeTemplates(): Uint8Array {
    const out = new ByteWriter(1 << 14);
    this.#take(out, this.#kernel.encodeTemplates());
    return out.bytes();
  }

  writeTerms(dictionary: TermDictionaryWriter, drain: () => void): void {
    const kernel = this.#kernel;
    // Compressed, terms and what is said of them hardly take more than their letters.
    dictionary.dictionary.expect(kernel.termBytes());
    kernel.startDictionary();
    for (;;) {
      const length = kernel.writeTermBlock();
      if (length === 0) break;
      this.#refresh();
      const at = kernel.columnAt();
      const compressed = this.deflate(this.#bytes.subarray(at, at + length));
      const described = kernel.describedAt() >>> 2;
      const [first, firstLength, terms, lists, listBytes, low, high] = this.#numbers.subarray(
        described,
        described + 7,
      ) as unknown as [number, number, number, number, number, number, number];
      dictionary.addBlock(
        this.#bytes.subarray(at, at + length),
        compressed,
        this.#bytes.subarray(first, first + firstLength),
        terms,
        this.#bytes.subarray(lists, lists + listBytes),
        { low, high },
      );
      drain();
    }
    kernel.endDictionary();
  }

  deflate(raw: Uint8Array): Uint8Array {
    const kernel = this.#kernel;
    let at = raw.byteOffset;
    if (raw.buffer !== kernel.memory.buffer) {
      at = kernel.deflateInput(raw.length);
      this.#refresh();
      this.#bytes.set(raw, at);
    }
    const length = kernel.deflate(at, raw.length);
    this.#refresh();
    const compressed = kernel.deflatedAt();
    return this.#bytes.subarray(compressed, compressed + length);
  }

  /** Formats a timestamp for the kernel. */
  formatDay(time: number): number {
    const formatter = this.#formatter;
    if (formatter === undefined) return 0;
    this.#refresh();
    const length = formatter.write(this.#bytes, this.#kernel.stampAt(), time, 0);
    return (formatter.clockAt << 8) | (length - this.#kernel.stampAt());
  }

  /** Writes a column of timestamps that follow from their messages' times; false when they do not. */
  #writeTimeColumn(raw: ByteWriter, field: number, count: number): boolean {
    const { text, times } = this.#batch;
    this.#refresh();
    const values = this.#kernel.valuesOf(field) >>> 2;
    const start = this.#numbers[values]! - this.#input.text;
    const end = this.#numbers[values + 1]! - this.#input.text;
    const format = timeFormatOf(latin1(text, start, end), times[this.#numbers[values + 2]!]!);
    if (format === undefined) return false;
    const formatter = new TimeFormatter(format);
    if (formatter.maxLength > MAX_STAMP) return this.#writeTimesInDetail(raw, field, count);
    this.#formatter = formatter;
    const { offset, digits, suffix } = format;
    const others = this.#kernel.countOtherTimes(
      field,
      this.#input.times,
      offset,
      digits,
      suffix.length,
    );
    if (others > mostExceptions(count)) return false;
    if (others > 0) return this.#writeTimesInDetail(raw, field, count);
    writePlainTimes(raw, format, () => this.#take(raw, this.#kernel.writeBeyond(count)));
    return true;
  }

  /** In TypeScript, for what few columns of timestamps have: exceptions, great length. */
  #writeTimesInDetail(raw: ByteWriter, field: number, count: number): boolean {
    const { text, times } = this.#batch;
    const elements = this.#times;
    const messageTimes = new Float64Array(count);
    const input = this.#input.text;
    const values = this.#kernel.valuesOf(field) >>> 2;
    elements.count = 0;
    for (let i = 0; i < count; i++) {
      const at = values + VALUE * i;
      elements.add(this.#numbers[at]! - input, this.#numbers[at + 1]! - input, 0);
      messageTimes[i] = times[this.#numbers[at + 2]!]!;
    }
    return writeTimeColumn(raw, text, elements, messageTimes);
  }

  /** Appends what the kernel has written. */
  #take(raw: ByteWriter, length: number): void {
    this.#refresh();
    const at = this.#kernel.columnAt();
    raw.raw(this.#bytes.subarray(at, at + length));
  }

  /** Makes room for a batch in the kernel's memory. */
  #place(textLength: number, count: number): Input {
    const starts = (textLength + MARGIN + 15) & ~15;
    const cuts = starts + 4 * count;
    const ordered = cuts + 4 * CUTS * count;
    const times = (ordered + 4 * count + 7) & ~7;
    const templates = times + 8 * count;
    const bytes = templates + 2 * count;
    let { text } = this.#input;
    if (bytes > this.#inputBytes) {
      if (this.#inputBytes > 0) this.#kernel.release(text);
      this.#inputBytes = bytes + (bytes >>> 2);
      text = this.#kernel.allocate(this.#inputBytes);
    }
    this.#input = {
      text,
      starts: text + starts,
      cuts: text + cuts,
      ordered: text + ordered,
      times: text + times,
      templates: text + templates,
    };
    return this.#input;
  }

  /** The kernel may have taken more memory, and then the arrays over it are gone. */
  #refresh(): void {
    const { buffer } = this.#kernel.memory;
    if (buffer === this.#bytes.buffer) return;
    this.#bytes = new Uint8Array(buffer);
    this.#numbers = new Uint32Array(buffer);
  }
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
}
