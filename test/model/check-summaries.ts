import { expect } from 'vitest';
import { countBy, countKeyOf } from '../../src/engine/count-by.js';
import { histogram } from '../../src/engine/histogram.js';
import { patterns } from '../../src/engine/patterns.js';
import type { StoreReader } from '../../src/engine/store-reader.js';
import { formatBucketWidth, NICE_WIDTHS } from '../../src/planner/bucket-width.js';
import type { Plan } from '../../src/planner/plan.js';
import { TimeBuckets } from '../../src/planner/time-buckets.js';
import { Header, parseHeader } from '../../src/syslog/header.js';
import { describeMessage } from '../../src/syslog/message.js';
import { formatTime, timeZone } from '../../src/syslog/time-zones.js';
import { asText, latin1 } from '../support/bytes.js';
import type { KnownMessage } from '../support/oracle.js';
import type { Choices } from '../support/oracle-random.js';

/** Of ASCII alone: there both engines of expressions mean the same. */
const EXPRESSIONS = ['/([a-z]+)[=:] ?([0-9]+)/', '/port|for [a-z]+/i', '/x(y)?/', '/([0-9.]+)$/'];
/** Keys of `key=value`, in any case; with an equals sign behind it a name is such a key, whatever else it may be. */
const PAIR_KEYS = ['src', 'UID=', 'len', 'Msg', 'key', 'date='];
/** A key, and its value: within quotation marks, or up to what closes. */
const PAIR =
  /(?<![\w.\-\x80-\xff])([A-Za-z_][\w.\-\x80-\xff]{0,47})=(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^ \t\r\n,;)\]}>"'&|]*))/gs;
const KEYS = [
  ...EXPRESSIONS,
  ...PAIR_KEYS,
  'host',
  'app',
  'pid',
  'msgid',
  'severity',
  'facility',
  'source',
  'hour',
  'day',
];
const ZONES = ['UTC', 'Asia/Kathmandu', 'Europe/Berlin'];

/** At every fourth call a summary of what a plan finds, against the messages that it is known to find. */
export function checkSummary(
  choices: Choices,
  reader: StoreReader,
  plan: Plan,
  messages: readonly KnownMessage[],
): void {
  if (choices.chance(0.75)) return;
  const zone = timeZone(choices.of(ZONES));
  if (choices.chance(0.3)) checkPatterns(reader, plan, messages);
  else if (choices.chance(0.4)) checkHistogram(choices, reader, plan, messages, zone.name);
  else checkCounts(choices, reader, plan, messages, zone.name);
}

function checkHistogram(
  choices: Choices,
  reader: StoreReader,
  plan: Plan,
  messages: readonly KnownMessage[],
  zoneName: string,
): void {
  const zone = timeZone(zoneName);
  const width = choices.chance(0.5) ? undefined : choices.of(NICE_WIDTHS.slice(9));
  const options = { zone, buckets: choices.of([5, 30]), ...(width === undefined ? {} : { width }) };
  const result = finish(histogram(reader, plan, options));
  const what = `histogram by ${formatBucketWidth(result.width)} in ${zoneName}`;
  expect(result.total, what).toBe(messages.length);
  // The buckets follow one another, each as wide as it should be, and has as many messages as have their time in it.
  const { buckets } = result;
  const expected = new Map<number, number>();
  const known = new TimeBuckets(result.width, zone);
  for (const { time } of messages) {
    const { from } = known.at(time);
    expected.set(from, (expected.get(from) ?? 0) + 1);
  }
  const filled = buckets.filter(({ count }) => count > 0);
  expect(new Map(filled.map(({ from, count }) => [from, count])), what).toEqual(expected);
  const wrong = buckets.filter(
    ({ from, to }, i) =>
      known.at(from).from !== from ||
      known.at(from).to !== to ||
      (buckets[i + 1]?.from ?? to) !== to,
  );
  expect(wrong, what).toEqual([]);
  if (width !== undefined) expect(result.width).toEqual(width);
  // One bucket more where the first and the last are only touched; asked times may widen it to the next hour.
  else if (messages.length > 0 && plan.ranges === undefined)
    expect(result.buckets.length, what).toBeLessThanOrEqual(options.buckets + 2);
}

