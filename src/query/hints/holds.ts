import type { Query } from '../ast.js';

/** Whether a query or some part of it passes a test. */
export function holds(query: Query, test: (query: Query) => boolean): boolean {
  if (test(query)) return true;
  if (query.kind === 'not') return holds(query.part, test);
  if (query.kind !== 'and' && query.kind !== 'or') return false;
  return query.parts.some((part) => holds(part, test));
}
