import { grown } from '../base/grown.js';
import { MAX_SHAPE_BYTES } from '../base/limits.js';
import { Contexts } from './contexts.js';
import { followShape, type ShapeDescription } from './follow-shape.js';
import { generalise } from './generalise.js';
import { LearningBudget } from './learning-budget.js';
import {
  hashBytes,
  LineScanner,
  MAX_SLOTS,
  type ScannedRange,
  SLOT_PLAIN,
  valueHash,
} from './line-scanner.js';
import { cutPlain } from './plain-cuts.js';
import { TemplateSet } from './template-set.js';

/** Shapes remembered; beyond it they are learned anew, and templates stay. */
const MAX_SHAPES = 1 << 17;
/** Templates of one pack: their numbers fit two bytes. */
export const MAX_TEMPLATES: number = 60_000;
/** A longer message gains nothing from a template. */
const MAX_TEMPLATE_BYTES = 8192;
/** Values, and words that became values: no more than every second byte begins one. */
export const MAX_TEMPLATE_SLOTS: number = MAX_SLOTS + MAX_TEMPLATE_BYTES / 2;

/**
 * Finds the template of a message. What the scanner sees of it, without its values, is its *shape*; a known shape is
 * found by its hash and compared byte for byte. A new one is generalised once: words in variable contexts become
 * values too, and so many shapes share one template.
 *
 * After `find` the slots of the template, in its order, are in `starts`, `ends` and `hashes`, as offsets in the text.
 */
