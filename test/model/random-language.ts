import { parseAddress } from '../../src/analysis/network-terms.js';
import { tokenize } from '../../src/analysis/tokenizer.js';
import type { Leaf, PairOperator, Query } from '../../src/query/ast.js';
import { asText, latin1 } from '../support/bytes.js';
import { type KnownMessage, type KnownPiece, typed } from '../support/oracle.js';
import { ADDRESSES } from '../support/oracle-messages.js';
import type { Choices } from '../support/oracle-random.js';

/**
 * Random queries of the whole language over some messages: what is asked, and the text that asks it. Most leaves are cut out
 * of a message, so that they find something; some are bent, so that they nearly do.
 */
export type Question = { readonly query: Query; readonly text: string };

/** What SQLite's FTS5 knows as well: words, phrases, prefixes, the first words, AND, OR, NOT. */
export type Language = 'all' | 'fts';

/** `binding` of a text: what may stand beside it without parentheses. */
type Written = Question & { readonly binding: 'leaf' | 'and' | 'or' };

export function randomQuestion(
  choices: Choices,
  messages: readonly KnownMessage[],
  language: Language,
): Question {
  return write(choices, messages, language, choices.of([0, 0, 1, 1, 2, 3]));
}

function write(
  choices: Choices,
  messages: readonly KnownMessage[],
  language: Language,
  depth: number,
): Written {
  if (depth === 0) {
    const leaf = language === 'fts' ? textLeaf(choices, messages) : anyLeaf(choices, messages);
    return { ...leaf, binding: 'leaf' };
  }
  const inner = () =>
    write(choices, messages, language, depth - 1 - choices.below(2) * (depth - 1));
  const kind = choices.below(10);
  if (kind < 2) {
    const part = inner();
    const sign = choices.of(['NOT ', 'NOT ', '-']);
    return {
      query: { kind: 'not', part: part.query },
      // Two dashes are punctuation.
      text:
        sign === '-' && part.query.kind === 'not'
          ? `-(${part.text})`
          : sign + enclosed(choices, part, 'leaf'),
      binding: 'leaf',
    };
  }
  const parts = Array.from({ length: choices.of([2, 2, 3]) }, inner);
  if (kind < 6) {
    const text = parts
      .map((part) => enclosed(choices, part, 'and'))
      .reduce((left, right) => left + choices.of([' ', ' ', ' AND ', '  ']) + right);
    return { query: { kind: 'and', parts: parts.map(({ query }) => query) }, text, binding: 'and' };
  }
  const text = parts.map((part) => enclosed(choices, part, 'or')).join(' OR ');
  return { query: { kind: 'or', parts: parts.map(({ query }) => query) }, text, binding: 'or' };
}

/** A part's text, in parentheses where it binds less than where it is to stand, and sometimes elsewhere. */
function enclosed(choices: Choices, { text, binding }: Written, place: Written['binding']): string {
  const ranks = { leaf: 2, and: 1, or: 0 };
  return ranks[binding] < ranks[place] || choices.chance(0.1) ? `(${text})` : text;
}

function anyLeaf(
  choices: Choices,
  messages: readonly KnownMessage[],
): { query: Leaf; text: string } {
  const make = choices.of(LEAVES);
  for (let attempt = 0; attempt < 8; attempt++) {
    const message = choices.of(messages);
    const leaf = make(choices, choices.of(message.pieces));
    if (leaf !== undefined) return leaf;
  }
  return textLeaf(choices, messages);
}

type MadeLeaf = { query: Leaf; text: string } | undefined;
type LeafMaker = (choices: Choices, piece: KnownPiece) => MadeLeaf;

/** A word, a phrase, a prefix, or the first words of a text. */
function textLeaf(
  choices: Choices,
  messages: readonly KnownMessage[],
): { query: Leaf; text: string } {
  for (let attempt = 0; attempt < 8; attempt++) {
    const leaf = wordsOfPiece(choices, choices.of(choices.of(messages).pieces));
    if (leaf !== undefined) return leaf;
  }
  return { query: { kind: 'word', token: latin1('root') }, text: 'root' };
}

