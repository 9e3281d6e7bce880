/** A condition that every engine can express. All words are ASCII letters and digits in lower case. */
export type Clause =
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'phrase'; readonly words: readonly string[] }
  | { readonly kind: 'prefix'; readonly prefix: string }
  /** An IPv4 address, of which no other spelling occurs in the corpus: for the others it is a phrase of four words. */
  | { readonly kind: 'address'; readonly address: string };

export const QUERY_KINDS = [
  'rare',
  'common',
  'absent',
  'rare AND common',
  'common AND common',
  'phrase',
  'address',
  'prefix',
] as const;
export type QueryKind = (typeof QUERY_KINDS)[number];

/** Clauses that must all hold, the rarest first: engines that take them one after the other begin with it. */
export type BenchQuery = {
  readonly kind: QueryKind;
  readonly clauses: readonly Clause[];
  /** A line that it finds, or any: the one hour asked for is this line's. */
  readonly line: number;
};

/** What is asked of the hits. `hits` is for comparison only: the numbers of the lines. */
export type Mode = 'count' | 'first 100' | 'all' | 'hits';
export const FIRST = 100;

export function hayabusaQuery({ clauses }: BenchQuery): string {
  return clauses.map(hayabusaClause).join(' ');
}

function hayabusaClause(clause: Clause): string {
  switch (clause.kind) {
    case 'word':
      return clause.word;
    case 'phrase':
      return `"${clause.words.join(' ')}"`;
    case 'prefix':
      return `${clause.prefix}*`;
    case 'address':
      return clause.address;
  }
}

/** A MATCH expression that FTS3 and FTS5 read alike. */
export function ftsQuery({ clauses }: BenchQuery): string {
  return clauses
    .map((clause) =>
      clause.kind === 'prefix' ? `${clause.prefix}*` : `"${wordsOf(clause).join(' ')}"`,
    )
    .join(' ');
}

/** ASCII bytes that no word holds, as the content of a bracket expression; LF ends the line anyway. */
const BETWEEN = { grep: '\x01-/:-@[-`{-\x7f', ripgrep: '\\x01-/:-@\\[-`{-\\x7f' } as const;

/**
 * Extended regular expressions, one a clause, that match the lines in which the clause's words stand as whole tokens. To be
 * used with bytes as characters, and without regard to case.
 */
export function patterns({ clauses }: BenchQuery, dialect: 'grep' | 'ripgrep'): string[] {
  const between = BETWEEN[dialect];
  const before = `(^|[${between}])`;
  return clauses.map((clause) =>
    clause.kind === 'prefix'
      ? before + clause.prefix
      : `${before}${wordsOf(clause).join(`[${between}]+`)}([${between}]|$)`,
  );
}

function wordsOf(clause: Exclude<Clause, { kind: 'prefix' }>): readonly string[] {
  if (clause.kind === 'word') return [clause.word];
  return clause.kind === 'phrase' ? clause.words : clause.address.split('.');
}
