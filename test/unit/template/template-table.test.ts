import { beforeEach, describe, expect, it } from 'vitest';
import {
  MAX_SLOTS,
  SLOT_PLAIN,
  SLOT_PREFIX,
  SLOT_TIME,
} from '../../../src/template/line-scanner.js';
import { MAX_TEMPLATES, TemplateTable } from '../../../src/template/template-table.js';
import { asText, noise } from '../../support/bytes.js';
import { type CutMessage, rangeOf, uncut } from '../../support/plain-runs.js';
import { found } from '../../support/templates.js';

let table = new TemplateTable();
beforeEach(() => {
  table = new TemplateTable();
  table.startBlock(1 << 20);
});

const kindsOf = (number: number) => [...table.set.templates[number]!.kinds];
const find = (message: CutMessage | string) =>
  found(table, typeof message === 'string' ? uncut(message, 9999) : message).template;

/** A word of letters for each number. */
const letters = (number: number): string =>
  [...number.toString(26)]
    .map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 26)))
    .join('');

describe('TemplateTable', () => {
  it('gives messages that differ in their values one template', () => {
    const first = find('session 1 opened for user bob42');
    expect(find('session 4711 opened for user x1')).toBe(first);
    expect(find('session 1 closed for user x1')).not.toBe(first);
    expect(find('session 1 opened for user bob')).not.toBe(first);
    expect(table.set.templates[first]!.literals.map(asText)).toEqual([
      'session ',
      ' opened for user ',
      '',
    ]);
  });

  it('takes a word for a value once 41 words have stood in its place', () => {
    const early = find(`user ${letters(100)} in`);
    const all = Array.from({ length: 40 }, (_, i) => find(`user ${letters(101 + i)} in`));
    expect(new Set(all).size).toBe(40);
    // The last of them was the 41st word: it and all later ones share a template.
    const late = all.at(-1)!;
    expect(find(`user ${letters(999)} in`)).toBe(late);
    expect(find('user alice in')).toBe(late);
    expect(kindsOf(late)).toHaveLength(1);
    // Shapes known before keep their template.
    expect(find(`user ${letters(100)} in`)).toBe(early);
    expect(find('user alice.x in')).toBe(late);
    expect(find('user alice out')).not.toBe(late);
  });

  it('keeps a message with more slots than a template has as plain text', () => {
    const many = (count: number) => Array.from({ length: count }, (_, i) => `${i}`).join(' ');
    expect(kindsOf(find(many(MAX_SLOTS)))).toHaveLength(MAX_SLOTS);
    for (const more of [1, 2, 3000])
      expect(kindsOf(find(many(MAX_SLOTS + more)))).toEqual([SLOT_PLAIN]);
  });

  it('makes twice as many slots of words as there are of values', () => {
    for (let i = 0; i < 60; i++) find(`1 ${letters(i + 100)} 1`);
    const message = Array.from({ length: MAX_SLOTS }, (_, i) => `1 ${letters(i + 1000)}`).join(' ');
    expect(kindsOf(find(message)).length).toBeGreaterThan(MAX_SLOTS);
  });

  it('keeps a message of more than 8,192 bytes as plain text, around its cuts', () => {
    const long = 'x'.repeat(8192);
    expect(kindsOf(find(long))).toEqual([]);
    expect(kindsOf(find(`${long}x`))).toEqual([SLOT_PLAIN]);
    expect(kindsOf(find(asText(noise(100_000))))).toEqual([SLOT_PLAIN]);
    const cut = { front: '', prefix: '<14>', middle: '', stamp: 'Aug 17', rest: long };
    expect(kindsOf(find(cut))).toEqual([SLOT_PREFIX, SLOT_TIME, SLOT_PLAIN]);
    const between = { ...cut, front: '\0', middle: ' a ' };
    expect(kindsOf(find(between))).toEqual([
      ...[SLOT_PLAIN, SLOT_PREFIX, SLOT_PLAIN, SLOT_TIME, SLOT_PLAIN],
    ]);
    expect(kindsOf(find({ ...between, stamp: '' }))).toEqual([SLOT_PLAIN, SLOT_PREFIX, SLOT_PLAIN]);
  });

  it('learns so many shapes in a block, and in the next one again', () => {
    table.clear();
    table.startBlock(80);
    // 512 and an eighth of the messages.
    const shape = (i: number) => `${letters(i)} 1 ${letters(i)}`;
    for (let i = 0; i < 522; i++) expect(kindsOf(find(shape(i))), `${i}`).not.toContain(SLOT_PLAIN);
    for (let i = 522; i < 600; i++) expect(kindsOf(find(shape(i)))).toEqual([SLOT_PLAIN]);
    // What is known is still found.
    expect(kindsOf(find(shape(3)))).not.toContain(SLOT_PLAIN);
    table.startBlock(80);
    expect(kindsOf(find(shape(522)))).not.toContain(SLOT_PLAIN);
    let learned = 1;
    while (!kindsOf(find(shape(1000 + learned))).includes(SLOT_PLAIN)) learned++;
    expect(learned).toBeLessThan(522);
    // A block that does not need all it may learn leaves the next one more.
    table.startBlock(80);
    table.startBlock(80);
    table.startBlock(80);
    for (let i = 0; i < 70; i++) expect(kindsOf(find(shape(2000 + i)))).not.toContain(SLOT_PLAIN);
  });

  it('forgets shapes when there are too many, and keeps templates', () => {
    table.startBlock(1 << 30);
    for (let i = 0; i < 60; i++) find(`user ${letters(i + 500)}`);
    const { count } = table.set;
    const shared = find('user another');
    // Each a shape of its own; they share the template that was learned above.
    for (let i = 0; i < 140_000; i++) {
      const { text, range } = rangeOf(uncut(`user ${letters(i + 1000)}`, 9999));
      expect(table.find(text, range)).toBe(shared);
    }
    expect(table.set.count).toBe(count);
    expect(find('user another')).toBe(shared);
    const kinds = kindsOf(find('something new 5'));
    expect(kinds).not.toContain(SLOT_PLAIN);
  });

  it('keeps what is new as plain text once there are as many templates as numbers', () => {
    table.startBlock(1 << 30);
    // 64,000 statements, and yet no context that more than 40 words follow.
    const statement = (i: number) => {
      const words = [i % 40, Math.floor(i / 40) % 40, Math.floor(i / 1600)];
      return words.map((word, place) => `${letters(place)}${letters(word)}`).join(' ');
    };
    for (let i = 0; i < 64_000; i++) {
      const { text, range } = rangeOf(uncut(statement(i), 9999));
      table.find(text, range);
    }
    expect(table.set.count).toBeGreaterThanOrEqual(MAX_TEMPLATES);
    const { count } = table.set;
    expect(kindsOf(find('quite new 1'))).toEqual([SLOT_PLAIN]);
    expect(kindsOf(find({ ...uncut('quite new 1'), prefix: '<1>' }))).toEqual([
      SLOT_PREFIX,
      SLOT_PLAIN,
    ]);
    expect(table.set.count).toBeLessThan(count + 8);
    expect(table.set.count).toBeLessThan(1 << 16);
    expect(kindsOf(find(statement(7)))).toEqual([]);
  });

  it('clear() forgets everything', () => {
    for (let i = 0; i < 60; i++) find(`user ${letters(i + 500)} in`);
    table.clear();
    expect(table.set.count).toBe(0);
    table.startBlock(1000);
    expect(find('user bob in')).toBe(0);
    expect(kindsOf(0)).toEqual([]);
    expect(find('user alice in')).toBe(1);
  });
});
