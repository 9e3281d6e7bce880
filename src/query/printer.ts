import { networkBits } from '../analysis/address-ranges.js';
import { formatNetworkTerm, KIND_MAC, parseAddress } from '../analysis/network-terms.js';
import { assertNever } from '../base/invariant.js';
import type { Leaf, Query } from './ast.js';
import { fieldAt } from './field-names.js';
import { printGlob } from './globs.js';
import { HIGHEST, levelName } from './levels.js';
import { isPlainValue } from './pairs.js';
import { queryOfLine } from './pasted-line.js';

/** A query as text that parses back to it; what binds first has parentheses within the other, so that nobody need know. */
export function printQuery(query: Query): string {
  const text = print(query);
  // Words that read as a line of a log with its time are asked for one by one within parentheses.
  return queryOfLine(text) === undefined ? text : `(${text})`;
}

function print(query: Query): string {
  switch (query.kind) {
    case 'all':
      return '';
    case 'and':
      return query.parts.map(printPart).join(' ');
    case 'or':
      return query.parts.map(printPart).join(' OR ');
    case 'not':
      return `NOT ${printPart(query.part)}`;
    default:
      return printLeaf(query);
  }
}

function printPart(query: Query): string {
  const text = print(query);
  return query.kind === 'and' || query.kind === 'or' ? `(${text})` : text;
}

function printLeaf(leaf: Leaf): string {
  switch (leaf.kind) {
    case 'word':
      return word(leaf.token);
    case 'prefix':
      return `${word(leaf.token)}*`;
    case 'phrase':
      return words(leaf.tokens, leaf.isPrefix);
    case 'first':
      return `^${words(leaf.tokens, leaf.isPrefix)}`;
    case 'address':
      return address(leaf.term);
    case 'addresses':
      return addresses(leaf.from, leaf.to);
    case 'substring':
      return substring(textOf(leaf.bytes));
    case 'regex':
      return `/${escapeSlashes(leaf.source)}/${leaf.ignoreCase ? 'i' : ''}`;
    case 'field':
      return `${leaf.field}:${printGlob(leaf.glob)}`;
    case 'source':
      return `source:${printGlob(leaf.glob)}`;
    case 'level':
      return level(leaf);
    case 'structured':
      return `sd.${leaf.id}.${leaf.parameter}:${printGlob(leaf.glob)}`;
    case 'pair':
      return pair(leaf);
    default:
      return assertNever(leaf);
  }
}

/** A word by itself; in quotation marks where it holds one of the spaces beyond ASCII, which are no separators in a text. */
function word(token: Uint8Array): string {
  const text = textOf(token);
  return /\s/.test(text) ? `"${text}"` : text;
}

function words(tokens: readonly Uint8Array[], isPrefix: boolean): string {
  const [token, ...more] = tokens;
  const text =
    token !== undefined && more.length === 0 ? word(token) : `"${tokens.map(textOf).join(' ')}"`;
  return isPrefix ? `${text}*` : text;
}

function address(term: Uint8Array): string {
  const text = formatNetworkTerm(term);
  return parseAddress(text) === undefined ? `ip:${text}` : text;
}

function addresses(from: Uint8Array, to: Uint8Array): string {
  const [first, last] = [formatNetworkTerm(from), formatNetworkTerm(to)];
  const bits = networkBits({ from, to });
  if (from[0] === KIND_MAC) {
    if (bits === undefined || bits % 8 !== 0 || bits < 24) return `mac:${first}-${last}`;
    return `mac:${first.slice(0, (bits / 8) * 3 - 1)}`;
  }
  return bits === undefined ? `ip:${first}-${last}` : `${first}/${bits}`;
}

function substring(text: string): string {
  return /[\s"()*]/.test(text) ? `*"${text.replaceAll('"', '""')}"*` : `*${text}*`;
}

/** A slash would end the expression; one that is escaped already was typed with two. */
function escapeSlashes(source: string): string {
  return source.replace(/\\[\s\S]|\//g, (found) => (found === '/' ? '\\/' : found));
}

function level({ field, least, most }: Leaf & { kind: 'level' }): string {
  const [first, last] = [levelName(field, least), levelName(field, most)];
  if (least === most) return `${field}:${first}`;
  if (least === 0) return `${field}<=${last}`;
  return most === HIGHEST[field] ? `${field}>=${first}` : `${field}:${first}-${last}`;
}

function pair({ key, operator, value }: Leaf & { kind: 'pair' }): string {
  const isPlain = isPlainValue(value) && fieldAt(`${key}${operator}${value}`, 0) === undefined;
  return `${key}${operator}${isPlain ? value : `"${value.replaceAll('"', '""')}"`}`;
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
