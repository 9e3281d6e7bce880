import { formatNetworkTerm } from '../analysis/network-terms.js';
import type { Query } from './ast.js';

/** A query as text that parses back to it. */
export function printQuery(query: Query): string {
  switch (query.kind) {
    case 'all':
      return '';
    case 'and':
      return query.parts.map(printQuery).join(' ');
    case 'word':
      return word(query.token);
    case 'prefix':
      return `${word(query.token)}*`;
    case 'phrase':
      return `"${query.tokens.map(text).join(' ')}"${query.isPrefix ? '*' : ''}`;
    case 'address':
      return formatNetworkTerm(query.term);
    default:
      throw new Error(`not printed yet: ${query.kind}`);
  }
}

/** A word by itself; in quotation marks where it holds one of the spaces beyond ASCII, which are no separators in a text. */
function word(token: Uint8Array): string {
  const typed = text(token);
  return /\s/.test(typed) ? `"${typed}"` : typed;
}

function text(token: Uint8Array): string {
  return Buffer.from(token).toString('utf8');
}