function wordsOfPiece(choices: Choices, { text }: KnownPiece): MadeLeaf {
  const words = tokenize(text)
    .map(asText)
    .map((word) => typed(word))
    // What has blanks beyond ASCII in it, or is too long to be typed, is left to the parser's own tests.
    .map((word) => (word !== undefined && word.length < 60 && !/\s/.test(word) ? word : undefined));
  if (words.length === 0) return undefined;
  const isFirst = choices.chance(0.2);
  const first = isFirst && choices.chance(0.9) ? 0 : choices.below(words.length);
  const count = choices.of([1, 1, 1, 2, 3]);
  const chosen = words.slice(first, first + count);
  if (chosen.length === 0 || !chosen.every((word) => word !== undefined)) return undefined;
  const tokens = chosen as string[];
  if (choices.chance(0.1)) tokens.reverse();
  const isPrefix = choices.chance(0.3);
  if (isPrefix) {
    const last = [...(tokens.pop() ?? '')];
    tokens.push(last.slice(0, choices.between(1, last.length)).join(''));
  }
  const bytes = tokens.map((token) => new Uint8Array(Buffer.from(token, 'utf8')));
  const star = isPrefix ? '*' : '';
  const mark = choices.of([' ', ' ', '-', '/', ' . ']);
  const [token] = bytes;
  if (token === undefined) return undefined;
  if (bytes.length > 1) {
    const phrase = `"${tokens.map((each) => anyCase(choices, each)).join(mark)}"${star}`;
    if (isFirst) return { query: { kind: 'first', tokens: bytes, isPrefix }, text: `^${phrase}` };
    return { query: { kind: 'phrase', tokens: bytes, isPrefix }, text: phrase };
  }
  const word = anyCase(choices, tokens[0] ?? '');
  // What the language means otherwise stands in quotation marks.
  const isSpecial = /^(?:AND|OR|NOT)$/.test(word) || parseAddress(word) !== undefined;
  const shown = `${isSpecial || choices.chance(0.1) ? `"${word}"` : word}${star}`;
  if (isFirst) return { query: { kind: 'first', tokens: bytes, isPrefix }, text: `^${shown}` };
  return { query: { kind: isPrefix ? 'prefix' : 'word', token }, text: shown };
}

function anyCase(choices: Choices, word: string): string {
  return choices.chance(0.2)
    ? word.replace(/[a-z]/g, (letter) => (choices.chance(0.5) ? letter.toUpperCase() : letter))
    : word;
}

const address: LeafMaker = (choices) => {
  const text = choices.of(choices.of(ADDRESSES));
  const term = parseAddress(text);
  return term && { query: { kind: 'address', term }, text };
};

const network: LeafMaker = (choices) => {
  const text = choices.of(choices.of(ADDRESSES));
  const from = parseAddress(text)?.slice();
  // Octets of a MAC are no CIDR.
  if (from === undefined || from.length === 7) return undefined;
  const to = from.slice();
  const bits = choices.between(0, 8 * (from.length - 1));
  for (let bit = bits; bit < 8 * (from.length - 1); bit++) {
    const mask = 0x80 >> (bit % 8);
    const at = 1 + (bit >> 3);
    from[at] = (from[at] ?? 0) & ~mask;
    to[at] = (to[at] ?? 0) | mask;
  }
  return { query: { kind: 'addresses', from, to }, text: `${text}/${bits}` };
};

const addressRange: LeafMaker = (choices) => {
  const texts = choices.some(
    ['9.255.255.255', '10.0.0.1', '10.0.0.11', '192.168.0.1', '192.168.0.9'],
    2,
  );
  const [low = '', high = ''] = texts;
  const [from, to] = [parseAddress(low), parseAddress(high)];
  return from && to && { query: { kind: 'addresses', from, to }, text: `ip:${low}-${high}` };
};

const substring: LeafMaker = (choices, { text }) => {
  const part = slice(choices, asText(text), 8);
  // Marks of the language are left to the parser's tests.
  if (part === undefined || !/^[0-9A-Za-z\u3040-\u30ff\u4e00-\u9fff]+$/.test(part))
    return undefined;
  const bytes = new Uint8Array(
    Buffer.from(part.replace(/[A-Z]/g, (letter) => letter.toLowerCase())),
  );
  return { query: { kind: 'substring', bytes }, text: `*${part}*` };
};

/** An excerpt of which some characters are left open. Repetitions have limits, since the oracle's engine backtracks. */
const regex: LeafMaker = (choices, { text }) => {
  const part = slice(choices, asText(text), 12);
  if (part === undefined || /[\n\r\u2028\u2029\u{e000}-\u{f8ff}\u{10000}-\u{10ffff}]/u.test(part))
    return undefined;
  let source = '';
  for (const character of part) {
    const plain = character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
    const kind = choices.below(24);
    if (kind === 0) source += '[^\\n]';
    else if (kind === 1) source += '[^\\n]{0,9}';
    else if (kind === 2) source += '[0-9]{1,4}';
    else if (kind === 3) source += '[a-z]{0,5}';
    else if (kind === 4) source += `(${plain}|x)`;
    else if (kind === 5) source += `${plain}{1,3}`;
    else if (kind === 6) source += `${plain}?`;
    else source += plain;
  }
  if (choices.chance(0.1)) source = `^${source}`;
  if (choices.chance(0.1)) source = `${source}$`;
  if (choices.chance(0.1)) source = `(${source}|nowhere)`;
  const ignoreCase = choices.chance(0.4);
  // A blank would end the word that an expression is.
  if (/["\s]/.test(source)) source = source.replace(/["\s]/g, '[^\\n]');
  return {
    query: { kind: 'regex', source, ignoreCase },
    text: `/${source}/${ignoreCase ? 'i' : ''}`,
  };
};

