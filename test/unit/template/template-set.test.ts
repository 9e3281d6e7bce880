import { describe, expect, it } from 'vitest';
import {
  SLOT_PLAIN,
  SLOT_PREFIX,
  SLOT_TIME,
  SLOT_VALUE,
  timeSpelling,
} from '../../../src/template/line-scanner.js';
import { TemplateSet } from '../../../src/template/template-set.js';
import { asText, latin1 } from '../../support/bytes.js';

const values = (count: number) => new Array<number>(count).fill(SLOT_VALUE);
const add = (set: TemplateSet, literals: string[], kinds = values(literals.length - 1)) =>
  set.add(literals.map(latin1), kinds);
const fieldsOf = (set: TemplateSet, template: number) =>
  Array.from(set.templates[template]!.fields, (field) => set.fields[field]!);

describe('TemplateSet', () => {
  it('has each template once, and tells apart what only looks the same', () => {
    const set = new TemplateSet();
    const numbers = [
      ...[['a ', ' b'], ['a  b'], ['a ', ' ', 'b'], [' a', ' b'], ['a ', ' b', '']],
      ...[[''], ['', ''], ['', '', ''], ['1', '23'], ['12', '3'], ['0 1', ''], ['\xff', '\0']],
    ].map((literals) => add(set, literals));
    expect(numbers).toEqual([...numbers.keys()]);
    expect(add(set, ['a ', ' b'])).toBe(0);
    expect(add(set, ['a ', ' b'], [SLOT_TIME])).toBe(numbers.length);
    expect(set.count).toBe(numbers.length + 1);
    expect(set.templates[0]!.literals.map(asText)).toEqual(['a ', ' b']);
    expect([...set.templates[0]!.kinds]).toEqual([SLOT_VALUE]);
  });

  it('names fields by the word before their values, so that templates share them', () => {
    const set = new TemplateSet();
    const first = add(set, ['sshd: from ', ' port ', ' x']);
    const second = add(set, ['sshd: Failed from ', ' port ', '']);
    expect(fieldsOf(set, first)).toEqual(['from ', 'port ']);
    expect(fieldsOf(set, second)).toEqual(['from ', 'port ']);
    const kinds = [SLOT_PREFIX, SLOT_TIME, SLOT_VALUE];
    expect(fieldsOf(set, add(set, ['', '', ' ', ''], kinds)).slice(0, 2)).toEqual([
      '<pri>',
      '<time>',
    ]);
  });

  it('gives no template a field twice', () => {
    const set = new TemplateSet();
    for (const literals of [
      ['at ', ' at ', ' at ', ''],
      new Array<string>(190).fill(','),
      new Array<string>(190).fill(''),
      new Array<string>(50).fill('x'.repeat(60)),
    ]) {
      const { fields } = set.templates[add(set, literals)]!;
      expect(new Set(fields).size).toBe(literals.length - 1);
    }
  });

  it('plain() has one template for each row of kinds', () => {
    const set = new TemplateSet();
    const alone = set.plain([SLOT_PLAIN]);
    const cut = set.plain([SLOT_PREFIX, SLOT_PLAIN]);
    expect(set.plain([SLOT_PLAIN])).toBe(alone);
    expect(set.plain([SLOT_PREFIX, SLOT_PLAIN])).toBe(cut);
    expect(alone).not.toBe(cut);
    expect(set.templates[cut]!.literals.map(asText)).toEqual(['', '', '']);
    expect(fieldsOf(set, cut)).toEqual(['<pri>', '<text>']);
    expect(
      new Set(set.templates[set.plain([SLOT_PLAIN, SLOT_TIME, SLOT_PLAIN])]!.fields).size,
    ).toBe(3);
  });

  it('has a field for each spelling of timestamps, and one name for them', () => {
    const set = new TemplateSet();
    const spelled = (time: string) => {
      const kind = SLOT_TIME | timeSpelling(latin1(time), 0, time.length);
      return set.templates[add(set, ['', ' up'], [kind])]!;
    };
    const month = spelled('Jun 10 09:29:01');
    const iso = spelled('2026-06-10T09:29:01Z');
    expect(spelled('Jul  1 19:29:01')).toBe(month);
    expect(iso.fields[0]).not.toBe(month.fields[0]);
    expect([...month.kinds, ...iso.kinds, ...set.fieldKinds]).toEqual(Array(4).fill(SLOT_TIME));
    expect(set.fields).toEqual(['<time>', '<time>']);
    // As long as one another, but for marks in front: one has its clock set, two have not, and a web server has brackets.
    const times = ['Jun 10 2026 09:29:01.046 UTC', '*Jun 10 09:29:01.04678900 UTC'].map((time) =>
      time.slice(0, 28),
    );
    times.push(
      `.${times[1]!.slice(1)}`,
      '[10/Jun/2026:09:29:01 +0900]',
      '2026-06-10T09:29:01.04+02:00',
    );
    expect(new Set(times.map((time) => time.length)).size).toBe(1);
    expect(new Set(times.map((time) => spelled(time).fields[0])).size).toBe(times.length);
  });

  it('clear() forgets templates and fields', () => {
    const set = new TemplateSet();
    add(set, ['a ', '']);
    set.plain([SLOT_PLAIN]);
    set.clear();
    expect([set.count, set.fields.length]).toEqual([0, 0]);
    expect(add(set, ['b ', ''])).toBe(0);
    expect(set.plain([SLOT_PLAIN])).toBe(1);
    expect(set.fields).toHaveLength(2);
  });
});
