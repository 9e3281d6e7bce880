import { describe, expect, it } from 'vitest';
import { findParameter, parameterTest } from '../../../src/match/structured-data.js';
import { asText, latin1 } from '../../support/bytes.js';

function values(data: string, id: string, parameter: string): string[] {
  const found: string[] = [];
  const bytes = latin1(data);
  findParameter(bytes, 0, bytes.length, latin1(id), latin1(parameter), (_, start, end) => {
    found.push(asText(bytes.subarray(start, end)));
    return false;
  });
  return found;
}

describe('findParameter()', () => {
  it.each([
    ['[a b="c"]', 'a', 'b', ['c']],
    ['[a b="c"]', 'a', 'c', []],
    ['[a b="c"]', 'b', 'b', []],
    ['[A@1 B="c" b="d"]', 'a@1', 'b', ['c', 'd']],
    ['[a x="1"][b x="2"][a x="3"]', 'a', 'x', ['1', '3']],
    ['[a b="]" c="[a b=2"]', 'a', 'c', ['[a b=2']],
    ['[a b="\\"" c="x"]', 'a', 'c', ['x']],
    ['[a b="\\\\" c="x"]', 'a', 'c', ['x']],
    ['[a b="\\]" c="x"]', 'a', 'c', ['x']],
    ['[a b=""]', 'a', 'b', ['']],
    ['[a]', 'a', 'b', []],
    ['[ a b="c" ]', 'a', 'b', ['c']],
    // Near misses: no value in quotation marks, other punctuation, what is never closed.
    ['[a b=c d="e"]', 'a', 'd', ['e']],
    ['[a b:"c"; d="e"]', 'a', 'd', ['e']],
    ['[a b="c', 'a', 'b', ['c']],
    ['[a \\', 'a', 'b', []],
    ['', 'a', 'b', []],
    ['text', 'a', 'b', []],
  ])('%s: %s.%s', (data, id, parameter, expected) => {
    expect(values(data, id, parameter)).toEqual(expected);
  });
});

describe('parameterTest()', () => {
  it('asks a glob of the value without its escapes', () => {
    const test = (data: string, glob: string) => {
      const bytes = latin1(data);
      return parameterTest('Id@1', 'Key', glob)(bytes, 0, bytes.length);
    };
    expect(test('[id@1 key="a\\"b"]', 'a"b')).toBe(true);
    expect(test('[id@1 key="a\\\\b\\]"]', 'a\\\\b]')).toBe(true);
    expect(test('[id@1 key="C:\\temp"]', 'c:\\\\temp')).toBe(true);
    expect(test('[id@1 key="one" key="two"]', 'tw*')).toBe(true);
    expect(test('[id@1 key="one" key="two"]', 'o')).toBe(false);
    expect(test('[id@1 key="one"][id@2 key="two"]', 'two')).toBe(false);
  });
});
