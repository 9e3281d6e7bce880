import {
  createNetworkTerms,
  findDashedMac,
  findInRun,
  type NetworkTerms,
} from '../analysis/network-terms.js';
import { MAX_BUILD_POSTINGS, MAX_BUILD_TERM_BYTES, MAX_BUILD_TERMS } from '../base/limits.js';
import type { ByteWriter } from '../codec/byte-writer.js';
import { Elements } from '../column/elements.js';
import { writeTimeColumn } from '../column/time-column.js';
import { CUTS, MessageBatch } from '../messagelog/message-batch.js';
import { Contexts } from '../template/contexts.js';
import { generalise } from '../template/generalise.js';
import { LearningBudget } from '../template/learning-budget.js';
import {
  LineScanner,
  type ScannedRange,
  SLOT_PLAIN,
  SLOT_PREFIX,
  SLOT_TIME,
} from '../template/line-scanner.js';
import { cutPlain } from '../template/plain-cuts.js';
import { TemplateSet } from '../template/template-set.js';
import { MAX_TEMPLATES } from '../template/template-table.js';
import type { TermDictionaryWriter } from '../termdict/term-dictionary-writer.js';
import { PLAIN_COLUMN_BYTES } from './block-format.js';
import type { BlockMaker } from './block-maker.js';
import { type Kernel, startKernel } from './kernel.js';

/** Readable bytes behind a text: the kernel reads 64 at a time. */
const MARGIN = 128;
/** Numbers of a value in the kernel's memory: start, end, hash, message. */
const VALUE = 4;
const LF = 0x0a;

/**
 * With a kernel of WebAssembly, which does what is done with every message. What is done once a template, learning it, is done
 * here.
 */
export class KernelBlockMaker implements BlockMaker {
  readonly set: TemplateSet = new TemplateSet();
  readonly #kernel: Kernel;
  readonly #scanner = new LineScanner();
  readonly #contexts = new Contexts();
  readonly #budget = new LearningBudget();
  readonly #network = createNetworkTerms();
  readonly #times = new Elements();
  #batch = new MessageBatch();
  /** The kernel's memory. */
  #bytes = new Uint8Array(0);
  #numbers = new Uint32Array(0);
  /** Where the batch lies in it, and how much room there is. */
  #input = 0;
  #inputBytes = 0;
  /** Templates that the kernel was told of: where the words of each stand, and where they end. */
  #words: number[] = [];

  /** Undefined where there is no kernel. */
  static start(): KernelBlockMaker | undefined {
    let maker: KernelBlockMaker | undefined;
    const kernel = startKernel({
      learn: (message) => maker?.learn(message) ?? -1,
      plain: (message) => maker?.plain(message) ?? 0,
      findInRun: (start, end) => maker?.findInRun(start, end) ?? 0,
      findDashed: (...places) => maker?.findDashed(...places) ?? 0,
    });
    if (kernel !== undefined) maker = new KernelBlockMaker(kernel);
    return maker;
  }

