import { describe, expect, it } from 'vitest';
import { KnownTemplates } from '../../../src/tally/known-templates.js';
import { SLOT_PLAIN, SLOT_TIME, SLOT_VALUE } from '../../../src/template/line-scanner.js';
import type { Template } from '../../../src/template/template.js';

function template(literals: readonly string[], kinds: readonly number[]): Template {
  return {
    literals: literals.map((each) => Buffer.from(each)),
    kinds: Uint8Array.from(kinds),
    fields: Int32Array.from(kinds.keys()),
  };
}

describe('KnownTemplates', () => {
  it('knows a template of another pack by its literals and slots', () => {
    const known = new KnownTemplates<string>();
    known.set(template(['a', ' b'], [SLOT_VALUE]), 'first');
    expect(known.get(template(['a', ' b'], [SLOT_VALUE]))).toBe('first');
    expect(known.get(template(['a', ' b'], [SLOT_TIME]))).toBeUndefined();
    expect(known.get(template(['a ', 'b'], [SLOT_VALUE]))).toBeUndefined();
    expect(known.get(template(['a', '', ' b'], [SLOT_VALUE, SLOT_VALUE]))).toBeUndefined();
  });

  it('tells those that are kept as plain text apart by themselves', () => {
    const known = new KnownTemplates<string>();
    const plain = template(['', ''], [SLOT_PLAIN]);
    known.set(plain, 'plain');
    expect(known.get(plain)).toBe('plain');
    expect(known.get(template(['', ''], [SLOT_PLAIN]))).toBeUndefined();
  });
});
