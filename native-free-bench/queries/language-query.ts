import { type Clause, ftsQuery, hayabusaQuery, patterns } from './query.js';

/** What operators ask beyond words that must all be there. */
export const LANGUAGE_KINDS = [
  'AND',
  'OR',
  'NOT',
  'phrase',
  'prefix',
  'address',
  'CIDR',
  'field',
  'substring',
  'regular expression',
  'histogram',
] as const;
export type LanguageKind = (typeof LANGUAGE_KINDS)[number];

/** A regular expression that a line must match, or must not; bytes are characters, case does not matter. */
export type Stage = { readonly pattern: string; readonly not?: true };

/** A question in the words of everybody who can express exactly the same; absent: cannot. */
export type LanguageQuery = {
  /** As Hayabusa is asked. */
  readonly text: string;
  /** MATCH is FTS5's; LIKE reads every row. */
  readonly sqlite?: { readonly operator: 'MATCH' | 'LIKE'; readonly value: string };
  /** What a hit passes, one after the other. */
  readonly ripgrep?: readonly Stage[];
};

/** Queries of every kind for one corpus; each turn of a run takes the next. */
export type LanguageList = Readonly<Record<LanguageKind, readonly LanguageQuery[]>>;

/** A condition that everybody knows. */
type Term = { readonly text: string; readonly fts: string; readonly pattern: string };

function term(clause: Clause): Term {
  const query = { kind: 'common', clauses: [clause], line: 0 } as const;
  const [pattern = ''] = patterns(query, 'ripgrep');
  return { text: hayabusaQuery(query), fts: ftsQuery(query), pattern };
}

const word = (text: string): Term => term({ kind: 'word', word: text });

function asked(text: string, fts: string, ripgrep: readonly Stage[]): LanguageQuery {
  return { text, sqlite: { operator: 'MATCH', value: fts }, ripgrep };
}

const alone = ({ text, fts, pattern }: Term): LanguageQuery => asked(text, fts, [{ pattern }]);

/** Lines with all of these words, the rarest first. */
export function all(...words: string[]): LanguageQuery {
  const terms = words.map(word);
  return asked(
    terms.map(({ text }) => text).join(' AND '),
    terms.map(({ fts }) => fts).join(' AND '),
    terms.map(({ pattern }) => ({ pattern })),
  );
}

/** Lines with any of these words. */
export function any(...words: string[]): LanguageQuery {
  const terms = words.map(word);
  return asked(
    terms.map(({ text }) => text).join(' OR '),
    terms.map(({ fts }) => fts).join(' OR '),
    [{ pattern: terms.map(({ pattern }) => pattern).join('|') }],
  );
}

/** Lines with the one word that have not the other. */
export function without(wanted: string, unwanted: string): LanguageQuery {
  const [has, hasNot] = [word(wanted), word(unwanted)];
  return asked(`${has.text} NOT ${hasNot.text}`, `${has.fts} NOT ${hasNot.fts}`, [
    { pattern: has.pattern },
    { pattern: hasNot.pattern, not: true },
  ]);
}

export function phrase(words: string): LanguageQuery {
  return alone(term({ kind: 'phrase', words: words.split(' ') }));
}

export function prefix(text: string): LanguageQuery {
  return alone(term({ kind: 'prefix', prefix: text }));
}

/** An address that is everywhere spelled like this, and nowhere part of something longer: four words for the others. */
export function address(text: string): LanguageQuery {
  return alone(term({ kind: 'address', address: text }));
}

/** A network, and a pattern of its addresses, in which `#` stands for a number. */
export function network(text: string, addresses: string): LanguageQuery {
  const pattern = addresses.replaceAll('.', '\\.').replaceAll('#', '[0-9]{1,3}');
  return { text, ripgrep: [{ pattern: `(^|[^0-9a-z_.])(?:${pattern})([^0-9a-z_.]|$)` }] };
}

/** A program, in a corpus whose lines begin with host and program: what stands before them is cut. */
export function app(name: string): LanguageQuery {
  return { text: `app:${name}`, ripgrep: [{ pattern: `^ *[^ ]+ ${name}(\\[[0-9]+\\])?:` }] };
}

/** A host, in a corpus whose lines begin with it. */
export function host(name: string): LanguageQuery {
  return { text: `host:${name}`, ripgrep: [{ pattern: `^ *${name} ` }] };
}

/** A value that a message names by its key. */
export function pair(key: string, value: string): LanguageQuery {
  const text = `${key}=${value}`;
  return { text, ripgrep: [{ pattern: `(^|[^0-9a-z_])${text}([^0-9a-z_]|$)` }] };
}

/** Part of a line, wherever words begin and end. Letters, digits and what is plain in patterns. */
export function substring(text: string): LanguageQuery {
  return {
    text: text.includes(' ') ? `*"${text}"*` : `*${text}*`,
    sqlite: { operator: 'LIKE', value: `%${text}%` },
    ripgrep: [{ pattern: text }],
  };
}

/** An expression that RE2 and ripgrep read alike. */
export function expression(pattern: string): LanguageQuery {
  return { text: `/${pattern}/i`, ripgrep: [{ pattern }] };
}

/** Counts over time of the lines with a word: nobody else knows when they happened. */
export function overTime(text: string): LanguageQuery {
  return { text };
}