const GLOBS: readonly (readonly ['host' | 'app' | 'pid' | 'msgid', string])[] = [
  ...(
    [
      'core-sw-01',
      'CORE-*',
      '*sw*',
      'localhost',
      '10.0.0.1',
      'host.example.org',
      'r?',
      '*',
    ] as const
  ).map((glob) => ['host', glob] as const),
  ...(
    [
      'sshd',
      'SSHD',
      'ker*',
      '*d',
      'cron',
      'postfix/*',
      'post????smtpd',
      'LINK-3-UPDOWN',
      '*',
    ] as const
  ).map((glob) => ['app', glob] as const),
  ...(['17', '*', '1*', '?', '??', '[0-9]'] as const).map((glob) => ['pid', glob] as const),
  ['msgid', 'id47'],
  ['msgid', '*'],
];

const field: LeafMaker = (choices) => {
  const [name, glob] = choices.of(GLOBS);
  // A bracket and a slash may mean something by themselves.
  const shown = /[[/]/.test(glob) ? undefined : glob;
  return shown === undefined
    ? undefined
    : { query: { kind: 'field', field: name, glob }, text: `${name}:${shown}` };
};

/** By the whole name, by the last part of a path, by parts. */
const source: LeafMaker = (choices, piece) => {
  const name = piece.source;
  const glob = choices.of([
    name,
    name.replace(/^.*\//, '').toUpperCase(),
    `*${name.slice(-choices.between(1, 6))}`,
    `${name.slice(0, choices.between(1, 3))}*`,
    `${name.slice(0, -1)}?`,
    '*',
    'nowhere',
  ]);
  return /^[\w.*?/-]+$/.test(glob)
    ? { query: { kind: 'source', glob }, text: `source:${glob}` }
    : undefined;
};

const level: LeafMaker = (choices) => {
  const name = choices.of(['severity', 'facility'] as const);
  const top = name === 'severity' ? 7 : 23;
  const number = choices.between(0, top);
  const operator = choices.of([':', '<=', '>=', '<', '>']);
  const least = operator === '>' ? number + 1 : operator.startsWith('<') ? 0 : number;
  const most = operator === '<' ? number - 1 : operator.startsWith('>') ? top : number;
  return least > most
    ? undefined
    : { query: { kind: 'level', field: name, least, most }, text: `${name}${operator}${number}` };
};

const structured: LeafMaker = (choices) => {
  const [id, parameter, glob] = choices.of([
    ['id@1', 'k', 'v w'],
    ['ID@1', 'K', 'v*'],
    ['id@1', 'ip', '10.0.0.1'],
    ['id@1', 'ip', '10.0.0.?'],
    ['a', 'b', '*c'],
    ['a', 'c', '*'],
    ['id', 'k', '*'],
  ] as const);
  const shown = glob.includes(' ') ? `"${glob}"` : glob;
  return {
    query: { kind: 'structured', id, parameter, glob },
    text: `sd.${id}.${parameter}:${shown}`,
  };
};

const pair: LeafMaker = (choices, { text }) => {
  const found = [...asText(text).matchAll(/([A-Za-z]{1,10})=([0-9A-Za-z.]{0,10})/g)];
  if (found.length === 0) return undefined;
  const [, key = '', value = ''] = choices.of(found);
  const operator = choices.of<PairOperator>(['=', '=', '=', '!=', '<', '<=', '>', '>=']);
  const isText = operator === '=' || operator === '!=';
  const operand = isText ? value : choices.of(['0', '22', '59.5', '60', '1500', '-1']);
  if (isText && (value === '' || value.endsWith('.'))) return undefined;
  const shown = anyCase(choices, key.toLowerCase());
  return {
    query: { kind: 'pair', key: shown, operator, value: operand },
    text: `${shown}${operator}${operand}`,
  };
};

const LEAVES: readonly LeafMaker[] = [
  wordsOfPiece,
  wordsOfPiece,
  wordsOfPiece,
  address,
  network,
  addressRange,
  substring,
  substring,
  regex,
  regex,
  field,
  source,
  level,
  structured,
  pair,
];

/** Some characters of a Latin-1 text, as they are typed; undefined where it is no UTF-8 there. */
function slice(choices: Choices, text: string, most: number): string | undefined {
  if (text.length === 0) return undefined;
  const start = choices.below(text.length);
  const part = typed(text.slice(start, start + choices.between(1, most)));
  return part === '' ? undefined : part;
}
