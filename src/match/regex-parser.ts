import {
  type AsciiSet,
  asciiOf,
  complement,
  foldedSet,
  perlClass,
  posixClass,
  rangeOf,
  unite,
} from './ascii-set.js';

/** What holds between two characters: `^` and `$` of the text, those of a line, `\b`, `\B`. */
export type Assertion = 'begin' | 'end' | 'lineBegin' | 'lineEnd' | 'word' | 'noWord';

/**
 * What an expression in RE2's syntax is made of, as far as its literals and texts of ASCII are concerned. `undefined` in
 * `choices` says that a character may be any of many, or that none is known.
 */
export type RegexNode =
  /** One character; `ascii` are those of ASCII that it may be, undefined when that is not known. */
  | {
      readonly kind: 'character';
      readonly choices: readonly string[] | undefined;
      readonly ascii: AsciiSet | undefined;
    }
  /** No character: an anchor, a word's boundary. */
  | { readonly kind: 'empty'; readonly assertion: Assertion }
  | { readonly kind: 'sequence'; readonly parts: readonly RegexNode[] }
  | { readonly kind: 'either'; readonly parts: readonly RegexNode[] }
  /** `most` is Infinity without a limit. */
  | {
      readonly kind: 'repeat';
      readonly part: RegexNode;
      readonly least: number;
      readonly most: number;
    };

/** The most choices of a character that are worth following. */
const MOST_CHOICES = 4;

/** Groups within each other that are followed. */
const MOST_DEPTH = 200;

/** Thrown, and caught here, where the expression has what this reader does not know. */
class Unknown extends Error {}

/** Reads an expression that RE2 has taken; undefined when it has something that this reader does not know. */
export function parseRegex(source: string, ignoreCase: boolean): RegexNode | undefined {
  try {
    const parser = new Parser([...source]);
    const node = parser.either({ folds: ignoreCase, lines: false, dotAll: false });
    return parser.isAtEnd ? node : undefined;
  } catch (error) {
    if (error instanceof Unknown) return undefined;
    throw error;
  }
}

/** What `(?i)`, `(?m)` and `(?s)` say. */
type Flags = { readonly folds: boolean; readonly lines: boolean; readonly dotAll: boolean };

