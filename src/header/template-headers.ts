import type { ValueTest } from '../column/column.js';
import type { StoredTemplates } from '../pack/stored-templates.js';
import type { TextField } from '../query/ast.js';
import {
  type FieldPlace,
  type FieldSlot,
  type TemplateHeader,
  type Usual,
  whole,
} from './field-place.js';
import { templateHeader } from './header-forms.js';

/** Slots of a template that are looked at: no header has more. */
const HEADER_SLOTS = 16;

/** A slot that some templates have fields of the header in, or what stands before these. */
export type KnownSlot = FieldSlot & {
  /** Its place in `slots`. */
  readonly number: number;
  /** Whether all of a value is as usual. */
  readonly isUsual: ValueTest['test'];
  /** Passes values that are not. */
  readonly unusual: ValueTest;
};

/** Where some templates have a field; the slots are those of `slots`. */
export type KnownPlace = {
  readonly expected: readonly KnownSlot[];
  readonly literal: Uint8Array | undefined;
  readonly slot: KnownSlot | undefined;
};

/** The number of no place: it is not known where the field is. */
export const UNKNOWN = -1;
/** The number of templates that were not asked for. */
export const NOT_ASKED = -2;

/**
 * Where the templates of a pack have the fields of headers, each asked once. Thousands of templates have them in a few dozen
 * places: these have numbers, for a block to go through its templates and look at each place once.
 */
export class TemplateHeaders {
  /** By their numbers. */
  readonly places: KnownPlace[] = [];
  readonly slots: KnownSlot[] = [];
  readonly #templates: StoredTemplates;
  readonly #headers: (TemplateHeader | null | undefined)[];
  /** By field: by template one more than the number of the place, UNKNOWN, or 0 before it is asked for. */
  readonly #numbers = new Map<TextField, Int32Array>();
  readonly #placeNumbers = new Map<string, number>();
  readonly #slotNumbers = new Map<string, number>();
  readonly #usuals = new Map<Usual, number>();

  constructor(templates: StoredTemplates) {
    this.#templates = templates;
    this.#headers = new Array(templates.count);
  }

  /** Of template `id`; undefined when nothing is known. */
  of(id: number): TemplateHeader | undefined {
    let known = this.#headers[id];
    if (known === undefined) {
      const template = this.#templates.beginning(id, HEADER_SLOTS);
      known = (template && templateHeader(template)) ?? null;
      this.#headers[id] = known;
    }
    return known ?? undefined;
  }

  /** The numbers of the places in which some templates have a field, UNKNOWN, or NOT_ASKED: these are not looked at. */
  numbersOf(field: TextField, ids: Int32Array, asked: (i: number) => boolean): Int32Array {
    let known = this.#numbers.get(field);
    if (known === undefined) {
      known = new Int32Array(this.#templates.count);
      this.#numbers.set(field, known);
    }
    const numbers = new Int32Array(ids.length);
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i]!;
      if (!asked(i)) {
        numbers[i] = NOT_ASKED;
        continue;
      }
      if (known[id] === 0) {
        const place = this.of(id)?.[field];
        known[id] = place === undefined ? UNKNOWN : this.#placeNumber(place) + 1;
      }
      numbers[i] = known[id]! > 0 ? known[id]! - 1 : UNKNOWN;
    }
    return numbers;
  }

  #placeNumber({ expected, literal, slot }: FieldPlace): number {
    const slots = expected.map((each) => this.#slot(each));
    const own = slot && this.#slot(slot);
    const key = `${slots.map((each) => each.number)} ${own?.number ?? ''} ${asText(literal)}`;
    let number = this.#placeNumbers.get(key);
    if (number === undefined) {
      number = this.places.length;
      this.places.push({ expected: slots, literal, slot: own });
      this.#placeNumbers.set(key, number);
    }
    return number;
  }

  #slot(slot: FieldSlot): KnownSlot {
    const { field, usual, before, behind } = slot;
    const key = `${field} ${this.#usual(usual)} ${asText(before)} ${asText(behind)}`;
    const known = this.#slotNumbers.get(key);
    if (known !== undefined) return this.slots[known]!;
    const number = this.slots.length;
    const isUsual = whole(slot, usual.test);
    const test: ValueTest['test'] = (bytes, start, end) => !isUsual(bytes, start, end);
    const isAlone = before.length + behind.length === 0 && usual.others !== undefined;
    const unusual = isAlone ? { test, passing: usual.others } : { test };
    const made = { ...slot, number, isUsual, unusual };
    this.slots.push(made);
    this.#slotNumbers.set(key, number);
    return made;
  }

  #usual(usual: Usual): number {
    let number = this.#usuals.get(usual);
    if (number === undefined) {
      number = this.#usuals.size;
      this.#usuals.set(usual, number);
    }
    return number;
  }
}

/** Bytes as a part of a key: no two parts of it are taken for others. */
function asText(bytes: Uint8Array | undefined): string {
  if (bytes === undefined) return '';
  if (bytes.length === 0) return '0';
  const { buffer, byteOffset, length } = bytes;
  return `${length}:${Buffer.from(buffer, byteOffset, length).toString('latin1')}`;
}
