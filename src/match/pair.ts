import { TOKEN_BYTE } from '../analysis/tokenizer.js';
import { usage } from '../base/errors.js';
import type { PairOperator } from '../query/ast.js';
import { equalsFolded, fold, foldedSearch, type Search } from './folded-search.js';

type Comparison = Exclude<PairOperator, '=' | '!='>;

const DOUBLE = 0x22;
const SINGLE = 0x27;
const BACKSLASH = 0x5c;
const PLUS = 0x2b;
const MINUS = 0x2d;
const DOT = 0x2e;

/** Bytes that a key may have in it: what stands before `=` is a key only when none of them stands before it. */
const KEY: Uint8Array = TOKEN_BYTE.slice();
for (const mark of '_-.') KEY[mark.charCodeAt(0)] = 1;
/** What closes a value, wherever it stands in it; and what in addition is left away at its end. */
const CLOSING = marks(',;)]}>"\'&|');
const TRAILING = marks(',;)]}>"\'&|.:!?');

function marks(text: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const mark of text) table[mark.charCodeAt(0)] = 1;
  return table;
}

/**
 * What a value may be read as, the likeliest first. Behind `key=` stands, if it opens with a quotation mark, what this one and
 * the next enclose (a backslash takes a mark's meaning away); all up to white space; this without the punctuation at its end
 * (`user=root.`); all up to the first mark that closes (`SRC=10.0.0.1,DST=`, `(uid=0)`, `?a=1&b=2`). So a pair is found however
 * much of it is pasted.
 */
const starts = new Int32Array(4);
const ends = new Int32Array(4);

/**
 * Pairs that answer. `=`: the key with one of its readings the value, in any case of ASCII letters. `!=`: the pairs of a
 * text that has the key, but nowhere with this value. `<` and so on: the pairs whose value is a number that answers: by the
 * first reading that is a decimal number, with a sign and a fraction if need be and nothing behind it (`12ms` is none).
 */
export class PairSearch {
  readonly #key: Search;
  readonly #length: number;
  readonly #operator: PairOperator;
  readonly #reading: ReadingTest;
  /** The end of the pair that was found last. */
  foundEnd = 0;

  constructor(key: string, operator: PairOperator, value: string) {
    const wanted = fold(Buffer.from(`${key}=`, 'utf8'));
    this.#key = foldedSearch(wanted);
    this.#length = wanted.length;
    this.#operator = operator;
    this.#reading =
      operator === '=' || operator === '!=' ? readingOf(value) : readingThat(operator, value);
  }

  test(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.#operator !== '!=') return this.find(bytes, start, start, end) >= 0;
    let isThere = false;
    for (let at = start; ; at++) {
      at = this.#next(bytes, start, at, end);
      if (at < 0) return isThere;
      if (this.#answer(bytes, at, end) >= 0) return false;
      isThere = true;
    }
  }

  /**
   * The first pair at or after `from` of the text bytes[start, end) that answers, or -1; with `!=` any pair of the key: a text
   * answers as a whole.
   */
  find(bytes: Uint8Array, start: number, from: number, end: number): number {
    for (let at = from; ; at++) {
      at = this.#next(bytes, start, at, end);
      if (at < 0) return -1;
      const answer = this.#answer(bytes, at, end);
      const reading = this.#operator === '!=' ? 0 : answer;
      if (reading < 0) continue;
      this.foundEnd = ends[reading]! + (starts[reading]! > at + this.#length ? 1 : 0);
      return at;
    }
  }

  /** The next place where the key stands, with nothing before it that may belong to a key. */
  #next(bytes: Uint8Array, start: number, from: number, end: number): number {
    let at = this.#key(bytes, from, end);
    while (at > start && KEY[bytes[at - 1]!] !== 0) at = this.#key(bytes, at + 1, end);
    return at;
  }

  /** The reading of the pair at `at` that answers, or -1. */
  #answer(bytes: Uint8Array, at: number, end: number): number {
    return this.#reading(bytes, readValue(bytes, at + this.#length, end));
  }
}

/** Which of the readings in `starts` and `ends` answers, or -1. */
type ReadingTest = (bytes: Uint8Array, count: number) => number;

function readingOf(value: string): ReadingTest {
  const wanted = fold(Buffer.from(value, 'utf8'));
  return (bytes, count) => {
    for (let n = 0; n < count; n++) if (equalsFolded(bytes, starts[n]!, ends[n]!, wanted)) return n;
    return -1;
  };
}

function readingThat(operator: Comparison, value: string): ReadingTest {
  const limitText = Buffer.from(value.trim(), 'latin1');
  const limit = decimal(limitText, 0, limitText.length);
  if (Number.isNaN(limit))
    throw usage(
      `${JSON.stringify(value)} is no number: expected one such as 1000 or -0.5 behind ${operator}: ` +
        'write = or != to compare with a text',
    );
  return (bytes, count) => {
    for (let n = 0; n < count; n++) {
      const number = decimal(bytes, starts[n]!, ends[n]!);
      if (!Number.isNaN(number)) return compares(number, operator, limit) ? n : -1;
    }
    return -1;
  };
}

function compares(number: number, operator: Comparison, limit: number): boolean {
  switch (operator) {
    case '<':
      return number < limit;
    case '<=':
      return number <= limit;
    case '>':
      return number > limit;
    case '>=':
      return number >= limit;
  }
}

/** Writes the readings of the value at `at` and returns how many there are. */
function readValue(bytes: Uint8Array, at: number, end: number): number {
  let count = 0;
  const first = at < end ? bytes[at] : undefined;
  if (first === DOUBLE || first === SINGLE) {
    let i = at + 1;
    while (i < end && bytes[i] !== first) i += bytes[i] === BACKSLASH ? 2 : 1;
    if (i < end) {
      starts[count] = at + 1;
      ends[count++] = i;
    }
  }
  let stop = at;
  let closing = -1;
  for (; stop < end && !isWhite(bytes[stop]!); stop++)
    if (closing < 0 && CLOSING[bytes[stop]!] === 1) closing = stop;
  starts[count] = at;
  ends[count++] = stop;
  let trimmed = stop;
  while (trimmed > at && TRAILING[bytes[trimmed - 1]!] === 1) trimmed--;
  if (trimmed < stop) {
    starts[count] = at;
    ends[count++] = trimmed;
  }
  if (closing >= 0 && closing !== trimmed) {
    starts[count] = at;
    ends[count++] = closing;
  }
  return count;
}

function isWhite(byte: number): boolean {
  return byte <= 0x20;
}

/** The decimal number that bytes[start, end) are, or NaN. */
function decimal(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  const sign = i < end ? bytes[i] : 0;
  if (sign === PLUS || sign === MINUS) i++;
  let value = 0;
  let digits = 0;
  let divisor = 1;
  let point = false;
  for (const first = i; i < end; i++) {
    const byte = bytes[i]!;
    if (byte === DOT && !point && i > first) {
      point = true;
      continue;
    }
    const digit = byte - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
    if (point) divisor *= 10;
    digits++;
  }
  if (digits === 0 || bytes[end - 1] === DOT) return Number.NaN;
  // Beyond 15 digits the sum above is not exact.
  if (digits > 15) value = Number(Buffer.from(bytes.subarray(start, end)).toString('latin1'));
  else value = sign === MINUS ? -value / divisor : value / divisor;
  return value;
}
