/** Characters of ASCII: 1 for those that are in, by their code. Never changed. */
export type AsciiSet = Uint8Array;

const SIZE = 0x80;

/** The characters of a text, all of ASCII. */
export function asciiOf(text: string): AsciiSet {
  const set = new Uint8Array(SIZE);
  for (const character of text) set[character.charCodeAt(0)] = 1;
  return set;
}

/** Those from one code to another, both included; none when the first one is greater. */
export function rangeOf(from: number, to: number): AsciiSet {
  const set = new Uint8Array(SIZE);
  for (let code = from; code <= to; code++) set[code] = 1;
  return set;
}

export function unite(a: AsciiSet, b: AsciiSet): AsciiSet {
  return a.map((is, code) => is | b[code]!);
}

export function complement(set: AsciiSet): AsciiSet {
  return set.map((is) => 1 - is);
}

/** With each letter its other case. */
export function foldedSet(set: AsciiSet): AsciiSet {
  const folded = set.slice();
  for (let code = 0x41; code <= 0x5a; code++) {
    const either = set[code]! | set[code + 0x20]!;
    folded[code] = either;
    folded[code + 0x20] = either;
  }
  return folded;
}

const DIGIT = rangeOf(0x30, 0x39);
const UPPER = rangeOf(0x41, 0x5a);
const LOWER = rangeOf(0x61, 0x7a);
const ALPHA = unite(UPPER, LOWER);
const ALNUM = unite(ALPHA, DIGIT);
const WORD = unite(ALNUM, asciiOf('_'));
const GRAPH = rangeOf(0x21, 0x7e);

const PERL: Readonly<Record<string, AsciiSet>> = { d: DIGIT, s: asciiOf('\t\n\f\r '), w: WORD };

/** What `\\d`, `\\s`, `\\w` are, and in upper case what they are not. */
export function perlClass(letter: string): AsciiSet | undefined {
  const set = PERL[letter.toLowerCase()];
  return set === undefined || PERL[letter] !== undefined ? set : complement(set);
}

const POSIX: Readonly<Record<string, AsciiSet>> = {
  alnum: ALNUM,
  alpha: ALPHA,
  ascii: rangeOf(0, 0x7f),
  blank: asciiOf('\t '),
  cntrl: unite(rangeOf(0, 0x1f), rangeOf(0x7f, 0x7f)),
  digit: DIGIT,
  graph: GRAPH,
  lower: LOWER,
  print: unite(GRAPH, asciiOf(' ')),
  punct: GRAPH.map((is, code) => is & (1 - ALNUM[code]!)),
  space: asciiOf('\t\n\v\f\r '),
  upper: UPPER,
  word: WORD,
  xdigit: unite(DIGIT, asciiOf('abcdefABCDEF')),
};

/** A class by its name between `[:` and `:]`; undefined when there is none. */
export function posixClass(name: string): AsciiSet | undefined {
  const isNegated = name.startsWith('^');
  const set = POSIX[isNegated ? name.slice(1) : name];
  return set !== undefined && isNegated ? complement(set) : set;
}

/** Whether a character belongs to words, as `\\b` and `\\w` have them. */
export function isWordCharacter(code: number): boolean {
  return code < SIZE && WORD[code] === 1;
}
