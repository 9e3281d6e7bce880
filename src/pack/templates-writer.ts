import { ByteWriter } from '../codec/byte-writer.js';
import type { Template } from '../template/template.js';
import { END_OF_TEMPLATE } from './pack-format.js';
import type { Templates } from './tables.js';

/**
 * Writes the names of fields and the templates, as pack-format.ts has them. The templates of a program differ behind what they
 * begin with: each says of which one before it has most slots, and then its own parts.
 */
export function encodeTemplates({ fields, templates }: Templates): Uint8Array {
  const out = new ByteWriter(1 << 14);
  out.varint(fields.length);
  for (const name of fields) out.prefixed(Buffer.from(name, 'latin1'));
  const parts = new Parts();
  const lists = templates.map((template) => parts.of(template));
  out.varint(parts.count);
  out.raw(parts.bytes());
  out.varint(templates.length);
  out.varint(templates.reduce((sum, { kinds }) => sum + kinds.length, 0));
  const beginnings = new Beginnings(parts.count);
  for (const [id, list] of lists.entries()) {
    const { shared, like } = beginnings.add(list, id);
    out.varint(shared === 0 ? 0 : id - like);
    if (shared > 0) out.varint(shared);
    for (let i = shared; i < list.length; i++) out.varint(list[i]!);
  }
  return out.bytes();
}

/** The parts of templates, each once: a literal, and the slot behind it, or the end. */
class Parts {
  readonly #numbers = new Map<string, number>();
  readonly #out = new ByteWriter(1 << 12);

  get count(): number {
    return this.#numbers.size;
  }

  bytes(): Uint8Array {
    return this.#out.bytes();
  }

  /** The numbers of a template's parts. */
  of({ literals, kinds, fields }: Template): readonly number[] {
    return literals.map((literal, slot) =>
      this.#number(literal, kinds[slot] ?? END_OF_TEMPLATE, fields[slot] ?? 0),
    );
  }

  #number(literal: Uint8Array, kind: number, field: number): number {
    const key = `${kind} ${field} ${Buffer.from(literal).toString('latin1')}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#out.prefixed(literal);
    this.#out.u8(kind);
    this.#out.varint(field);
    return this.#numbers.set(key, this.#numbers.size).size - 1;
  }
}

/** What lists of parts begin with, as a tree. */
class Beginnings {
  readonly #parts: number;
  /** By node, the root being 0, and part behind it: the next node. */
  readonly #next = new Map<number, number>();
  /** Of each node the list that it was made for. */
  readonly #likes: number[] = [0];

  /** Of lists of so many parts. */
  constructor(parts: number) {
    this.#parts = parts;
  }

  /** Adds the list of a number; says how much of its beginning others have, and which one had it first. */
  add(list: readonly number[], id: number): { shared: number; like: number } {
    let node = 0;
    let shared = 0;
    // The end is no beginning of another one.
    const slots = list.length - 1;
    for (; shared < slots; shared++) {
      const next = this.#next.get(node * this.#parts + list[shared]!);
      if (next === undefined) break;
      node = next;
    }
    const like = this.#likes[node]!;
    for (let slot = shared; slot < slots; slot++) {
      const next = this.#likes.push(id) - 1;
      this.#next.set(node * this.#parts + list[slot]!, next);
      node = next;
    }
    return { shared, like };
  }
}
