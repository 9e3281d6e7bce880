import type { Leaf, PairOperator, Query } from '../../src/query/ast.js';
import { Header, parseHeader, resetHeader } from '../../src/syslog/header.js';
import { asText } from './bytes.js';
import type { KnownPiece } from './oracle.js';

/**
 * Whether a message answers a query, said as plainly as possible, on strings and by JavaScript's regular expressions: the
 * oracle for src/match, with which it shares how a header is read and nothing else. Texts are Latin-1, one character a byte,
 * unless they say that they are characters.
 *
 * Regular expressions have to be of what RE2 and JavaScript read alike: texts, classes, groups, `|`, repetitions, `^`, `$`; no
 * `.` (JavaScript's is no CR), no `\w`, `\b` or `\s`.
 */
export function answersPlainly(query: Query, pieces: readonly KnownPiece[]): boolean {
  switch (query.kind) {
    case 'all':
      return true;
    case 'and':
      return query.parts.every((part) => answersPlainly(part, pieces));
    case 'or':
      return query.parts.some((part) => answersPlainly(part, pieces));
    case 'not':
      return !answersPlainly(query.part, pieces);
    default:
      return pieces.some((piece) => leafHolds(query, piece));
  }
}

function leafHolds(leaf: Leaf, piece: KnownPiece): boolean {
  switch (leaf.kind) {
    case 'word':
      return piece.words.includes(` ${asText(leaf.token)} `);
    case 'prefix':
      return piece.words.includes(` ${asText(leaf.token)}`);
    case 'phrase':
      return piece.words.includes(spaced(leaf.tokens, leaf.isPrefix));
    case 'first':
      return piece.words.startsWith(spaced(leaf.tokens, leaf.isPrefix));
    case 'address':
      return piece.addresses.has(asText(leaf.term));
    case 'addresses':
      return [...piece.addresses].some(
        (term) =>
          term[0] === asText(leaf.from)[0] && term >= asText(leaf.from) && term <= asText(leaf.to),
      );
    case 'substring':
      return lower(asText(piece.text)).includes(asText(leaf.bytes));
    case 'regex':
      return regexHolds(leaf.source, leaf.ignoreCase, piece);
    case 'field': {
      const value = headerOf(piece)[leaf.field];
      return value !== '' && plainGlob(leaf.glob, value);
    }
    case 'source':
      return [piece.source, piece.source.replace(/^.*\//, '')].some(
        (name, i) => !(i > 0 && leaf.glob.includes('/')) && plainGlob(leaf.glob, utf8(name)),
      );
    case 'level': {
      const level = headerOf(piece)[leaf.field];
      return level >= 0 && level >= leaf.least && level <= leaf.most;
    }
    case 'structured':
      return parameters(headerOf(piece).data).some(
        ({ id, name, value }) =>
          lower(id) === lower(utf8(leaf.id)) &&
          lower(name) === lower(utf8(leaf.parameter)) &&
          plainGlob(leaf.glob, value),
      );
    case 'pair':
      return plainPair(asText(piece.text), utf8(leaf.key), leaf.operator, utf8(leaf.value));
  }
}

function spaced(tokens: readonly Uint8Array[], isPrefix: boolean): string {
  return ` ${tokens.map(asText).join(' ')}${isPrefix ? '' : ' '}`;
}

/** ASCII letters in lower case. */
function lower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** The bytes of a text as Latin-1. */
function utf8(text: string): string {
  return asText(Buffer.from(text, 'utf8'));
}

type PlainHeader = {
  readonly host: string;
  readonly app: string;
  readonly pid: string;
  readonly msgid: string;
  readonly severity: number;
  readonly facility: number;
  readonly data: string;
  /** Whether the searched text opens with a space for what was cut. */
  readonly opensWithCut: boolean;
};

const header = new Header();
const headers = new WeakMap<KnownPiece, PlainHeader>();

function headerOf(piece: KnownPiece): PlainHeader {
  let known = headers.get(piece);
  if (known === undefined) {
    known = readHeader(piece);
    headers.set(piece, known);
  }
  return known;
}

function readHeader({ raw, isFurther }: KnownPiece): PlainHeader {
  if (isFurther) resetHeader(header, 0);
  else parseHeader(raw, 0, raw.length, header);
  const text = asText(raw);
  const isCutAtStart = (start: number, end: number) => start === 0 && end > 0;
  return {
    host: text.slice(header.hostStart, header.hostEnd),
    app: text.slice(header.appStart, header.appEnd),
    pid: text.slice(header.pidStart, header.pidEnd),
    msgid: text.slice(header.msgidStart, header.msgidEnd),
    severity: header.severity,
    facility: header.facility,
    data: text.slice(header.dataStart, header.dataEnd),
    opensWithCut:
      isCutAtStart(header.prefixStart, header.prefixEnd) ||
      isCutAtStart(header.timeStart, header.timeEnd),
  };
}

/** What expressions are asked of. */
const texts = new WeakMap<KnownPiece, string>();
const expressions = new Map<string, RegExp>();

function regexHolds(source: string, ignoreCase: boolean, piece: KnownPiece): boolean {
  const key = `${ignoreCase} ${source}`;
  let expression = expressions.get(key);
  if (expression === undefined) {
    expression = new RegExp(source, ignoreCase ? 'iu' : 'u');
    expressions.set(key, expression);
  }
  let text = texts.get(piece);
  if (text === undefined) {
    const all = asText(piece.text);
    const begun = headerOf(piece).opensWithCut ? all.replace(/^[ \t]+/, '') : all;
    text = characters(begun, () => '\ufffd').join('');
    texts.set(piece, text);
  }
  return expression.test(text);
}

/** A character of well-formed UTF-8, or a byte, which is the group, that is none. */
const CHARACTER: RegExp = new RegExp(
  [
    '[\\0-\\x7f]',
    '[\\xc2-\\xdf][\\x80-\\xbf]',
    '\\xe0[\\xa0-\\xbf][\\x80-\\xbf]',
    '[\\xe1-\\xec\\xee\\xef][\\x80-\\xbf]{2}',
    '\\xed[\\x80-\\x9f][\\x80-\\xbf]',
    '\\xf0[\\x90-\\xbf][\\x80-\\xbf]{2}',
    '[\\xf1-\\xf3][\\x80-\\xbf]{3}',
    '\\xf4[\\x80-\\x8f][\\x80-\\xbf]{2}',
    '([\\s\\S])',
  ].join('|'),
  'g',
);

/** The characters of bytes; a byte that is no UTF-8 is what `broken` says. */
function characters(text: string, broken: (byte: string) => string): string[] {
  return Array.from(text.matchAll(CHARACTER), ([whole, byte]) =>
    byte === undefined ? Buffer.from(whole, 'latin1').toString('utf8') : broken(byte),
  );
}

/** Whether a glob is all of a text: each character by itself, with everything tried. */
export function plainGlob(glob: string, text: string): boolean {
  let source = '';
  const pattern = [...glob];
  for (let i = 0; i < pattern.length; i++) {
    let character = pattern[i] ?? '';
    if (character === '*') source += '.*';
    else if (character === '?') source += '.';
    else {
      if (character === '\\' && i + 1 < pattern.length) character = pattern[++i] ?? '';
      source += lower(character).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    }
  }
  // A broken byte is a character that is never written.
  const broken = (byte: string) => String.fromCodePoint(0x10_fe00 + byte.charCodeAt(0));
  return new RegExp(`^${source}$`, 'su').test(lower(characters(text, broken).join('')));
}

/** The parameters of structured data that is well-formed. */
function parameters(data: string): { id: string; name: string; value: string }[] {
  return [...data.matchAll(/\[([^\s="\]]+)((?: [^\s="\]]+="(?:\\[\s\S]|[^"\\])*")*)\]/g)].flatMap(
    ([, id = '', all = '']) =>
      [...all.matchAll(/ ([^\s="\]]+)="((?:\\[\s\S]|[^"\\])*)"/g)].map(
        ([, name = '', value = '']) => ({
          id,
          name,
          value: value.replace(/\\(["\\\]])/g, '$1'),
        }),
      ),
  );
}

/** Whether a text has `key=value`, or answers a comparison: the readings of a value are those of src/match/pair.ts. */
export function plainPair(
  text: string,
  key: string,
  operator: PairOperator,
  value: string,
): boolean {
  const escaped = key.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  const keys = new RegExp(`(?<![0-9A-Za-z_.\\-\\x80-\\xff])${lower(escaped)}=`, 'g');
  const pairs = [...lower(text).matchAll(keys)].map(({ index, 0: found }) =>
    readingsOf(lower(text).slice(index + found.length)),
  );
  const isValue = pairs.some((readings) => readings.includes(lower(value)));
  if (operator === '=') return isValue;
  if (operator === '!=') return pairs.length > 0 && !isValue;
  return pairs.some((readings) => {
    const number = readings.find((reading) => /^[+-]?\d+(\.\d+)?$/.test(reading));
    if (number === undefined) return false;
    const difference = Number(number) - Number(value);
    if (operator === '<') return difference < 0;
    if (operator === '<=') return difference <= 0;
    return operator === '>' ? difference > 0 : difference >= 0;
  });
}

function readingsOf(rest: string): string[] {
  const quoted = /^"((?:\\[\s\S]|[^"\\])*)"/.exec(rest) ?? /^'((?:\\[\s\S]|[^'\\])*)'/.exec(rest);
  const bare = rest.split(/[\0-\x20]/)[0] ?? '';
  const inQuotes = quoted?.[1];
  return [
    ...(inQuotes === undefined ? [] : [inQuotes]),
    bare,
    bare.replace(/[,;)\]}>"'&|.:!?]+$/, ''),
    bare.split(/[,;)\]}>"'&|]/)[0] ?? '',
  ];
}
