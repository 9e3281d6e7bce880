import { describe, expect, it } from 'vitest';
import { bestLookup, lookupsOfText } from '../../../src/planner/lookup.js';

const shape = (text: string, openStart: boolean, openEnd: boolean): string[] =>
  lookupsOfText(Buffer.from(text), openStart, openEnd).map((lookup) =>
    lookup.kind === 'range' ? 'range' : `${lookup.kind} ${Buffer.from(lookup.bytes)}`,
  );

describe('lookupsOfText()', () => {
  it('takes whole words where the text is closed', () => {
    expect(shape('Core-sw 1', false, false)).toEqual(['term core', 'term sw', 'term 1']);
  });

  it('takes the ends of words that may go on for parts', () => {
    expect(shape('fix', true, true)).toEqual(['containing fix']);
    expect(shape('a-b-c', true, true)).toEqual(['ending a', 'term b', 'prefix c']);
    expect(shape('fix', true, false)).toEqual(['ending fix']);
    expect(shape('fix', false, true)).toEqual(['prefix fix']);
  });

  it('knows that punctuation closes a word', () => {
    expect(shape('-fix-', true, true)).toEqual(['term fix']);
    expect(shape('::', true, true)).toEqual([]);
    expect(shape('', true, true)).toEqual([]);
  });
});

describe('bestLookup()', () => {
  it('prefers what is cheap to look up, then what is long', () => {
    const best = (text: string) => {
      const lookup = bestLookup(lookupsOfText(Buffer.from(text), true, true));
      return lookup === undefined || lookup.kind === 'range'
        ? undefined
        : `${lookup.kind} ${Buffer.from(lookup.bytes)}`;
    };
    expect(best('a-bb-ccc-dddd')).toBe('term ccc');
    expect(best('long-p')).toBe('prefix p');
    expect(best('..')).toBeUndefined();
  });
});
