import type { Corpus } from '../corpus/corpus.js';
import { Random } from '../generator/random.js';
import { type BenchQuery, type Clause, QUERY_KINDS, type QueryKind } from './query.js';
import { Vocabulary, wordsIn } from './vocabulary.js';

/** Frequency bands, in lines or in shares of all lines: every draw of a kind is from the same one. */
export const BANDS = {
  rare: { least: 2, most: 20 },
  common: { least: 0.02, most: 0.3 },
  /** The rarest word of a phrase, and all words of a prefix together. */
  middling: { least: 0.0005, most: 0.05 },
} as const;

const PHRASE_WORDS = 3;
const ADDRESS = /(?<![\w.:\x80-\xff])(?:\d{1,3}\.){3}\d{1,3}(?![\w.\x80-\xff])/g;
const SHORTEST_PREFIX = 3;
/** Draws before a kind is given up on: some corpora have no addresses, or no common words. */
const MOST_TRIES = 20_000;

/** Draws queries of each kind from a corpus's own lines. The same seed draws the same. */
export class QueryPicker {
  readonly #corpus: Corpus;
  readonly #words: Vocabulary;
  readonly #random: Random;
  readonly #rare: readonly { word: string; last: number }[];
  readonly #drawn = new Set<string>();

  constructor(corpus: Corpus, seed: number) {
    this.#corpus = corpus;
    this.#words = new Vocabulary(corpus);
    this.#random = new Random(seed, 7);
    const { least, most } = BANDS.rare;
    this.#rare = [...this.#words.entries()].filter(
      ({ word, lines }) => lines >= least && lines <= most && isPlain(word),
    );
  }

  /** How many lines hold a word. */
  count(word: string): number {
    return this.#words.count(word);
  }

  /** `count` queries of a kind, no two alike while the corpus has as many; fewer, or none, where it has none of the kind. */
  pick(kind: QueryKind, count: number): BenchQuery[] {
    const queries: BenchQuery[] = [];
    for (let tries = 0; queries.length < count && tries < MOST_TRIES; tries++) {
      const query = this.#draw(kind);
      if (query === undefined) continue;
      const key = JSON.stringify(query.clauses);
      // Few common words may be all there are: after a while they come again.
      if (this.#drawn.has(key) && tries < MOST_TRIES / 2) continue;
      this.#drawn.add(key);
      queries.push(query);
    }
    return queries;
  }

  #draw(kind: QueryKind): BenchQuery | undefined {
    if (kind === 'absent') return this.#absent();
    const line = this.#random.below(this.#corpus.lines);
    switch (kind) {
      case 'rare': {
        const rare = this.#drawRare();
        return rare && { kind, clauses: [word(rare.word)], line: rare.last };
      }
      case 'common': {
        const [common] = this.#drawCommon(line);
        return common === undefined ? undefined : { kind, clauses: [word(common)], line };
      }
      case 'rare AND common': {
        const rare = this.#drawRare();
        const [common] = rare === undefined ? [] : this.#drawCommon(rare.last);
        if (rare === undefined || common === undefined) return undefined;
        return { kind, clauses: [word(rare.word), word(common)], line: rare.last };
      }
      case 'common AND common': {
        const [first, second] = this.#drawCommon(line);
        if (first === undefined || second === undefined) return undefined;
        const clauses = [first, second].sort((a, b) => this.count(a) - this.count(b)).map(word);
        return { kind, clauses, line };
      }
      case 'phrase':
        return this.#phrase(line);
      case 'address':
        return this.#address(line);
      case 'prefix':
        return this.#prefix(line);
    }
  }

  #absent(): BenchQuery {
    let text = '';
    do text += String.fromCharCode(97 + this.#random.below(26));
    while (text.length < 12 || this.count(text) > 0);
    return { kind: 'absent', clauses: [word(text)], line: this.#random.below(this.#corpus.lines) };
  }

  #drawRare(): { word: string; last: number } | undefined {
    return this.#rare[this.#random.below(this.#rare.length)];
  }

  /** The common words of a line, in random order. */
  #drawCommon(line: number): string[] {
    const common = [...new Set(this.#wordsOf(line))].filter(
      (text) => isPlain(text) && this.#isWithin(this.count(text), BANDS.common),
    );
    for (let i = common.length - 1; i > 0; i--) {
      const other = this.#random.below(i + 1);
      [common[i], common[other]] = [common[other]!, common[i]!];
    }
    return common;
  }

  #phrase(line: number): BenchQuery | undefined {
    const all = this.#wordsOf(line);
    const at = this.#random.below(Math.max(1, all.length - PHRASE_WORDS + 1));
    const words = all.slice(at, at + PHRASE_WORDS);
    if (words.length < PHRASE_WORDS || !words.every(isPlain)) return undefined;
    const rarest = Math.min(...words.map((text) => this.count(text)));
    if (!this.#isWithin(rarest, BANDS.middling)) return undefined;
    return { kind: 'phrase', clauses: [{ kind: 'phrase', words }], line };
  }

  #prefix(line: number): BenchQuery | undefined {
    const words = this.#wordsOf(line);
    const whole = words[this.#random.below(words.length)];
    if (whole === undefined || !isPlain(whole) || whole.length <= SHORTEST_PREFIX) return undefined;
    const prefix = whole.slice(0, SHORTEST_PREFIX + this.#random.below(2));
    let lines = 0;
    let expansions = 0;
    for (const entry of this.#words.entries())
      if (entry.word.startsWith(prefix)) {
        lines += entry.lines;
        expansions++;
      }
    if (expansions < 2 || !this.#isWithin(lines, BANDS.middling)) return undefined;
    return { kind: 'prefix', clauses: [{ kind: 'prefix', prefix }], line };
  }

  /** An address that is nowhere in the corpus a mere run of four numbers, or part of something longer. */
  #address(line: number): BenchQuery | undefined {
    const text = this.#textOf(line);
    const addresses = text.match(ADDRESS) ?? [];
    const address = addresses[this.#random.below(addresses.length)];
    if (address === undefined || /(^|\.)0\d/.test(address)) return undefined;
    const words = address.split('.');
    if (words.some((part) => Number(part) > 255)) return undefined;
    const rarest = Math.min(...words.map((part) => this.count(part)));
    if (rarest > this.#corpus.lines * BANDS.common.most) return undefined;
    if (!this.#hasOneSpelling(words)) return undefined;
    const clause: Clause = { kind: 'address', address };
    return { kind: 'address', clauses: [clause], line };
  }

  #hasOneSpelling(words: readonly string[]): boolean {
    const high = '\\x80-\\xff';
    const between = `[^0-9A-Za-z${high}]`;
    const anywhere = new RegExp(
      `(?<![0-9A-Za-z${high}])${words.join(`${between}+`)}(?![0-9A-Za-z${high}])`,
      'g',
    );
    const all = this.#corpus.text.toString('latin1');
    for (const match of all.matchAll(anywhere)) {
      const before = all[match.index - 1] ?? ' ';
      const behind = all.slice(match.index + match[0].length, match.index + match[0].length + 2);
      // The address itself, between blanks, brackets, quotes or `=`; a comma or a blank behind it, or a full stop at the end.
      if (match[0].includes('\n')) continue;
      if (match[0] !== words.join('.')) return false;
      if (!/[\s=([<"',]/.test(before) || !/^(?:[\s)\]>"',;]|[/:]\d|\.\s|$)/.test(behind))
        return false;
    }
    return true;
  }

  #textOf(line: number): string {
    const { text, offsets } = this.#corpus;
    return text.toString('latin1', offsets[line], offsets[line + 1]);
  }

  #wordsOf(line: number): string[] {
    const { text, offsets } = this.#corpus;
    return wordsIn(text, offsets[line]!, offsets[line + 1]!);
  }

  #isWithin(lines: number, { least, most }: { least: number; most: number }): boolean {
    const all = this.#corpus.lines;
    return lines >= Math.max(2, all * least) && lines <= all * most;
  }
}

/** Queries of all kinds, `count` of each. */
export function pickAll(picker: QueryPicker, count: number): BenchQuery[] {
  return QUERY_KINDS.flatMap((kind) => picker.pick(kind, count));
}

function word(text: string): Clause {
  return { kind: 'word', word: text };
}

/** A word that every engine spells alike: ASCII, of sensible length. */
function isPlain(text: string): boolean {
  return /^[0-9a-z]{2,30}$/.test(text);
}