  private constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  clear(): void {
    for (let at = 0; at < this.#words.length; at += 2) this.#kernel.release(this.#words[at]!);
    this.#words = [];
    this.set.clear();
    this.#contexts.clear();
    this.#budget.clear();
    this.#kernel.clearTemplates();
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

  gather(batch: MessageBatch, order: Uint32Array | undefined): Uint16Array {
    this.#batch = batch;
    if (this.#budget.startBlock(batch.count) && this.#contexts.news > 0) {
      this.#budget.relearn();
      this.#contexts.news = 0;
      this.#kernel.forgetShapes();
    }
    const { count, textLength } = batch;
    const starts = (textLength + MARGIN + 15) & ~15;
    const cuts = starts + 4 * count;
    const ordered = cuts + 4 * CUTS * count;
    const templates = ordered + 4 * count;
    const input = this.#reserveInput(templates + 2 * count);
    this.#refresh();
    this.#bytes.set(batch.text.subarray(0, textLength), input);
    this.#numbers.set(batch.starts.subarray(0, count), (input + starts) >>> 2);
    this.#numbers.set(batch.cuts.subarray(0, CUTS * count), (input + cuts) >>> 2);
    if (order !== undefined) this.#numbers.set(order, (input + ordered) >>> 2);
    this.#kernel.gather(
      input,
      textLength,
      input + starts,
      input + cuts,
      order === undefined ? 0 : input + ordered,
      count,
      input + templates,
    );
    return new Uint16Array(this.#kernel.memory.buffer, input + templates, count);
  }

  tellTemplates(ids: Int32Array, counts: Int32Array): void {
    const kernel = this.#kernel;
    kernel.startBlock();
    ids.forEach((id, place) => {
      kernel.startTemplate(counts[place]!);
      kernel.addText(this.#words[2 * id]!, this.#words[2 * id + 1]!);
    });
  }

  writeField(raw: ByteWriter, field: number, onColumn: (values: number) => void): void {
    const kernel = this.#kernel;
    const count = kernel.countOf(field);
    const kind = this.set.fieldKinds[field]!;
    for (let from = 0; from < count; ) {
      const to = kind === SLOT_PLAIN ? kernel.plainPartEnd(field, from, PLAIN_COLUMN_BYTES) : count;
      kernel.startColumn();
      if (kind !== SLOT_TIME || !this.#writeTimes(raw, field, count)) {
        const length = kernel.writeColumn(
          field,
          from,
          to,
          kind !== SLOT_TIME && kind !== SLOT_PREFIX,
        );
        this.#refresh();
        const at = kernel.columnAt();
        raw.raw(this.#bytes.subarray(at, at + length));
      }
      onColumn(to - from);
      from = to;
    }
  }

  writeTerms(dictionary: TermDictionaryWriter, drain: () => void): void {
    const kernel = this.#kernel;
    kernel.startDictionary();
    for (;;) {
      const length = kernel.writeTermBlock();
      if (length === 0) break;
      this.#refresh();
      const described = kernel.describedAt() >>> 2;
      const [first, firstLength, terms, lists, listBytes] = this.#numbers.subarray(
        described,
        described + 5,
      ) as unknown as [number, number, number, number, number];
      const at = kernel.columnAt();
      dictionary.addBlock(
        this.#bytes.subarray(at, at + length),
        this.#bytes.subarray(first, first + firstLength),
        terms,
        this.#bytes.subarray(lists, lists + listBytes),
      );
      drain();
    }
    kernel.endDictionary();
  }

  /** Learns the shape of a message; its template, or -1 when it is to be kept as plain text. */
  learn(message: number): number {
    if (this.set.count >= MAX_TEMPLATES || !this.#budget.take()) return -1;
    const { text } = this.#batch;
    const range = rangeOf(this.#batch, message);
    this.#scanner.scan(text, range);
    const { literals, kinds, plan } = generalise(text, range, this.#scanner, this.#contexts);
    const template = this.set.add(literals, kinds);
    this.#tell(template);
    this.#refresh();
    // Of the four numbers for each slot all but the last.
    let at = this.#kernel.planAt() >>> 2;
    this.#numbers[at++] = plan[0] ?? 0;
    for (let step = 1; step < plan.length; step++)
      if (step % 4 !== 0) this.#numbers[at++] = plan[step]!;
    return template;
  }

  /** Cuts a message that is kept as plain text. */
  plain(message: number): number {
    const range = rangeOf(this.#batch, message);
    const kinds: number[] = [];
    const cuts: number[] = [];
    cutPlain(this.#batch.text, range, (kind, start, end) => {
      kinds.push(kind);
      cuts.push(start, end);
    });
    const template = this.set.plain(kinds);
    this.#tell(template);
    this.#refresh();
    this.#numbers.set(cuts, this.#kernel.planAt() >>> 2);
    return template;
  }

  findInRun(start: number, end: number): number {
    this.#refresh();
    return findInRun(this.#bytes, start, end, this.#network) ? this.#giveNetworkTerms() : 0;
  }

  findDashed(runStart: number, group: number, end: number, textStart: number): number {
    this.#refresh();
    return findDashedMac(this.#bytes, runStart, group, end, textStart, this.#network)
      ? this.#giveNetworkTerms()
      : 0;
  }

  #giveNetworkTerms(): number {
    const { bytes, length }: NetworkTerms = this.#network;
    const at = this.#kernel.networkAt();
    for (let i = 0; i < length; i++) this.#bytes[at + i] = bytes[i]!;
    return length;
  }

  /** Tells the kernel of a template that it does not know yet: its fields, and its words, those of each literal apart. */
  #tell(template: number): void {
    if (2 * template < this.#words.length) return;
    const { literals, fields } = this.set.templates[template]!;
    const length = literals.reduce((sum, literal) => sum + literal.length + 1, 0);
    const words = this.#kernel.allocate(length + MARGIN);
    this.#refresh();
    let at = words;
    for (const literal of literals) {
      this.#bytes.set(literal, at);
      at += literal.length;
      this.#bytes[at++] = LF;
    }
    this.#words.push(words, at);
    this.#numbers.set(fields, this.#kernel.planAt() >>> 2);
    this.#kernel.addTemplate(template, fields.length);
  }

  /** Writes a column of timestamps that follow from their messages' times; false when they do not. */
  #writeTimes(raw: ByteWriter, field: number, count: number): boolean {
    const { text, times } = this.#batch;
    const elements = this.#times;
    const messageTimes = new Float64Array(count);
    this.#refresh();
    const values = this.#kernel.valuesOf(field) >>> 2;
    elements.count = 0;
    for (let i = 0; i < count; i++) {
      const at = values + VALUE * i;
      const start = this.#numbers[at]! - this.#input;
      elements.add(start, this.#numbers[at + 1]! - this.#input, 0);
      messageTimes[i] = times[this.#numbers[at + 3]!]!;
    }
    return writeTimeColumn(raw, text, elements, messageTimes);
  }

  #reserveInput(bytes: number): number {
    if (bytes > this.#inputBytes) {
      if (this.#inputBytes > 0) this.#kernel.release(this.#input);
      this.#inputBytes = bytes + (bytes >>> 2);
      this.#input = this.#kernel.allocate(this.#inputBytes);
    }
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

function rangeOf(batch: MessageBatch, message: number): ScannedRange {
  const cut = (n: number) => batch.cuts[CUTS * message + n]!;
  return {
    start: batch.starts[message]!,
    end: batch.endOf(message),
    prefixStart: cut(0),
    prefixEnd: cut(1),
    timeStart: cut(2),
    timeEnd: cut(3),
    hostStart: cut(4),
  };
}
