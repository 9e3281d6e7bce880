import { formatNetworkTerm } from '../analysis/network-terms.js';
import { assertNever } from '../base/invariant.js';
import type { Query } from './ast.js';

/** A query as text that parses back to it. */
export function printQuery(query: Query): string {
  switch (query.kind) {
    case 'all':
      return '';
    case 'and':
      return query.parts.map(printQuery).join(' ');
    case 'word':
      return text(query.token);
    case 'phrase':
      return `"${query.tokens.map(text).join(' ')}"`;
    case 'address':
      return formatNetworkTerm(query.term);
    default:
      return assertNever(query);
  }
}

function text(token: Uint8Array): string {
  return Buffer.from(token).toString('utf8');
}