export class TemplateTable {
  readonly set: TemplateSet = new TemplateSet();
  slots = 0;
  starts: Int32Array;
  ends: Int32Array;
  hashes: Int32Array;
  readonly #scanner = new LineScanner();
  readonly #description: { -readonly [K in keyof ShapeDescription]: ShapeDescription[K] } = {
    numbers: new Int32Array(0),
    at: 0,
    literals: new DataView(new ArrayBuffer(0)),
    literal: 0,
  };
  /** Slots that are not those of the scanner. */
  readonly #ownStarts = new Int32Array(MAX_TEMPLATE_SLOTS);
  readonly #ownEnds = new Int32Array(MAX_TEMPLATE_SLOTS);
  readonly #ownHashes = new Int32Array(MAX_TEMPLATE_SLOTS);
  readonly #contexts = new Contexts();
  #shapes = 0;
  /** What shapes take: the bytes of their literals, 8 for each slot, and 12 for each slot of a plan. */
  #shapeBytes = 0;
  #table = new Int32Array(1 << 12);
  #shapeHash = new Int32Array(1 << 10);
  #shapeTemplate = new Int32Array(1 << 10);
  /** Where a shape's description starts: slots, then for each literal its length, and for each slot its kind. */
  #shapeAt = new Int32Array(1 << 10);
  #shapeLiterals = new Int32Array(1 << 10);
  /** Where the plan of a generalised shape starts in `#plans`, or -1. */
  #shapePlan = new Int32Array(1 << 10);
  #descriptions = new Int32Array(1 << 12);
  /** The shape that stood behind each shape last, the shape found last, and the one that is expected next (-1: none). */
  #successor = new Int32Array(1 << 10);
  #last = -1;
  #expected = -1;
  #descriptionLength = 0;
  #arena = new Uint8Array(1 << 16);
  #arenaView = new DataView(this.#arena.buffer);
  #arenaLength = 0;
  #plans = new Int32Array(1 << 12);
  #plansLength = 0;
  readonly #budget = new LearningBudget();

  constructor() {
    this.starts = this.#ownStarts;
    this.ends = this.#ownEnds;
    this.hashes = this.#ownHashes;
  }

  /** Starts a block of so many messages: bounds how many new shapes it may teach. */
  startBlock(messages: number): void {
    if (!this.#budget.startBlock(messages) || this.#contexts.news === 0) return;
    // Shapes that were learned before a context was known to be variable have its words in their literals: they are
    // learned anew.
    this.#budget.relearn();
    this.#contexts.news = 0;
    this.#forgetShapes();
  }

  /** Forgets everything: the next pack has tables of its own. */
  clear(): void {
    this.set.clear();
    this.#contexts.clear();
    this.#forgetShapes();
    this.#budget.clear();
  }

  /** The template of a message, by number. */
  find(text: Uint8Array, range: ScannedRange): number {
    if (range.end - range.start > MAX_TEMPLATE_BYTES) return this.#plain(text, range);
    const scanner = this.#scanner;
    const expected = this.#expected;
    if (expected >= 0 && followShape(scanner, text, range, this.#descriptionOf(expected)))
      return this.#take(expected, range);
    scanner.scan(text, range);
    if (scanner.slots > MAX_SLOTS) return this.#plain(text, range);
    const table = this.#table;
    const mask = table.length - 1;
    const { hash } = scanner;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const shape = table[slot]! - 1;
      if (shape < 0) return this.#learn(text, range, slot);
      if (this.#shapeHash[shape] === hash && this.#matches(shape, range))
        return this.#take(shape, range);
      slot = (slot + 1) & mask;
    }
  }

  #matches(shape: number, range: ScannedRange): boolean {
    const { starts, ends, kinds, slots } = this.#scanner;
    const descriptions = this.#descriptions;
    const arena = this.#arenaView;
    const text = this.#scanner.view;
    let at = this.#shapeAt[shape]!;
    if (descriptions[at++] !== slots) return false;
    let literal = this.#shapeLiterals[shape]!;
    let position = range.start;
    for (let slot = 0; slot <= slots; slot++) {
      const stop = slot < slots ? starts[slot]! : range.end;
      if (descriptions[at++] !== stop - position) return false;
      for (; position + 4 <= stop; position += 4, literal += 4)
        if (text.getInt32(position, true) !== arena.getInt32(literal, true)) return false;
      while (position < stop)
        if (text.getUint8(position++) !== arena.getUint8(literal++)) return false;
      if (slot === slots) break;
      if (descriptions[at++] !== kinds[slot]) return false;
      position = ends[slot]!;
    }
    return true;
  }

  #descriptionOf(shape: number): ShapeDescription {
    const description = this.#description;
    description.numbers = this.#descriptions;
    description.at = this.#shapeAt[shape]!;
    description.literals = this.#arenaView;
    description.literal = this.#shapeLiterals[shape]!;
    return description;
  }

  /** Puts the slots of the message, whose shape is known, in the order of its template. */
  #take(shape: number, range: ScannedRange): number {
    const scanner = this.#scanner;
    // What followed this shape last time is expected to follow it again.
    if (this.#last >= 0) this.#successor[this.#last] = shape;
    this.#last = shape;
    this.#expected = this.#successor[shape]!;
    const template = this.#shapeTemplate[shape]!;
    let plan = this.#shapePlan[shape]!;
    if (plan < 0) {
      this.slots = scanner.slots;
      this.starts = scanner.starts;
      this.ends = scanner.ends;
      this.hashes = scanner.hashes;
      return template;
    }
    const { starts, ends, hashes } = this.#useOwn();
    const plans = this.#plans;
    const slots = plans[plan++]!;
    this.slots = slots;
    for (let slot = 0; slot < slots; slot++, plan += 4) {
      const scanned = plans[plan]!;
      const length = plans[plan + 2]!;
      if (length < 0) {
        starts[slot] = scanner.starts[scanned]!;
        ends[slot] = scanner.ends[scanned]!;
        hashes[slot] = scanner.hashes[scanned]!;
      } else {
        const start = (scanned < 0 ? range.start : scanner.ends[scanned]!) + plans[plan + 1]!;
        starts[slot] = start;
        ends[slot] = start + length;
        hashes[slot] = plans[plan + 3]!;
      }
    }
    return template;
  }

  #useOwn(): { starts: Int32Array; ends: Int32Array; hashes: Int32Array } {
    this.starts = this.#ownStarts;
    this.ends = this.#ownEnds;
    this.hashes = this.#ownHashes;
    return this;
  }

  /** A message without a template of its own: its text as it is, around what is cut for the searched text. */
  #plain(text: Uint8Array, range: ScannedRange): number {
    const { starts, ends, hashes } = this.#useOwn();
    const kinds: number[] = [];
    this.#scanner.use(text);
    const { view } = this.#scanner;
    cutPlain(text, range, (kind, start, end) => {
      starts[kinds.length] = start;
      ends[kinds.length] = end;
      // Plain text has no dictionary: its hash tells all values apart.
      hashes[kinds.length] = kind === SLOT_PLAIN ? start : hashBytes(view, start, end);
      kinds.push(kind);
    });
    this.slots = kinds.length;
    return this.set.plain(kinds);
  }

  #learn(text: Uint8Array, range: ScannedRange, slot: number): number {
    if (this.set.count >= MAX_TEMPLATES || !this.#budget.take()) return this.#plain(text, range);
    let place = slot;
    if (this.#shapes >= MAX_SHAPES || this.#shapeBytes >= MAX_SHAPE_BYTES) {
      this.#forgetShapes();
      place = this.#freePlace();
    } else if (2 * this.#shapes >= this.#table.length) {
      this.#growTable();
      place = this.#freePlace();
    }
    const scanner = this.#scanner;
    const shape = this.#shapes++;
    if (shape === this.#shapeHash.length) this.#growShapes();
    this.#table[place] = shape + 1;
    this.#successor[shape] = shape;
    this.#shapeHash[shape] = scanner.hash;
    this.#describe(shape, text, range);
    const general = generalise(text, range, scanner, this.#contexts);
    this.#shapeBytes += 8 * scanner.slots + 12 * (general.plan[0] ?? 0);
    this.#shapeTemplate[shape] = this.set.add(general.literals, general.kinds);
    this.#shapePlan[shape] = -1;
    if (general.plan.length > 0) {
      const { plan } = general;
      while (this.#plansLength + plan.length > this.#plans.length)
        this.#plans = grown(this.#plans, 2 * this.#plans.length);
      // The hash of a word that stands in the shape is the same each time.
      for (let at = 1; at < plan.length; at += 4) {
        const length = plan[at + 2]!;
        if (length < 0) continue;
        const start = (plan[at]! < 0 ? range.start : scanner.ends[plan[at]!]!) + plan[at + 1]!;
        plan[at + 3] = valueHash(text, start, start + length);
      }
      this.#plans.set(plan, this.#plansLength);
      this.#shapePlan[shape] = this.#plansLength;
      this.#plansLength += plan.length;
    }
    return this.#take(shape, range);
  }

  #describe(shape: number, text: Uint8Array, range: ScannedRange): void {
    const { starts, ends, kinds, slots } = this.#scanner;
    const size = 2 * slots + 2;
    while (this.#descriptionLength + size > this.#descriptions.length)
      this.#descriptions = grown(this.#descriptions, 2 * this.#descriptions.length);
    while (this.#arenaLength + range.end - range.start > this.#arena.length) {
      this.#arena = grown(this.#arena, 2 * this.#arena.length);
      this.#arenaView = new DataView(this.#arena.buffer);
    }
    this.#shapeAt[shape] = this.#descriptionLength;
    this.#shapeLiterals[shape] = this.#arenaLength;
    let at = this.#descriptionLength;
    this.#descriptions[at++] = slots;
    let position = range.start;
    for (let slot = 0; slot <= slots; slot++) {
      const stop = slot < slots ? starts[slot]! : range.end;
      this.#descriptions[at++] = stop - position;
      while (position < stop) this.#arena[this.#arenaLength++] = text[position++]!;
      if (slot === slots) break;
      this.#descriptions[at++] = kinds[slot]!;
      position = ends[slot]!;
    }
    this.#shapeBytes += this.#arenaLength - this.#shapeLiterals[shape]!;
    this.#descriptionLength = at;
  }

  #freePlace(): number {
    const mask = this.#table.length - 1;
    const { hash } = this.#scanner;
    let slot = (hash ^ (hash >>> 15)) & mask;
    while (this.#table[slot] !== 0) slot = (slot + 1) & mask;
    return slot;
  }

  #forgetShapes(): void {
    this.#shapes = 0;
    this.#shapeBytes = 0;
    this.#last = -1;
    this.#expected = -1;
    this.#table.fill(0);
    this.#descriptionLength = 0;
    this.#arenaLength = 0;
    this.#plansLength = 0;
  }

  #growTable(): void {
    const table = new Int32Array(4 * this.#table.length);
    const mask = table.length - 1;
    for (let shape = 0; shape < this.#shapes; shape++) {
      const hash = this.#shapeHash[shape]!;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = shape + 1;
    }
    this.#table = table;
  }

  #growShapes(): void {
    const size = 2 * this.#shapeHash.length;
    this.#shapeHash = grown(this.#shapeHash, size);
    this.#shapeTemplate = grown(this.#shapeTemplate, size);
    this.#shapeAt = grown(this.#shapeAt, size);
    this.#shapeLiterals = grown(this.#shapeLiterals, size);
    this.#shapePlan = grown(this.#shapePlan, size);
    this.#successor = grown(this.#successor, size);
  }
}
