import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../../src/codec/byte-reader.js';
import { ByteWriter } from '../../../src/codec/byte-writer.js';
import { StoredTemplates } from '../../../src/pack/stored-templates.js';
import { encodeTemplates } from '../../../src/pack/templates-writer.js';
import {
  SLOT_PLAIN,
  SLOT_PREFIX,
  SLOT_TIME,
  SLOT_VALUE,
} from '../../../src/template/line-scanner.js';
import { MAX_TEMPLATE_SLOTS } from '../../../src/template/template-table.js';
import { latin1 } from '../../support/bytes.js';
import { randomRuns } from '../../support/random-runs.js';
import { searchRoom } from '../../support/search-room.js';

const template = (literals: string[], kinds: number[], fields: number[]) => ({
  literals: literals.map(latin1),
  kinds: Uint8Array.from(kinds),
  fields: Int32Array.from(fields),
});
const kernel = searchRoom();
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const TEMPLATES = [
  template(['', ' login of ', ''], [SLOT_TIME, SLOT_VALUE], [0, 2]),
  template(['up'], [], []),
  template(
    ['', ' ', ' from ', `.${'x'.repeat(300)}`],
    [SLOT_TIME, SLOT_VALUE, SLOT_VALUE],
    [0, 3, 2],
  ),
  template(['', ''], [SLOT_PLAIN], [1]),
];
const FIELDS = ['time', 'plain', 'of ', 'ø', 'nobody has it'];
/** Two templates that are the same. */
const PLAIN = encodeTemplates({
  fields: ['f'],
  templates: [0, 1].map(() => template(['', ''], [SLOT_PLAIN], [0])),
});
const ENCODED = encodeTemplates({ fields: FIELDS, templates: TEMPLATES });
const stored = (bytes: Uint8Array = ENCODED) =>
  new StoredTemplates(new ByteReader(bytes, 'a pack'));

