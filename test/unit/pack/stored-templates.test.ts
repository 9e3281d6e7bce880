import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../../src/codec/byte-reader.js';
import { StoredTemplates } from '../../../src/pack/stored-templates.js';
import { encodeTemplates } from '../../../src/pack/tables.js';
import { SLOT_PLAIN, SLOT_TIME, SLOT_VALUE } from '../../../src/template/line-scanner.js';
import { latin1 } from '../../support/bytes.js';

const template = (literals: string[], kinds: number[], fields: number[]) => ({
  literals: literals.map(latin1),
  kinds: Uint8Array.from(kinds),
  fields: Int32Array.from(fields),
});
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

  it('template() shares literals and kinds that are the same with other templates', () => {
    const templates = stored();
    const [first, third, last] = [0, 2, 3].map((id) => templates.template(id)!);
    expect(third!.literals[0]).toBe(first!.literals[0]);
    expect(first!.literals[2]).toBe(first!.literals[0]);
    expect(last!.literals).toEqual([first!.literals[0], first!.literals[0]]);
    expect(third!.literals[1]).not.toEqual(first!.literals[1]);
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
    const last = ENCODED.lastIndexOf(SLOT_PLAIN);
    const kind = Uint8Array.from(ENCODED);
    kind[last] = SLOT_PLAIN + 1;
    expect(() => stored(kind)).toThrow(/Kind of a slot/);
  });
});
