import { describe, expect, it } from 'vitest';
import type { BlockReader } from '../../../src/pack/block-reader.js';
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

/** A block of a pack with some templates, in their order. */
function blockOf(...templates: readonly Template[]): BlockReader {
  const ids = Int32Array.from(templates.keys());
  const pack = { count: templates.length };
  const block = { templateIds: ids, templates: pack, template: (at: number) => templates[at]! };
  return block as unknown as BlockReader;
}

describe('KnownTemplates', () => {
  it('knows a template of another pack by its literals and slots', () => {
    const known = new KnownTemplates<string>();
    const pack = blockOf(template(['x'], []), template(['a', ' b'], [SLOT_VALUE]));
    known.set(pack, 1, 'first');
    const of = (literals: readonly string[], kinds: readonly number[]) =>
      known.get(blockOf(template(literals, kinds)), 0);
    expect(known.get(pack, 1)).toBe('first');
    expect(known.get(pack, 0)).toBeUndefined();
    expect(of(['a', ' b'], [SLOT_VALUE])).toBe('first');
    expect(of(['a', ' b'], [SLOT_TIME])).toBeUndefined();
    expect(of(['a ', 'b'], [SLOT_VALUE])).toBeUndefined();
    expect(of(['a', '', ' b'], [SLOT_VALUE, SLOT_VALUE])).toBeUndefined();
  });

  it('tells those that are kept as plain text apart by themselves', () => {
    const known = new KnownTemplates<string>();
    const plain = template(['', ''], [SLOT_PLAIN]);
    const pack = blockOf(plain);
    known.set(pack, 0, 'plain');
    expect(known.get(pack, 0)).toBe('plain');
    expect(known.get(blockOf(plain), 0)).toBeUndefined();
  });
});
