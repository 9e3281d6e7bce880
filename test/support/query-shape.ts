import type { Query } from '../../src/query/ast.js';

/**
 * A query in short: words as they are, phrases in quotes, addresses as hexadecimal in angle brackets, a star behind prefixes,
 * `{}` around what is part of another.
 */
export function shape(query: Query): string {
  switch (query.kind) {
    case 'all':
      return '*';
    case 'and':
      return query.parts.map(part).join(' & ');
    case 'or':
      return query.parts.map(part).join(' | ');
    case 'not':
      return `!${part(query.part)}`;
    case 'word':
      return text(query.token);
    case 'prefix':
      return `${text(query.token)}*`;
    case 'phrase':
      return `"${query.tokens.map(text).join(' ')}"${query.isPrefix ? '*' : ''}`;
    case 'first':
      return `^"${query.tokens.map(text).join(' ')}"${query.isPrefix ? '*' : ''}`;
    case 'address':
      return `<${hex(query.term)}>`;
    case 'addresses':
      return `<${hex(query.from)}-${hex(query.to)}>`;
    case 'substring':
      return `*${text(query.bytes)}*`;
    case 'regex':
      return `/${query.source}/${query.ignoreCase ? 'i' : ''}`;
    case 'field':
      return `${query.field}:${query.glob}`;
    case 'source':
      return `source:${query.glob}`;
    case 'level':
      return `${query.field}:${query.least}-${query.most}`;
    case 'structured':
      return `[${query.id} ${query.parameter}]:${query.glob}`;
    case 'pair':
      return `(${query.key} ${query.operator} ${query.value})`;
    default:
      return query satisfies never;
  }
}

function part(query: Query): string {
  return query.kind === 'and' || query.kind === 'or' ? `{${shape(query)}}` : shape(query);
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString();
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
