import { FOLDED, fold } from './folded-search.js';

/** Whether bytes[start, end) are what is meant. */
export type RangeTest = (bytes: Uint8Array, start: number, end: number) => boolean;

/** In the place of a character's bytes: one character, whichever; any characters, also none. */
const ANY_CHARACTER = -1;
const ANY_TEXT = -2;

/**
 * The test of a glob on all of a text in UTF-8: `*` is any text, `?` one character, `\` takes the meaning of what follows it
 * away (at the end it is itself); ASCII letters match in any case. A byte that is no UTF-8 is a character. The time is at
 * most that of the glob's length times the text's: of all stars only the last one that was reached is ever tried again.
 */
export function globTest(glob: string): RangeTest {
  const pattern = parseGlob(glob);
  if (pattern.every((item) => item >= 0))
    return (bytes, start, end) =>
      end - start === pattern.length && matchesFixed(bytes, start, pattern);
  return (bytes, start, end) => matches(bytes, start, end, pattern);
}

/** What stands between a glob's wildcards, ASCII letters in lower case, and whether it is at the text's start or end. */
export type GlobLiteral = {
  readonly bytes: Uint8Array;
  readonly atStart: boolean;
  readonly atEnd: boolean;
};

/** The literals of a glob, none empty. */
export function globLiterals(glob: string): GlobLiteral[] {
  const pattern = parseGlob(glob);
  const literals: GlobLiteral[] = [];
  for (let i = 0; i < pattern.length; i++) {
    const start = i;
    while (i < pattern.length && pattern[i]! >= 0) i++;
    if (i > start)
      literals.push({
        bytes: Uint8Array.from(pattern.subarray(start, i)),
        atStart: start === 0,
        atEnd: i === pattern.length,
      });
  }
  return literals;
}

function parseGlob(glob: string): Int16Array {
  const items: number[] = [];
  const characters = [...glob];
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i]!;
    if (character === '*') items.push(ANY_TEXT);
    else if (character === '?') items.push(ANY_CHARACTER);
    else {
      const isEscape = character === '\\' && i + 1 < characters.length;
      items.push(...fold(Buffer.from(isEscape ? characters[++i]! : character, 'utf8')));
    }
  }
  return Int16Array.from(items);
}

function matchesFixed(bytes: Uint8Array, start: number, pattern: Int16Array): boolean {
  for (let k = 0; k < pattern.length; k++)
    if (FOLDED[bytes[start + k]!] !== pattern[k]) return false;
  return true;
}

function matches(bytes: Uint8Array, start: number, end: number, pattern: Int16Array): boolean {
  let i = start;
  let k = 0;
  // Where the text behind the last star began, and the place in the pattern behind it.
  let retryAt = -1;
  let behindStar = -1;
  for (;;) {
    const item = k < pattern.length ? pattern[k]! : undefined;
    if (item === ANY_TEXT) {
      k++;
      if (k === pattern.length) return true;
      behindStar = k;
      retryAt = i;
      continue;
    }
    if (i < end && item === ANY_CHARACTER) {
      i = characterEnd(bytes, i, end);
      k++;
      continue;
    }
    if (i < end && item !== undefined && FOLDED[bytes[i]!] === item) {
      i++;
      k++;
      continue;
    }
    if (i === end && item === undefined) return true;
    if (behindStar < 0 || retryAt >= end) return false;
    // The star takes a character more.
    retryAt = characterEnd(bytes, retryAt, end);
    i = retryAt;
    k = behindStar;
  }
}

/** The end of the character at `at`: of well-formed UTF-8, else one byte. */
function characterEnd(bytes: Uint8Array, at: number, end: number): number {
  const lead = bytes[at]!;
  const length = lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 1;
  if (at + length > end) return at + 1;
  for (let i = at + 1; i < at + length; i++) if ((bytes[i]! & 0xc0) !== 0x80) return at + 1;
  // Too long a form, a surrogate, or beyond the last character.
  const second = bytes[at + 1]!;
  if (lead === 0xe0 && second < 0xa0) return at + 1;
  if (lead === 0xed && second > 0x9f) return at + 1;
  if (lead === 0xf0 && second < 0x90) return at + 1;
  if (lead === 0xf4 && second > 0x8f) return at + 1;
  return at + length;
}
