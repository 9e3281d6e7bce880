/**
 * What an expression in RE2's syntax is made of, as far as its literals are concerned. `undefined` anywhere below says that a
 * character may be any of many.
 */
export type RegexNode =
  /** One character of a few; undefined: of many, or none that is known. */
  | { readonly kind: 'character'; readonly choices: readonly string[] | undefined }
  /** No character: an anchor, a word's boundary. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'sequence'; readonly parts: readonly RegexNode[] }
  | { readonly kind: 'either'; readonly parts: readonly RegexNode[] }
  /** `most` is Infinity without a limit. */
  | {
      readonly kind: 'repeat';
      readonly part: RegexNode;
      readonly least: number;
      readonly most: number;
    };

const MANY: RegexNode = { kind: 'character', choices: undefined };
const EMPTY: RegexNode = { kind: 'empty' };

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
    const node = parser.either(ignoreCase);
    return parser.isAtEnd ? node : undefined;
  } catch (error) {
    if (error instanceof Unknown) return undefined;
    throw error;
  }
}

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
  either(ignoreCase: boolean): RegexNode {
    let folds = ignoreCase;
    const alternatives: RegexNode[] = [];
    let parts: RegexNode[] = [];
    while (!this.isAtEnd && this.#next !== ')') {
      if (this.#accept('|')) {
        alternatives.push({ kind: 'sequence', parts });
        parts = [];
        continue;
      }
      if (this.#accept('(')) {
        const inside = this.#accept('?') ? this.#groupHead(folds) : folds;
        if (typeof inside === 'object') {
          // `(?i)`: for the rest of this group.
          folds = inside.folds;
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
        this.#quoted(parts, folds);
        continue;
      }
      parts.push(this.#repeated(this.#atom(folds)));
    }
    alternatives.push({ kind: 'sequence', parts });
    return alternatives.length === 1 ? alternatives[0]! : { kind: 'either', parts: alternatives };
  }

  /** Behind `(?`: whether case is ignored in the group, or, where there is none but flags, behind it. */
  #groupHead(folds: boolean): boolean | { readonly folds: boolean } {
    if (this.#accept('P<') || this.#accept('<')) {
      while (this.#take() !== '>');
      return folds;
    }
    let value = true;
    let inside = folds;
    for (;;) {
      const flag = this.#take();
      if (flag === '-') value = false;
      else if (flag === 'i') inside = value;
      else if (flag === ':') return inside;
      else if (flag === ')') return { folds: inside };
      else if (!'msU'.includes(flag)) throw new Unknown();
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

  #atom(folds: boolean): RegexNode {
    const next = this.#take();
    if (next === '.') return MANY;
    if (next === '^' || next === '$') return EMPTY;
    if (next === '[') return this.#class(folds);
    if (next !== '\\') return character(next, folds);
    const escaped = this.#take();
    if ('AzbB'.includes(escaped)) return EMPTY;
    if ('dDsSwW'.includes(escaped)) return MANY;
    if (escaped === 'p' || escaped === 'P') {
      if (this.#accept('{')) while (this.#take() !== '}');
      else this.#take();
      return MANY;
    }
    this.#at--;
    return character(this.#escape(), folds);
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

  /** Behind `[`. Only a few characters, one by one, are followed; the end is always found. */
  #class(folds: boolean): RegexNode {
    const isNegated = this.#accept('^');
    let isMany = isNegated;
    const choices = new Set<string>();
    for (let first = true; first || this.#next !== ']'; first = false) {
      if (this.#accept('[:')) {
        while (!this.#accept(':]')) this.#take();
        isMany = true;
        continue;
      }
      const low = this.#member();
      const isRange = this.#next === '-' && this.#source[this.#at + 1] !== ']';
      if (isRange) {
        this.#take();
        this.#member();
      }
      if (low === undefined || isRange) isMany = true;
      else
        for (const each of foldings(low, folds) ?? [undefined])
          if (each === undefined) isMany = true;
          else choices.add(each);
    }
    this.#take();
    return isMany || choices.size > MOST_CHOICES
      ? MANY
      : { kind: 'character', choices: [...choices] };
  }

  /** A character of a class; undefined for many. */
  #member(): string | undefined {
    const next = this.#take();
    if (next !== '\\') return next;
    const escaped = this.#take();
    if ('dDsSwW'.includes(escaped)) return undefined;
    if (escaped === 'p' || escaped === 'P') {
      if (this.#accept('{')) while (this.#take() !== '}');
      else this.#take();
      return undefined;
    }
    this.#at--;
    return this.#escape();
  }
}

function character(text: string, folds: boolean): RegexNode {
  return { kind: 'character', choices: foldings(text, folds) };
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
