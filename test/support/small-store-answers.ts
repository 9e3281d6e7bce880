import { expect } from 'vitest';
import type { DamageReport } from '../../src/engine/pack-searcher.js';
import { StoreReader } from '../../src/engine/store-reader.js';
import type { TimeRange } from '../../src/planner/plan.js';
import { parsePhrase, parseQuery } from '../../src/query/parser.js';
import type { Directory } from '../../src/storage/directory.js';
import { asText } from './bytes.js';

/** A message as it was sent, with all that a search may be asked about it. Texts are Latin-1: a character a byte. */
export type SentMessage = {
  readonly raw: string;
  readonly time: number;
  /** The searched text of each of its pieces: one, unless the line is too long for one message. */
  readonly searched: readonly string[];
  /** Store-wide number of arrival of its first piece. */
  readonly sequence: number;
};

/** A question: as it is typed, and what it means, said as plainly as possible. */
export type Question = {
  readonly text: string;
  readonly exact?: boolean;
  readonly ranges?: readonly TimeRange[];
  readonly limit?: number;
  readonly newestFirst?: boolean;
  readonly countOnly?: boolean;
  readonly matches: (searched: string) => boolean;
};

/** The tokens of texts that were asked about; the same texts are, again and again. */
const tokens = new Map<string, readonly string[]>();

function tokensOf(text: string): readonly string[] {
  let known = tokens.get(text);
  if (known === undefined) {
    const found: string[] = text.match(/[0-9A-Za-z\x80-\xff]+/g) ?? [];
    known = found.map((token) => token.replace(/[A-Z]/g, (letter) => letter.toLowerCase()));
    tokens.set(text, known);
  }
  return known;
}

/** Holds all the words. */
export const words =
  (...wanted: string[]) =>
  (text: string): boolean => {
    const found = tokensOf(text);
    return wanted.every((word) => found.includes(word));
  };

/** Holds a word that begins so. */
export const prefix =
  (wanted: string) =>
  (text: string): boolean =>
    tokensOf(text).some((word) => word.startsWith(wanted));

/** Holds the words one after the other. */
export const phrase =
  (...wanted: string[]) =>
  (text: string): boolean => {
    const found = tokensOf(text);
    return found.some((_, at) => wanted.every((word, i) => found[at + i] === word));
  };

/** Holds an address, which stands between spaces, in one of these spellings. */
export const address =
  (...spellings: string[]) =>
  (text: string): boolean =>
    spellings.some((spelling) => ` ${text} `.includes(` ${spelling} `));

/** The questions asked again and again, without times. */
export const QUESTIONS: readonly Question[] = [
  { text: '', matches: () => true },
  { text: 'tick', matches: words('tick') },
  { text: 'TOCK tick', matches: words('tock', 'tick') },
  { text: 'failed password root', matches: words('failed', 'password', 'root') },
  { text: 'session opened for', exact: true, matches: phrase('session', 'opened', 'for') },
  {
    text: '"link is down" eth1',
    matches: (text) => phrase('link', 'is', 'down')(text) && words('eth1')(text),
  },
  { text: 'core-sw-01', matches: phrase('core', 'sw', '01') },
  { text: 'Sess* w*', matches: (text) => prefix('sess')(text) && prefix('w')(text) },
  { text: '"link is d"*', matches: (text) => phrase('link', 'is', 'down')(text) },
  { text: '192.0.2.7', matches: address('192.0.2.7') },
  { text: '2001:db8:0::1', matches: address('2001:db8::1') },
  { text: '0011.2233.4401', matches: address('00:11:22:33:44:01') },
  { text: 'w33', matches: words('w33') },
  { text: 'last words', exact: true, matches: phrase('last', 'words') },
  { text: 'n77', matches: words('n77') },
  { text: 'nosuchword', matches: () => false },
  { text: 'session', countOnly: true, matches: words('session') },
  { text: 't*', countOnly: true, matches: prefix('t') },
  { text: 'tick boom', countOnly: true, matches: words('tick', 'boom') },
  { text: '', countOnly: true, matches: () => true },
  { text: 'session', limit: 5, matches: words('session') },
  { text: '', limit: 40, newestFirst: true, matches: () => true },
  { text: 'eth2', newestFirst: true, matches: words('eth2') },
];

/** What brute force answers: one line a message found, or the count. */
export function expectedAnswer(sent: readonly SentMessage[], question: Question): string[] {
  const { ranges, limit, newestFirst, countOnly, matches } = question;
  let found = sent.filter(
    ({ time, searched }) =>
      (ranges?.some(({ from, to }) => from <= time && time < to) ?? true) && searched.some(matches),
  );
  if (countOnly) return [String(found.length)];
  found.sort((a, b) => a.time - b.time || a.sequence - b.sequence);
  if (limit !== undefined) found = found.slice(-limit);
  if (newestFirst) found.reverse();
  return found.map(({ time, sequence, raw }) => `${sequence} ${time} ${raw}`);
}

/** Every question in its turn, `count` at a time; the first, which asks for everything, always. */
export function someQuestions(turn: number, count: number): Question[] {
  const [everything, ...others] = QUESTIONS;
  const some = others.filter((_, i) => (i + turn * count) % others.length < count);
  return everything === undefined ? some : [everything, ...some];
}

export type Answer = { lines: string[]; reports: DamageReport[] };

/** What the store answers, and the damage it reported. */
export function answerOf(directory: Directory, question: Question): Answer {
  const reports: DamageReport[] = [];
  const reader = new StoreReader(directory, (report) => reports.push(report));
  try {
    return { lines: linesOf(reader, question), reports };
  } finally {
    reader.close();
  }
}

function linesOf(reader: StoreReader, question: Question): string[] {
  const { text, exact, ranges, limit, newestFirst, countOnly } = question;
  const plan = { query: exact ? parsePhrase(text) : parseQuery(text), ranges };
  if (countOnly) {
    let count = 0;
    for (const part of reader.count(plan)) count += part;
    return [String(count)];
  }
  const lines: string[] = [];
  const options = { ...(limit && { limit }), ...(newestFirst && { newestFirst }) };
  for (const batch of reader.search(plan, options))
    for (const { sequence, time, raw } of batch) lines.push(`${sequence} ${time} ${asText(raw)}`);
  return lines;
}

/** Expects every question to be answered as brute force does, without a word of damage. */
export function expectAnswers(
  directory: Directory,
  sent: readonly SentMessage[],
  questions: readonly Question[],
  what: string,
): void {
  for (const question of questions) {
    const { lines, reports } = answerOf(directory, question);
    const asked = `${what}: ${JSON.stringify(question)}`;
    if (reports.length > 0) expect.fail(`${asked}: ${reports[0]?.error.message}`);
    const expected = expectedAnswer(sent, question);
    if (lines.join('\n') !== expected.join('\n')) expect(lines, asked).toEqual(expected);
  }
}