class Parser {
  readonly #source: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(source: readonly string[]) {
    this.#source = source;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#source.length;
  }

  get #next(): string | undefined {
    return this.#source[this.#at];
  }

  #take(): string {
    const character = this.#source[this.#at++];
    if (character === undefined) throw new Unknown();
    return character;
  }

  #accept(text: string): boolean {
    for (let i = 0; i < text.length; i++) if (this.#source[this.#at + i] !== text[i]) return false;
    this.#at += text.length;
    return true;
  }

  /** Alternatives up to a `)` or the end. Flags that are set inside hold up to there. */
  either(outer: Flags): RegexNode {
    let flags = outer;
    const alternatives: RegexNode[] = [];
    let parts: RegexNode[] = [];
    while (!this.isAtEnd && this.#next !== ')') {
      if (this.#accept('|')) {
        alternatives.push({ kind: 'sequence', parts });
        parts = [];
        continue;
      }
      if (this.#accept('(')) {
        const head = this.#accept('?') ? this.#groupHead(flags) : { inside: flags, isGroup: true };
        const { inside } = head;
        if (!head.isGroup) {
          // `(?i)`: for the rest of this group.
          flags = inside;
          continue;
        }
        if (++this.#depth > MOST_DEPTH) throw new Unknown();
        const group = this.either(inside);
        this.#depth--;
        if (!this.#accept(')')) throw new Unknown();
        parts.push(this.#repeated(group));
        continue;
      }
      if (this.#accept('\\Q')) {
        this.#quoted(parts, flags.folds);
        continue;
      }
      parts.push(this.#repeated(this.#atom(flags)));
    }
    alternatives.push({ kind: 'sequence', parts });
    return alternatives.length === 1 ? alternatives[0]! : { kind: 'either', parts: alternatives };
  }

  /** Behind `(?`: the flags in the group, or, where there is none but flags, behind it. */
  #groupHead(outer: Flags): { readonly inside: Flags; readonly isGroup: boolean } {
    if (this.#accept('P<') || this.#accept('<')) {
      while (this.#take() !== '>');
      return { inside: outer, isGroup: true };
    }
    let value = true;
    let inside = outer;
    for (;;) {
      const flag = this.#take();
      if (flag === '-') value = false;
      else if (flag === 'i') inside = { ...inside, folds: value };
      else if (flag === 'm') inside = { ...inside, lines: value };
      else if (flag === 's') inside = { ...inside, dotAll: value };
      else if (flag === ':') return { inside, isGroup: true };
      else if (flag === ')') return { inside, isGroup: false };
      else if (flag !== 'U') throw new Unknown();
    }
  }

  /** What stands between `\Q` and `\E`; a repetition behind is that of the last character. */
  #quoted(parts: RegexNode[], folds: boolean): void {
    while (!this.isAtEnd && !this.#accept('\\E')) {
      const literal = character(this.#take(), folds);
      const isLast = this.#accept('\\E');
      parts.push(isLast ? this.#repeated(literal) : literal);
      if (isLast) return;
    }
  }

  #repeated(part: RegexNode): RegexNode {
    let node = part;
    for (;;) {
      const mark = this.#at;
      let least: number;
      let most: number;
      if (this.#accept('*')) [least, most] = [0, Number.POSITIVE_INFINITY];
      else if (this.#accept('+')) [least, most] = [1, Number.POSITIVE_INFINITY];
      else if (this.#accept('?')) [least, most] = [0, 1];
      else {
        const counts = this.#counts();
        if (counts === undefined) {
          this.#at = mark;
          return node;
        }
        [least, most] = counts;
      }
      this.#accept('?');
      node = { kind: 'repeat', part: node, least, most };
    }
  }

  /** `{n}`, `{n,}` or `{n,m}`; anything else is text. */
  #counts(): [number, number] | undefined {
    if (!this.#accept('{')) return undefined;
    const close = this.#source.indexOf('}', this.#at);
    if (close < 0) return undefined;
    const match = /^(\d+)(,?)(\d*)$/.exec(this.#source.slice(this.#at, close).join(''));
    if (match === null) return undefined;
    const [, least = '', comma, most = ''] = match;
    if (comma === '' && most !== '') return undefined;
    this.#at = close + 1;
    const end = comma === '' ? least : most === '' ? Number.POSITIVE_INFINITY : most;
    return [Number(least), Number(end)];
  }

  #atom({ folds, lines, dotAll }: Flags): RegexNode {
    const next = this.#take();
    if (next === '.') return many(dotAll ? rangeOf(0, 0x7f) : complement(asciiOf('\n')));
    if (next === '^') return { kind: 'empty', assertion: lines ? 'lineBegin' : 'begin' };
    if (next === '$') return { kind: 'empty', assertion: lines ? 'lineEnd' : 'end' };
    if (next === '[') return this.#class(folds);
    if (next !== '\\') return character(next, folds);
    const escaped = this.#take();
    const assertion = ASSERTIONS[escaped];
    if (assertion !== undefined) return { kind: 'empty', assertion };
    if ('dDsSwW'.includes(escaped)) return many(perlClass(escaped));
    if (escaped === 'p' || escaped === 'P') {
      this.#property();
      return many(undefined);
    }
    this.#at--;
    return character(this.#escape(), folds);
  }

  /** Behind `\p`: which it is, is not known here. */
  #property(): void {
    if (this.#accept('{')) while (this.#take() !== '}');
    else this.#take();
  }

  /** Behind a backslash that stands for one character. */
  #escape(): string {
    const escaped = this.#take();
    const simple = { a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }[escaped];
    if (simple !== undefined) return simple;
    if (escaped === 'x') {
      let hex = '';
      if (this.#accept('{')) {
        for (let digit = this.#take(); digit !== '}'; digit = this.#take()) hex += digit;
      } else hex = this.#take() + this.#take();
      if (!/^[0-9a-fA-F]{1,6}$/.test(hex)) throw new Unknown();
      return String.fromCodePoint(Number.parseInt(hex, 16));
    }
    if (/^[0-9A-Za-z]$/.test(escaped)) throw new Unknown();
    return escaped;
  }

  /** Behind `[`. Only a few characters, one by one, are choices; the end is always found. */
  #class(folds: boolean): RegexNode {
    const isNegated = this.#accept('^');
    let isMany = isNegated;
    const choices = new Set<string>();
    let ascii: AsciiSet | undefined = rangeOf(1, 0);
    const add = (set: AsciiSet | undefined) => {
      ascii = ascii && set && unite(ascii, set);
    };
    for (let first = true; first || this.#next !== ']'; first = false) {
      if (this.#accept('[:')) {
        let name = '';
        while (!this.#accept(':]')) name += this.#take();
        isMany = true;
        const set = posixClass(name);
        add(set && folds ? foldedSet(set) : set);
        continue;
      }
      const low = this.#member();
      if (typeof low === 'object') {
        isMany = true;
        add(low.ascii);
        continue;
      }
      const isRange = this.#next === '-' && this.#source[this.#at + 1] !== ']';
      if (isRange) {
        this.#take();
        const high = this.#member();
        isMany = true;
        add(typeof high === 'string' ? asciiBetween(low, high, folds) : undefined);
        continue;
      }
      add(asciiBetween(low, low, folds));
      for (const each of foldings(low, folds) ?? [undefined])
        if (each === undefined) isMany = true;
        else choices.add(each);
    }
    this.#take();
    const taken = isNegated && ascii !== undefined ? complement(ascii) : ascii;
    return isMany || choices.size > MOST_CHOICES
      ? many(taken)
      : { kind: 'character', choices: [...choices], ascii: taken };
  }

  /** A character of a class, or many. */
  #member(): string | { readonly ascii: AsciiSet | undefined } {
    const next = this.#take();
    if (next !== '\\') return next;
    const escaped = this.#take();
    if ('dDsSwW'.includes(escaped)) return { ascii: perlClass(escaped) };
    if (escaped === 'p' || escaped === 'P') {
      this.#property();
      return { ascii: undefined };
    }
    this.#at--;
    return this.#escape();
  }
}

const ASSERTIONS: Readonly<Record<string, Assertion>> = {
  A: 'begin',
  z: 'end',
  b: 'word',
  B: 'noWord',
};

function many(ascii: AsciiSet | undefined): RegexNode {
  return { kind: 'character', choices: undefined, ascii };
}

/** Of the characters from one to another those of ASCII, with `folds` in any case: also of the long s and the Kelvin sign. */
function asciiBetween(low: string, high: string, folds: boolean): AsciiSet {
  const from = low.codePointAt(0) ?? 0;
  const to = high.codePointAt(0) ?? 0;
  const set = rangeOf(from, Math.min(to, 0x7f));
  if (!folds) return set;
  const has = (code: number) => from <= code && code <= to;
  const cases = (has(0x17f) ? 's' : '') + (has(0x212a) ? 'k' : '');
  return foldedSet(unite(set, asciiOf(cases)));
}

function character(text: string, folds: boolean): RegexNode {
  return {
    kind: 'character',
    choices: foldings(text, folds),
    ascii: asciiBetween(text, text, folds),
  };
}

/**
 * A character as bytes that are compared with folded ASCII letters: in lower case. In any case RE2 also takes U+212A (the
 * Kelvin sign) for a k and U+017F (the long s) for an s; other cases of characters beyond ASCII are not followed. A byte
 * that is no UTF-8 passes for U+FFFD, so that this is no literal.
 */
function foldings(text: string, folds: boolean): readonly string[] | undefined {
  const code = text.codePointAt(0) ?? 0;
  if (code === 0xfffd || (code >= 0xd800 && code <= 0xdfff)) return undefined;
  if (code >= 0x80) return folds ? undefined : [text];
  const lower = text.toLowerCase();
  if (folds && lower === 'k') return ['k', '\u212a'];
  if (folds && lower === 's') return ['s', '\u017f'];
  return [lower];
}
