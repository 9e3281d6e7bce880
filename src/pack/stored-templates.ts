import { MAX_PACK_SLOTS, MAX_PACK_TEMPLATES } from '../base/limits.js';
import { takeInts } from '../codec/arena.js';
import type { ByteReader } from '../codec/byte-reader.js';
import type { Template } from '../template/template.js';
import { type BlockRoom, FRESH_BLOCKS } from './block-room.js';
import { END_OF_TEMPLATE } from './pack-format.js';
import { type PackSlots, slotsOf } from './template-slots.js';

/** A literal and what fills the slot behind it, or END_OF_TEMPLATE. */
type Part = { readonly literal: Uint8Array; readonly kind: number };

/**
 * The templates of a pack as its tables have them. That all of them can be read is proven at once, by one walk over the bytes;
 * what a template says is decoded when it is first asked for: of thousands a search asks for a few, and to make them all was
 * half of a search for an address.
 */
export class StoredTemplates {
  readonly count: number;
  readonly fieldCount: number;
  readonly #reader: ByteReader;
  /** Where all of it begins. */
  readonly #base: number;
  /** From there on: where the names of fields stand, each part, and each template. */
  readonly #names: number;
  readonly #partStarts: Int32Array;
  readonly #starts: Int32Array;
  /** Of each part the field of its slot; -1: it is the end of a template. */
  readonly #partFields: Int32Array;
  /** Their slots, which nobody has written out: of thousands of templates a block has some hundreds. */
  readonly slots: PackSlots;
  /** By number; of thousands most are never asked for. */
  readonly #templates = new Map<number, Template>();
  readonly #fieldsOf = new Map<number, Int32Array>();
  readonly #ofKind = new Map<number, Set<number>>();
  readonly #parts = new Map<number, Part>();