describe('StoredTemplates', () => {
  it('template() is what was stored, in any order, and the same object when it is asked for again', () => {
    const templates = stored();
    expect(templates.count).toBe(4);
    for (const id of [2, 0, 3, 1, 2]) {
      const { literals, kinds, fields } = templates.template(id)!;
      expect({ literals: literals.map((each) => Uint8Array.from(each)), kinds, fields }).toEqual(
        TEMPLATES[id],
      );
    }
    expect(templates.template(2)).toBe(templates.template(2));
    expect(templates.template(4)).toBe(undefined);
  });

  it('template() has a literal before the same field in the object that other templates have', () => {
    const templates = stored();
    const [first, third] = [0, 2].map((id) => templates.template(id)!);
    expect(third!.literals[0]).toBe(first!.literals[0]);
    expect(third!.literals[1]).not.toEqual(first!.literals[1]);
  });

  it('beginning() is the beginning of template(), and not kept', () => {
    for (const most of [0, 1, 2, 3]) {
      const templates = stored();
      for (const id of [2, 0, 1, 3]) {
        const { literals, kinds, fields } = templates.beginning(id, most)!;
        const whole = stored().template(id)!;
        expect(literals).toEqual(whole.literals.slice(0, most + 1));
        expect(kinds).toEqual(whole.kinds.slice(0, most));
        expect(fields).toEqual(whole.fields.slice(0, most));
        if (most < whole.kinds.length)
          expect(templates.template(id)!.literals).toEqual(whole.literals);
      }
    }
  });

  it('templates that share what they begin with, of any before them, are read as they were', () => {
    const slot = fc.record({ literal: fc.constantFrom('', ' ', ' x='), turn: fc.nat(1) });
    const any = fc
      .record({ slots: fc.array(slot, { maxLength: 12 }), last: fc.constantFrom('', ' up') })
      .map(({ slots, last }) => {
        const fields = slots.map(({ turn }, i) => 2 * i + turn);
        const literals = [...slots.map(({ literal }) => literal), last];
        return template(
          literals,
          fields.map((field) => field % 4),
          fields,
        );
      });
    const names = Array.from({ length: 24 }, (_, field) => `f${field}`);
    fc.assert(
      fc.property(fc.array(any, { maxLength: 60 }), fc.nat(12), (templates, most) => {
        const bytes = encodeTemplates({ fields: names, templates });
        const read = stored(bytes);
        kernel.reset();
        expect(new StoredTemplates(new ByteReader(bytes, ''), kernel).slots).toEqual(read.slots);
        expect(read.count).toBe(templates.length);
        for (let id = templates.length - 1; id >= 0; id--) {
          const { literals, kinds, fields } = templates[id]!;
          const beginning = read.beginning(id, most)!;
          expect(beginning.literals.map(text)).toEqual(literals.slice(0, most + 1).map(text));
          expect(beginning.kinds).toEqual(kinds.slice(0, most));
          const all = read.template(id)!;
          expect(all.literals.map(text)).toEqual(literals.map(text));
          expect(all.kinds).toEqual(kinds);
          expect(all.fields).toEqual(fields);
        }
      }),
      randomRuns(300),
    );
  });

  it('what templates share is written once', () => {
    const fields = Array.from({ length: 100 }, (_, field) => field);
    const long = (last: string) => template([...fields.map(() => ' '), last], fields, fields);
    const kinds = (each: ReturnType<typeof long>) => ({ ...each, kinds: new Uint8Array(100) });
    const names = fields.map(() => '');
    const sizes = [1, 2, 20].map((count) => {
      const templates = Array.from({ length: count }, (_, i) => kinds(long(`${10 + i}`)));
      return encodeTemplates({ fields: names, templates }).length;
    });
    // An end: its length, two letters, kind and field; a template: which one before, how many slots, and the end. The sum of
    // slots takes a byte more.
    expect(sizes[1]! - sizes[0]!).toBe(5 + 3 + 1);
    expect(sizes[2]! - sizes[0]!).toBe(19 * (5 + 3) + 1);
  });

  it('fieldsOfKind() are the fields of slots of a kind', () => {
    const templates = stored();
    expect([...templates.fieldsOfKind(SLOT_TIME)]).toEqual([0]);
    expect([...templates.fieldsOfKind(SLOT_PLAIN)]).toEqual([1]);
    expect([...templates.fieldsOfKind(SLOT_VALUE)].sort()).toEqual([2, 3]);
    expect([...templates.fieldsOfKind(SLOT_PREFIX)]).toEqual([]);
  });

  it('fields are read whether their numbers take one byte, two or three, and refused when there are none such', () => {
    const fields = Array.from({ length: 20_000 }, (_, field) => `${field}`);
    const numbers = [0, 127, 128, 300, 16_383, 16_384, 19_999];
    const templates = numbers.map((field) =>
      template(['', 'x'.repeat(field)], [SLOT_VALUE], [field]),
    );
    const encoded = encodeTemplates({ fields, templates });
    const read = stored(encoded);
    for (const [id, field] of numbers.entries()) {
      expect([...read.fieldsOf(id)!]).toEqual([field]);
      expect(read.template(id)!.literals[1]).toHaveLength(field);
    }
    for (const few of [19_999, 16_384, 300, 128, 1]) {
      const names = fields.slice(0, few);
      const bytes = encodeTemplates({ fields: names, templates });
      expect(() => stored(bytes)).toThrow(/Number out of range/);
    }
  });

  it('names() are those of the fields, before and after templates were asked for', () => {
    const templates = stored();
    expect(templates.names()).toEqual(FIELDS);
    templates.template(2);
    expect(templates.names()).toEqual(FIELDS);
  });

  it('refuses at once what is cut off, too long, or of a kind that is not known', () => {
    for (let length = 0; length < ENCODED.length; length++)
      expect(() => stored(ENCODED.subarray(0, length))).toThrow(/a pack/);
    expect(() => stored(Uint8Array.from([...ENCODED, 0]))).toThrow(/left over/);
    const kind = Uint8Array.from(PLAIN);
    kind[5] = 5;
    expect(() => stored(kind)).toThrow(/Kind of a slot/);
  });

  it('refuses parts, templates before others and sums of slots that there are not', () => {
    expect(stored(PLAIN).template(1)!.fields).toEqual(Int32Array.of(0));
    for (const [at, byte, message] of [
      [6, 1, /Number out of range.*at most 0, got 1/],
      [9, 1, /Number out of range.*at most 0, got 1/],
      [11, 3, /Slots of the templates.*expected 3, got 2/],
      [12, 1, /Number out of range.*at most 0, got 1/],
      [13, 2, /Number out of range.*at most 1, got 2/],
      [16, 0, /Shared slots.*at least 1, got 0/],
      [16, 2, /Number out of range.*at most 1, got 2/],
      [17, 2, /Number out of range.*at most 1, got 2/],
    ] as const) {
      const bytes = Uint8Array.from(PLAIN);
      bytes[at] = byte;
      expect(() => stored(bytes), `byte ${at}`).toThrow(message);
    }
  });

  it('refuses a template that shares no more than the one before it does, so that no list of them is long', () => {
    const head = [...PLAIN.slice(0, 10)];
    const [first, like] = [
      [0, 0, 1],
      [1, 1, 1],
    ];
    expect(stored(Uint8Array.of(...head, 2, 2, ...first, ...like)).count).toBe(2);
    const chain = Uint8Array.of(...head, 3, 3, ...first, ...like, ...like);
    expect(() => stored(chain)).toThrow(/Shared slots.*at least 2, got 1/);
    const beside = Uint8Array.of(...head, 3, 3, ...first, ...like, 2, 1, 1);
    expect(stored(beside).template(2)!.fields).toEqual(Int32Array.of(0));
  });

  it('refuses more templates, and more slots, than a pack has, and takes no room for them', () => {
    const head = [...PLAIN.slice(0, 10)];
    const numbers = (...values: number[]) => {
      const out = new ByteWriter();
      for (const value of values) out.varint(value);
      return Uint8Array.of(...head, ...out.bytes());
    };
    for (const count of [1_048_577, 2 ** 28 - 1, 2 ** 40])
      expect(() => stored(numbers(count, 0))).toThrow(/Number out of range.*at most 1048576/);
    for (const slots of [8_388_609, 2 ** 31, 2 ** 40])
      expect(() => stored(numbers(2, slots))).toThrow(/Number out of range.*at most 8388608/);
  });

  it('reads more templates than a pack ends with: the message log may have them', () => {
    const many = Array.from({ length: 200_000 }, () => template(['up'], [], []));
    const read = stored(encodeTemplates({ fields: [], templates: many }));
    expect(read.count).toBe(200_000);
    expect(read.template(199_999)!.literals.map(text)).toEqual(['up']);
  });

  it('reads templates of as many slots as one can have', () => {
    const fields = Array.from({ length: MAX_TEMPLATE_SLOTS }, (_, field) => field);
    const long = template(Array(fields.length + 1).fill(' '), Array(fields.length).fill(0), fields);
    const read = stored(encodeTemplates({ fields: fields.map(() => ''), templates: [long, long] }));
    for (const id of [0, 1]) expect(read.template(id)!.fields).toEqual(long.fields);
  });
});
