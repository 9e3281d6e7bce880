import type { Query } from '../../src/query/ast.js';
import { asText } from '../support/bytes.js';

/** An expression of FTS5, and whether what it does not find is meant: FTS5 knows NOT only between two sides. */
export type FtsQuery = { readonly expression: string; readonly isNegated: boolean };

/** A query of words, phrases, prefixes, first words, AND, OR and NOT as FTS5 reads it, in Latin-1. Everything is in parentheses. */
export function ftsQuery(query: Query): FtsQuery {
  switch (query.kind) {
    case 'word':
      return leaf([query.token], false, '');
    case 'prefix':
      return leaf([query.token], true, '');
    case 'phrase':
      return leaf(query.tokens, query.isPrefix, '');
    case 'first':
      return leaf(query.tokens, query.isPrefix, '^ ');
    case 'not': {
      const { expression, isNegated } = ftsQuery(query.part);
      return { expression, isNegated: !isNegated };
    }
    case 'and':
      return joined(query.parts.map(ftsQuery));
    case 'or': {
      // All of them missing, missing.
      const missing = query.parts.map((part) => ftsQuery({ kind: 'not', part }));
      const { expression, isNegated } = joined(missing);
      return { expression, isNegated: !isNegated };
    }
    default:
      throw new Error(`FTS5 knows nothing like ${query.kind}`);
  }
}

/** Parts of which all are meant. */
function joined(parts: readonly FtsQuery[]): FtsQuery {
  const join = (isNegated: boolean, operator: string) =>
    parts
      .filter((part) => part.isNegated === isNegated)
      .map(({ expression }) => expression)
      .join(` ${operator} `);
  const [there, missing] = [join(false, 'AND'), join(true, 'OR')];
  if (there === '') return { expression: `(${missing})`, isNegated: true };
  if (missing === '') return { expression: `(${there})`, isNegated: false };
  return { expression: `((${there}) NOT (${missing}))`, isNegated: false };
}

function leaf(tokens: readonly Uint8Array[], isPrefix: boolean, before: string): FtsQuery {
  const words = tokens.map(asText).join(' ');
  return { expression: `(${before}"${words}"${isPrefix ? ' *' : ''})`, isNegated: false };
}
