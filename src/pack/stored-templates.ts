import type { ByteReader } from '../codec/byte-reader.js';
import { SLOT_PLAIN } from '../template/line-scanner.js';
import type { Template } from '../template/template.js';

/** Fields of a pack of which is kept which templates have them: a byte a template, 10 KB where there are ten thousand. */
const MAX_MARKED_FIELDS = 256;

/** Fields that are looked for in the templates of a block before those of the pack are sorted by their fields. */
const FEW_FIELDS = 16;
/** Fields that are looked for in all templates of a pack: to sort these takes as long as to look for so many. */
const FEW_MARKED = 3;

/** Where the fields of slots are gathered, 3 MB for ten thousand templates: made once, and not once a pack. */
let scratch: Int32Array = new Int32Array(0);

/** Literals that templates share: a pack has a few thousand, but more where each line has a template of its own. */
const MAX_SHARED = 1 << 14;

/**
 * The templates of a pack as its tables have them. That all of them can be read is proven at once, by one walk over the bytes;
 * what a template says is decoded when it is first asked for: of thousands a search asks for a few, and to make them all was
 * half of a search for an address.
 */
export class StoredTemplates {
  readonly count: number;
  readonly fieldCount: number;
  readonly #reader: ByteReader;
  /** Where the name of the first field stands, and the first template. */
  readonly #names: number;
  /** Where each template stands. */
  readonly #starts: Int32Array;
  /** The field of each slot of all templates: of template `id` from firstSlots[id] up to firstSlots[id + 1]. */
  readonly slotFields: Int32Array;
  readonly firstSlots: Int32Array;
  readonly #templates: (Template | undefined)[];
  readonly #fieldsOf: (Int32Array | undefined)[];
  /** Templates by field: where those of each begin in `#byField`. Made when they are first asked for. */
  #fieldStarts: Int32Array | undefined;
  #byField: Int32Array = new Int32Array(0);
  #asked = 0;
  readonly #marks = new Map<number, Uint8Array>();
  readonly #ofKind = new Map<number, Set<number>>();
  /** Literals and kinds by their hash, the first of each. */
  readonly #known = new Map<number, Uint8Array>();

  constructor(reader: ByteReader) {
    this.#reader = reader;
    const fieldCount = reader.varint(reader.remaining);
    this.fieldCount = fieldCount;
    this.#names = reader.position;
    for (let i = 0; i < fieldCount; i++) reader.skipPrefixed();
    const count = reader.varint(reader.remaining);
    this.count = count;
    this.#starts = new Int32Array(count);
    this.firstSlots = new Int32Array(count + 1);
    this.slotFields = this.#walk();
    this.#templates = new Array(count);
    this.#fieldsOf = new Array(count);
  }

