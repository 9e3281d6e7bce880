import type { Query } from './ast.js';

/** All or any of some queries, with no part nested needlessly; one by itself when there is one. */
export function combine(kind: 'and' | 'or', queries: readonly Query[]): Query {
  const parts = queries.flatMap((query) => (query.kind === kind ? query.parts : [query]));
  const [part, ...more] = parts;
  if (part === undefined) return { kind: 'all' };
  return more.length === 0 ? part : { kind, parts };
}

export function negate(query: Query): Query {
  return query.kind === 'not' ? query.part : { kind: 'not', part: query };
}