function checkCounts(
  choices: Choices,
  reader: StoreReader,
  plan: Plan,
  messages: readonly KnownMessage[],
  zoneName: string,
): void {
  const zone = timeZone(zoneName);
  const name = choices.of(KEYS);
  const key = countKeyOf(name);
  const expected = new Map<string | undefined, number>();
  for (const message of messages) {
    const value = fieldOf(name, message, zoneName);
    expected.set(value, (expected.get(value) ?? 0) + 1);
  }
  const all = finish(countBy(reader, plan, key, { top: Number.POSITIVE_INFINITY, zone }));
  const what = `--by ${name}`;
  expect(new Map(all.rows.map(({ value, count }) => [value, count])), what).toEqual(expected);
  expect(all.rows.length, what).toBe(expected.size);
  expect([all.total, all.left, all.uncounted], what).toEqual([
    messages.length,
    { values: 0, messages: 0 },
    0,
  ]);
  for (const { count, share } of all.rows)
    expect(share, what).toBeCloseTo(count / messages.length, 9);
  const counts = all.rows.map(({ count }) => count);
  const sorted = [...counts].sort((a, b) => b - a);
  if (name !== 'hour' && name !== 'day') expect(counts, what).toEqual(sorted);
  const top = finish(countBy(reader, plan, key, { top: 2, zone }));
  expect(top.left.values, what).toBe(Math.max(0, top.values - 2));
  if (name === 'hour' || name === 'day')
    expect(
      top.rows.map(({ count }) => count),
      what,
    ).toEqual(sorted.slice(0, 2));
  const shown = top.rows.reduce((sum, { count }) => sum + count, 0);
  expect(shown + top.left.messages, what).toBe(messages.length);
}

/** Each message is in one pattern; and no more are in it than look like it. */
function checkPatterns(reader: StoreReader, plan: Plan, messages: readonly KnownMessage[]): void {
  const { rows, total, left } = finish(patterns(reader, plan, { top: Number.POSITIVE_INFINITY }));
  expect([total, left], 'patterns').toEqual([messages.length, { patterns: 0, messages: 0 }]);
  expect(
    rows.reduce((sum, { count }) => sum + count, 0),
    'patterns',
  ).toBe(messages.length);
  expect(new Set(rows.map(({ pattern }) => pattern)).size, 'patterns').toBe(rows.length);
  const texts = messages.map(({ raw, pieces }) => plainText(pieces.length > 1 ? undefined : raw));
  const long = texts.filter((text) => text === undefined).length;
  for (const { pattern, count, example } of rows) {
    const parts = pattern.split(/<(?:num|ip|\*)>/);
    const alike = texts.filter((text) => text !== undefined && hasInOrder(text, parts)).length;
    expect(alike + long, pattern).toBeGreaterThanOrEqual(count);
    if (long === 0) expect(hasInOrder(plainText(asText(example)) ?? '', parts), pattern).toBe(true);
  }
}

/** What a pattern is about: the app and what stands behind the header, blanks in a row as one. */
function plainText(raw: string | undefined): string | undefined {
  if (raw === undefined || raw.length > 4096) return undefined;
  const header = new Header();
  parseHeader(latin1(raw), 0, raw.length, header);
  const { appStart, appEnd, contentStart, timeStart, timeEnd, prefixStart, prefixEnd } = header;
  const cut = (from: number, to: number) =>
    Array.from({ length: Math.max(0, to - from) }, (_, i) => {
      const at = from + i;
      const isCut = (at >= timeStart && at < timeEnd) || (at >= prefixStart && at < prefixEnd);
      return isCut ? ' ' : raw[at];
    }).join('');
  const app = appEnd > appStart ? `${raw.slice(appStart, appEnd)}: ` : '';
  const content = cut(contentStart, raw.length);
  // White space of ASCII: a byte 0xa0 is part of a character.
  const text = `${app}${content}`.replace(/[ \t]+/g, ' ').replace(/^[\t-\r ]+|[\t-\r ]+$/g, '');
  return Buffer.from(text, 'latin1')
    .toString('utf8')
    .replace(/^kernel: \[ ?\S+\] /, 'kernel: ');
}

/** Whether a text begins with the first part, ends with the last, and has the others between, in order. */
function hasInOrder(text: string, parts: readonly string[]): boolean {
  const [first = '', ...others] = parts;
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

function fieldOf(
  name: string,
  { raw, time, source, pieces }: KnownMessage,
  zoneName: string,
): string | undefined {
  const expression = /^\/(.*)\/(i?)$/.exec(name);
  if (expression !== null) {
    const regex = new RegExp(expression[1] ?? '', expression[2]);
    const found = pieces
      .map(({ text }) => regex.exec(asText(text)))
      .find((match) => match !== null);
    return found?.[found.length > 1 ? 1 : 0];
  }
  if (PAIR_KEYS.includes(name)) {
    const key = name.replace('=', '').toLowerCase();
    const found = pieces
      .flatMap(({ text }) => [...asText(text).matchAll(PAIR)])
      .find(([, each = '']) => each.toLowerCase() === key);
    const value = found?.slice(2).find((each) => each !== undefined);
    return value === undefined ? undefined : Buffer.from(value, 'latin1').toString('utf8');
  }
  if (name === 'source') return source;
  const local = formatTime(time, timeZone(zoneName));
  if (name === 'day') return local.slice(0, 10);
  if (name === 'hour') return `${local.slice(0, 13)}:00${local.slice(23)}`;
  return describeMessage(latin1(raw))[name as 'host'];
}

function finish<Result>(steps: Generator<number, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
