import { takeInts } from '../codec/arena.js';
import type { ByteReader } from '../codec/byte-reader.js';
import { SLOT_PLAIN } from '../template/line-scanner.js';
import type { Template } from '../template/template.js';
import { type BlockRoom, FRESH_BLOCKS } from './block-room.js';
import type { TemplateSlots } from './template-slots.js';

/** Literals that templates share: a pack has a few thousand, but more where each line has a template of its own. */
const MAX_SHARED = 1 << 14;

/**
 * The templates of a pack as its tables have them. That all of them can be read is proven at once, by one walk over the bytes;
 * what a template says is decoded when it is first asked for: of thousands a search asks for a few, and to make them all was
 * half of a search for an address.
 */
export class StoredTemplates implements TemplateSlots {
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
  readonly #ofKind = new Map<number, Set<number>>();
  /** Literals and kinds by their hash, the first of each. */
  readonly #known = new Map<number, Uint8Array>();

  /** They are gone over in `room`; what is found is kept elsewhere. */
  constructor(reader: ByteReader, room: BlockRoom = FRESH_BLOCKS) {
    this.#reader = reader;
    const fieldCount = reader.varint(reader.remaining);
    this.fieldCount = fieldCount;
    this.#names = reader.position;
    const held = room.hold(reader.view(reader.position, reader.remaining));
    const namesEnd = room.loops.skipTexts(held, 0, held.length, fieldCount);
    if (namesEnd < 0) refuseTemplates(reader, fieldCount);
    reader.skip(namesEnd);
    const count = reader.varint(reader.remaining);
    this.count = count;
    const base = reader.position;
    const templates = held.subarray(base - this.#names);
    const { length } = templates;
    const starts = takeInts(room, count);
    const firstSlots = takeInts(room, count + 1);
    // A slot takes three bytes at least.
    const fields = takeInts(room, (length / 3) | 0);
    const { walkTemplates } = room.loops;
    const lists = [starts, firstSlots, fields] as const;
    const slots = walkTemplates(templates, length, count, fieldCount, SLOT_PLAIN, ...lists);
    if (slots < 0) {
      reader.seek(this.#names);
      refuseTemplates(reader, fieldCount);
    }
    this.#starts = starts.map((start) => base + start);
    this.firstSlots = firstSlots.slice();
    this.slotFields = fields.slice(0, slots);
    this.#templates = new Array(count);
    this.#fieldsOf = new Array(count);
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
}

/** Says what is wrong with the names of fields, or with the templates behind them: what none of the loops that go over them does. */
function refuseTemplates(reader: ByteReader, fieldCount: number): never {
  for (let i = 0; i < fieldCount; i++) reader.skipPrefixed();
  const count = reader.varint(reader.remaining);
  for (let id = 0; id < count; id++) {
    const slots = reader.varint((reader.remaining / 3) | 0);
    for (let slot = 0; slot < slots; slot++) {
      reader.skipPrefixed();
      const kind = reader.u8();
      if (kind > SLOT_PLAIN)
        throw reader.error('Kind of a slot', `at most ${SLOT_PLAIN}`, `${kind}`);
      reader.varint(fieldCount - 1);
    }
    reader.skipPrefixed();
  }
  reader.expectEnd('the templates');
  throw reader.error('Length of a literal', 'less than 2^28 bytes', 'more');
}