  /** They are gone over in `room`; what is found is kept elsewhere. */
  constructor(reader: ByteReader, room: BlockRoom = FRESH_BLOCKS) {
    this.#reader = reader;
    const { loops } = room;
    const base = reader.position;
    const held = room.hold(reader.view(base, reader.remaining));
    const end = held.length;
    /** Goes behind what a loop has gone over; where that was not possible, says what is wrong. */
    const goBehind = (at: number) => {
      if (at < 0) refuseTemplates(reader, base);
      reader.seek(base + at);
    };
    const fieldCount = reader.varint(reader.remaining);
    this.fieldCount = fieldCount;
    this.#names = reader.position - base;
    goBehind(loops.skipTexts(held, this.#names, end, fieldCount));

    const partCount = reader.varint(reader.remaining);
    const partStarts = takeInts(room, partCount);
    const parts = takeInts(room, partCount);
    const firstPart = reader.position - base;
    const found = [partStarts, parts] as const;
    goBehind(
      loops.walkParts(held, firstPart, end, partCount, fieldCount, END_OF_TEMPLATE, ...found),
    );

    const count = reader.varint(MAX_PACK_TEMPLATES);
    const slots = reader.varint(MAX_PACK_SLOTS);
    this.count = count;
    const starts = takeInts(room, count);
    const likes = takeInts(room, count);
    const shared = takeInts(room, count);
    const ownStarts = takeInts(room, count + 1);
    // Each of its own takes a byte.
    const ownFields = takeInts(room, Math.min(slots, reader.remaining));
    const first = reader.position - base;
    const lists = [starts, likes, shared, ownStarts, ownFields] as const;
    goBehind(loops.walkTemplates(held, first, end, count, slots, parts, partCount, ...lists));
    reader.expectEnd('the templates');
    this.#base = base;
    this.#partStarts = partStarts.slice();
    this.#partFields = parts.slice();
    this.#starts = starts.slice();
    this.slots = {
      likes: likes.slice(),
      shared: shared.slice(),
      ownStarts: ownStarts.slice(),
      ownFields: ownFields.slice(0, ownStarts[count]),
    };
  }

  /** The names of the fields. */
  names(): string[] {
    const reader = this.#reader;
    reader.seek(this.#base + this.#names);
    return Array.from({ length: this.fieldCount }, () =>
      Buffer.from(reader.prefixed()).toString('latin1'),
    );
  }

  /** The fields of template `id`, for which it is not decoded; undefined when there is none of that number. */
  fieldsOf(id: number): Int32Array | undefined {
    if (id >= this.count) return undefined;
    let fields = this.#fieldsOf.get(id);
    if (fields === undefined) {
      fields = slotsOf(this.slots, Int32Array.of(id), FRESH_BLOCKS).slotFields;
      this.#fieldsOf.set(id, fields);
    }
    return fields;
  }

  /** Template `id`, always the same object; undefined when there is none of that number. */
  template(id: number): Template | undefined {
    const known = this.#templates.get(id);
    if (known !== undefined) return known;
    const fields = this.fieldsOf(id);
    if (fields === undefined) return undefined;
    const template = this.#decode(id, fields);
    this.#templates.set(id, template);
    return template;
  }

  /** The beginning of template `id`, up to so many slots and the literal behind them: not kept. */
  beginning(id: number, most: number): Template | undefined {
    const fields = this.fieldsOf(id);
    if (fields === undefined) return undefined;
    return this.#templates.get(id) ?? this.#decode(id, fields.subarray(0, most));
  }

  #decode(id: number, fields: Int32Array): Template {
    const reader = this.#reader;
    const literals = new Array<Uint8Array>(fields.length + 1);
    const kinds = new Uint8Array(fields.length);
    // Its own parts stand behind those that it shares with another, which has some of them of yet another.
    let end = fields.length + 1;
    for (let like = id; end > 0; ) {
      reader.seek(this.#base + this.#starts[like]!);
      const back = reader.varint();
      const shared = back > 0 ? reader.varint() : 0;
      for (let slot = shared; slot < end; slot++) {
        const { literal, kind } = this.#part(reader.varint());
        literals[slot] = literal;
        if (slot < kinds.length) kinds[slot] = kind;
      }
      end = Math.min(end, shared);
      like -= back;
    }
    return { literals, kinds, fields };
  }

  #part(part: number): Part {
    let found = this.#parts.get(part);
    if (found === undefined) {
      const reader = this.#reader;
      const { position } = reader;
      reader.seek(this.#base + this.#partStarts[part]!);
      found = { literal: reader.prefixed(), kind: reader.u8() };
      reader.seek(position);
      this.#parts.set(part, found);
    }
    return found;
  }

  /** The fields of a kind, which all slots of a field are. No template is decoded for it. */
  fieldsOfKind(kind: number): ReadonlySet<number> {
    let found = this.#ofKind.get(kind);
    if (found !== undefined) return found;
    found = new Set();
    for (let part = 0; part < this.#partStarts.length; part++)
      if (this.#part(part).kind === kind) found.add(this.#partFields[part]!);
    this.#ofKind.set(kind, found);
    return found;
  }
}

/** Says what is wrong with the templates from a position on: what none of the loops that go over them does. */
function refuseTemplates(reader: ByteReader, position: number): never {
  reader.seek(position);
  const fieldCount = reader.varint(reader.remaining);
  for (let i = 0; i < fieldCount; i++) reader.skipPrefixed();
  const ends: boolean[] = [];
  const parts = reader.varint(reader.remaining);
  for (let part = 0; part < parts; part++) {
    reader.skipPrefixed();
    const kind = reader.u8();
    if (kind > END_OF_TEMPLATE)
      throw reader.error('Kind of a slot', `at most ${END_OF_TEMPLATE}`, `${kind}`);
    const isEnd = kind === END_OF_TEMPLATE;
    reader.varint(isEnd ? 0 : fieldCount - 1);
    ends.push(isEnd);
  }
  const count = reader.varint(MAX_PACK_TEMPLATES);
  const slots = reader.varint(MAX_PACK_SLOTS);
  const lengths: number[] = [];
  const sharedSlots: number[] = [];
  let sum = 0;
  for (let id = 0; id < count; id++) {
    const back = reader.varint(id);
    let length = back > 0 ? reader.varint(lengths[id - back]) : 0;
    const least = back > 0 ? sharedSlots[id - back]! + 1 : 0;
    if (length < least) throw reader.error('Shared slots', `at least ${least}`, `${length}`);
    sharedSlots.push(length);
    for (; ends[reader.varint(parts - 1)] === false; length++);
    lengths.push(length);
    sum += length;
  }
  if (sum !== slots) throw reader.error('Slots of the templates', `${slots}`, `${sum}`);
  throw reader.error('Length of a literal', 'less than 2^28 bytes', 'more');
}
