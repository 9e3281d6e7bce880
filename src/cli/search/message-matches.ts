import type { FoundMessage } from '../../executor/found-message.js';
import type { Query } from '../../query/ast.js';
import type { Matches } from './text-style.js';

/** Where a message answers the query. */
export type MatchFinder = (message: FoundMessage) => Matches;

/** Loaded when it is asked for: most searches print messages as they are. */
export async function matchFinder(query: Query): Promise<MatchFinder> {
  const [{ querySpans }, { ReusedView }] = await Promise.all([
    import('../../match/spans.js'),
    import('../../match/message-view.js'),
  ]);
  const spansOf = querySpans(query);
  const view = new ReusedView();
  return ({ raw }) => spansOf(view.look(raw, false));
}

/** Whether any part of a message's text can be what answers the query: not so for NOT, nor for a severity. */
export function canHaveMatches(query: Query): boolean {
  switch (query.kind) {
    case 'all':
    case 'not':
    case 'level':
      return false;
    case 'and':
    case 'or':
      return query.parts.some(canHaveMatches);
    default:
      return true;
  }
}
