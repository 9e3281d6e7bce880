import { expect } from 'vitest';
import { valueHash } from '../../src/template/line-scanner.js';
import type { TemplateTable } from '../../src/template/template-table.js';
import { asText } from './bytes.js';
import { type CutMessage, rangeOf, textOf } from './plain-runs.js';

/** What a message became: its template's number, and the values of its slots. */
export type Found = { template: number; values: string[] };

/**
 * Finds the template of a message, and expects that literals and slots, one behind the other, are its bytes, and that
 * equal values have equal hashes.
 */
export function found(table: TemplateTable, message: CutMessage, before?: string): Found {
  const { text, range } = rangeOf(message, before);
  const number = table.find(text, range);
  const { literals, kinds, fields } = table.set.templates[number]!;
  expect(table.slots).toBe(kinds.length);
  expect(literals).toHaveLength(kinds.length + 1);
  expect(fields).toHaveLength(kinds.length);
  const values = Array.from(kinds, (kind, slot) => {
    const start = table.starts[slot]!;
    const end = table.ends[slot]!;
    if (kind === 0) expect(table.hashes[slot]).toBe(valueHash(text, start, end));
    return asText(text.subarray(start, end));
  });
  let made = '';
  let at = range.start;
  literals.forEach((literal, slot) => {
    made += asText(literal);
    at += literal.length;
    const value = values[slot];
    if (value === undefined) return;
    expect(table.starts[slot]).toBe(at);
    made += value;
    at += value.length;
  });
  expect(at).toBe(range.end);
  expect(made).toBe(textOf(message));
  return { template: number, values };
}