  /**
   * Finds where templates stand, and the field of each slot: some 280,000 slots where ten thousand templates are. Bytes are gone
   * through here, and only what is not one or two of them, or wrong, by the reader: with three calls a slot that took 20 ms for
   * the first pack and 3.4 for later ones, and takes 13 and 2.
   */
  #walk(): Int32Array {
    const reader = this.#reader;
    const { count, fieldCount, firstSlots } = this;
    const starts = this.#starts;
    const base = reader.position;
    const bytes = reader.raw(reader.remaining);
    const end = bytes.length;
    // A slot takes three bytes at least.
    const most = (end / 3) | 0;
    if (scratch.length < most) scratch = new Int32Array(most);
    const fields = scratch;
    let at = 0;
    let slot = 0;
    for (let id = 0; id < count; id++) {
      starts[id] = base + at;
      reader.seek(base + at);
      const last = slot + reader.varint(most - slot);
      at = reader.position - base;
      for (; slot < last; slot++) {
        // What lies behind the end is less than nothing.
        const length = bytes[at]!;
        if (length < 0x80 && length < end - at) at += 1 + length;
        else at = this.#skipLiteral(base + at) - base;
        if (!(bytes[at]! <= SLOT_PLAIN)) this.#refuseKind(base + at);
        at++;
        const low = bytes[at]!;
        const high = bytes[at + 1]!;
        if (low < 0x80 && low < fieldCount) {
          fields[slot] = low;
          at++;
        } else if (low >= 0x80 && high < 0x80 && (low & 0x7f) + (high << 7) < fieldCount) {
          fields[slot] = (low & 0x7f) + (high << 7);
          at += 2;
        } else {
          reader.seek(base + at);
          fields[slot] = reader.varint(fieldCount - 1);
          at = reader.position - base;
        }
      }
      firstSlots[id + 1] = slot;
      at = this.#skipLiteral(base + at) - base;
    }
    reader.seek(base + at);
    reader.expectEnd('the templates');
    return fields.slice(0, slot);
  }

  #skipLiteral(position: number): number {
    const reader = this.#reader;
    reader.seek(position);
    reader.skipPrefixed();
    return reader.position;
  }

  #refuseKind(position: number): never {
    const reader = this.#reader;
    reader.seek(position);
    const kind = reader.u8();
    throw reader.error('Kind of a slot', `at most ${SLOT_PLAIN}`, `${kind}`);
  }

  /** The names of the fields. */
  names(): string[] {
    const reader = this.#reader;
    reader.seek(this.#names);
    return Array.from({ length: this.fieldCount }, () =>
      Buffer.from(reader.prefixed()).toString('latin1'),
    );
  }

  /** The fields of template `id`, for which it is not decoded; undefined when there is none of that number. */
  fieldsOf(id: number): Int32Array | undefined {
    if (id >= this.count) return undefined;
    let fields = this.#fieldsOf[id];
    if (fields === undefined) {
      fields = this.slotFields.subarray(this.firstSlots[id], this.firstSlots[id + 1]);
      this.#fieldsOf[id] = fields;
    }
    return fields;
  }

  /** Template `id`, always the same object; undefined when there is none of that number. */
  template(id: number): Template | undefined {
    let template = this.#templates[id];
    const fields = this.fieldsOf(id);
    if (template === undefined && fields !== undefined) {
      template = this.#decode(id, fields);
      this.#templates[id] = template;
    }
    return template;
  }

  /** The beginning of template `id`, up to so many slots and the literal behind them: not kept. */
  beginning(id: number, most: number): Template | undefined {
    const fields = this.fieldsOf(id);
    if (fields === undefined) return undefined;
    return this.#templates[id] ?? this.#decode(id, fields.subarray(0, most));
  }

  #decode(id: number, fields: Int32Array): Template {
    const reader = this.#reader;
    reader.seek(this.#starts[id]!);
    const literals: Uint8Array[] = [];
    const slots = Math.min(reader.varint(), fields.length);
    const kinds = new Uint8Array(slots);
    for (let slot = 0; slot < slots; slot++) {
      literals.push(this.#shared(reader.prefixed()));
      kinds[slot] = reader.u8();
      reader.varint();
    }
    literals.push(this.#shared(reader.prefixed()));
    return { literals, kinds: this.#shared(kinds), fields };
  }

  /** The same bytes, in the object that other templates have of them: of 180 literals of a pack one is new. */
  #shared(bytes: Uint8Array): Uint8Array {
    let hash = bytes.length;
    for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x0100_0193);
    const known = this.#known.get(hash);
    if (known !== undefined) return Buffer.compare(known, bytes) === 0 ? known : bytes;
    if (this.#known.size < MAX_SHARED) this.#known.set(hash, bytes);
    return bytes;
  }

  /** The fields of a kind, which all slots of a field are. No template is decoded for it. */
  fieldsOfKind(kind: number): ReadonlySet<number> {
    let found = this.#ofKind.get(kind);
    if (found !== undefined) return found;
    found = new Set();
    const reader = this.#reader;
    for (let id = 0; id < this.count; id++) {
      reader.seek(this.#starts[id]!);
      reader.varint();
      for (let slot = this.firstSlots[id]!; slot < this.firstSlots[id + 1]!; slot++) {
        reader.skipPrefixed();
        if (reader.u8() === kind) found.add(this.slotFields[slot]!);
        reader.varint();
      }
    }
    this.#ofKind.set(kind, found);
    return found;
  }

  /** The numbers of the templates that have a field, ascending. */
  withField(field: number): Int32Array {
    const starts = this.#fieldStarts ?? this.#sortByField();
    return this.#byField.subarray(starts[field], starts[field + 1]);
  }

  /** Of some templates: 1 for each that has a field. */
  haveField(ids: Int32Array, field: number): Uint8Array {
    const have = new Uint8Array(ids.length);
    if (this.#fieldStarts === undefined && this.#asked < FEW_FIELDS) {
      this.#asked++;
      findField(have, ids, this.firstSlots, this.slotFields, field);
    } else pickMarks(have, ids, this.marks(field));
    return have;
  }

  /** By number of template: 1 where it has a field. */
  marks(field: number): Uint8Array {
    const known = this.#marks.get(field);
    if (known !== undefined) return known;
    const marks = new Uint8Array(this.count);
    if (this.#fieldStarts === undefined && this.#marks.size < FEW_MARKED)
      markField(marks, this.firstSlots, this.slotFields, field);
    else for (const id of this.withField(field)) marks[id] = 1;
    if (this.#marks.size >= MAX_MARKED_FIELDS) this.#marks.clear();
    this.#marks.set(field, marks);
    return marks;
  }

  #sortByField(): Int32Array {
    const { count, fieldCount, firstSlots, slotFields } = this;
    const starts = new Int32Array(fieldCount + 1);
    const sorted = new Int32Array(firstSlots[count]!);
    countFields(slotFields, sorted.length, starts);
    for (let field = 0; field < fieldCount; field++) starts[field + 1]! += starts[field]!;
    sortTemplates(slotFields, firstSlots, starts.slice(), sorted);
    this.#byField = sorted;
    this.#fieldStarts = starts;
    return starts;
  }
}

// Loops over slots are functions of their own, of arrays: V8 compiles with a loop what stands around it.

/** Of some templates: marks those that have a field. */
function findField(
  have: Uint8Array,
  ids: Int32Array,
  firstSlots: Int32Array,
  slotFields: Int32Array,
  field: number,
): void {
  for (let i = 0; i < have.length; i++) {
    const end = firstSlots[ids[i]! + 1]!;
    for (let slot = firstSlots[ids[i]!]!; slot < end; slot++)
      if (slotFields[slot] === field) have[i] = 1;
  }
}

/** Marks the templates that have a field. */
function markField(
  marks: Uint8Array,
  firstSlots: Int32Array,
  slotFields: Int32Array,
  field: number,
): void {
  let id = 0;
  const slots = firstSlots[marks.length]!;
  for (let slot = 0; slot < slots; slot++) {
    if (slotFields[slot] !== field) continue;
    while (firstSlots[id + 1]! <= slot) id++;
    marks[id] = 1;
  }
}

function pickMarks(have: Uint8Array, ids: Int32Array, marks: Uint8Array): void {
  for (let i = 0; i < have.length; i++) have[i] = marks[ids[i]!]!;
}

/** Counts the slots of each field, one place behind. */
function countFields(slotFields: Int32Array, slots: number, counts: Int32Array): void {
  for (let slot = 0; slot < slots; slot++) counts[slotFields[slot]! + 1]!++;
}

/** Puts each template behind others with the same field; `next` is where each field's come next. */
function sortTemplates(
  slotFields: Int32Array,
  firstSlots: Int32Array,
  next: Int32Array,
  sorted: Int32Array,
): void {
  for (let id = 0; id + 1 < firstSlots.length; id++)
    for (let slot = firstSlots[id]!; slot < firstSlots[id + 1]!; slot++)
      sorted[next[slotFields[slot]!]!++] = id;
}
