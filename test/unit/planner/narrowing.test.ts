import { describe, expect, it } from 'vitest';
import type { Lookup } from '../../../src/planner/lookup.js';
import { narrowingOf } from '../../../src/planner/narrowing.js';
import type { Leaf } from '../../../src/query/ast.js';

const bytes = (text: string) => new Uint8Array(Buffer.from(text));

function shape(leaf: Leaf): string {
  const { lookups, isExact } = narrowingOf(leaf);
  const each = (lookup: Lookup) =>
    lookup.kind === 'range' ? 'range' : `${lookup.kind} ${Buffer.from(lookup.bytes)}`;
  return `${lookups.map((any) => any.map(each).join(' | ')).join(', ')}${isExact ? '!' : ''}`;
}

describe('narrowingOf()', () => {
  it('looks up what is asked, where a term says all of it', () => {
    expect(shape({ kind: 'word', token: bytes('fail') })).toBe('term fail!');
    expect(shape({ kind: 'prefix', token: bytes('fail') })).toBe('prefix fail!');
    expect(shape({ kind: 'address', term: Uint8Array.of(2, 10, 0, 0, 1) })).toMatch(/^term .*!$/s);
    const from = Uint8Array.of(2, 10, 0, 0, 0);
    expect(shape({ kind: 'addresses', from, to: Uint8Array.of(2, 10, 255, 255, 255) })).toBe(
      'range!',
    );
    expect(shape({ kind: 'substring', bytes: bytes('fix') })).toBe('containing fix!');
  });

  it('takes each word of a phrase', () => {
    const tokens = [bytes('session'), bytes('op')];
    expect(shape({ kind: 'phrase', tokens, isPrefix: false })).toBe('term session, term op');
    expect(shape({ kind: 'phrase', tokens, isPrefix: true })).toBe('term session, prefix op');
    expect(shape({ kind: 'first', tokens, isPrefix: true })).toBe('term session, prefix op');
  });

  it('narrows a substring with punctuation by its words', () => {
    expect(shape({ kind: 'substring', bytes: bytes('dist-core-01') })).toBe(
      'containing dist, term core, prefix 01',
    );
    // What is too short leaves next to nothing out, and takes long to look up.
    expect(shape({ kind: 'substring', bytes: bytes('sw-core-0') })).toBe('term core');
    expect(shape({ kind: 'substring', bytes: bytes('::') })).toBe('');
  });

  it('narrows an expression by what each match has, the best of each alternative', () => {
    const regex = (source: string) => shape({ kind: 'regex', source, ignoreCase: false });
    expect(regex('^Failed password for \\w+')).toContain('term password');
    expect(regex('(?:opened for|closed by) user')).toContain('|');
    expect(regex('[0-9]+')).toBe('');
    // What all alternatives have is looked up by itself.
    expect(regex('port (22|2222) ')).toBe('containing port, term 22 | term 2222');
    expect(regex('port (22|2222 or more) ')).toBe('containing port, term 22 | term 2222');
    expect(regex('port (22 |)up ')).toBe('containing port, term up');
    expect(regex('port (22 |)')).toBe('containing port');
  });

  it('cannot narrow a level', () => {
    expect(shape({ kind: 'level', field: 'severity', least: 0, most: 3 })).toBe('');
  });
});
