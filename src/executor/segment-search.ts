import { containsPhrase } from '../analysis/tokenizer.js';
import { isHayabusaError } from '../base/errors.js';
import { grown } from '../base/grown.js';
import { assertNever } from '../base/invariant.js';
import type { SegmentTask, TimeRange } from '../planner/plan.js';
import {
  countRest,
  type DocSet,
  END_OF_DOCS,
  RunsDocSet,
  rangeDocSet,
} from '../postings/doc-set.js';
import { intersect } from '../postings/intersection.js';
import type { Query } from '../query/ast.js';
import type { IndexPartReader } from '../segment/index-part-reader.js';
import type { OnDamage, SegmentReader } from '../segment/segment-reader.js';
import { Header, parseHeader, resetHeader } from '../syslog/header.js';
import { searchedText } from '../syslog/searched-text.js';

/** Messages of one hour, in order of time and, at equal times, of arrival. Times are milliseconds within the hour. */
export type SegmentHits = { readonly ordinals: Uint32Array; readonly times: Uint32Array };

type Phrase = Extract<Query, { kind: 'phrase' }>;

/** What the index is asked: terms that a message must hold, and beginnings, of each of which it must hold some word. */
type Terms = { readonly whole: readonly Uint8Array[]; readonly prefixes: readonly Uint8Array[] };

/** Runs a query in one hour. */
export function searchSegment(
  reader: SegmentReader,
  task: SegmentTask,
  onDamage: OnDamage,
): SegmentHits {
  const terms = termsOf(task.query);
  const phrases = phrasesOf(task.query);
  const found: SegmentHits[] = [];
  for (const part of reader.parts()) {
    const docs = docsOfPart(reader, part, task.ranges, terms, phrases, onDamage);
    if (docs.length > 0) found.push(asHits(part, docs));
  }
  return joinPieces(reader, mergeByTime(found));
}

/** How many messages a query finds in one hour. Reads no message unless a phrase has to be verified. */
export function countSegment(reader: SegmentReader, task: SegmentTask, onDamage: OnDamage): number {
  const terms = termsOf(task.query);
  const { whole, prefixes } = terms;
  const phrases = phrasesOf(task.query);
  if (reader.parts().some((part) => part.hasPieces))
    return searchSegment(reader, task, onDamage).ordinals.length;
  let count = 0;
  for (const part of reader.parts()) {
    if (phrases.length > 0)
      count += docsOfPart(reader, part, task.ranges, terms, phrases, onDamage).length;
    else if (task.ranges === undefined && prefixes.length === 0 && whole.length <= 1)
      count += whole[0] === undefined ? part.messages : (part.terms.lookup(whole[0])?.count ?? 0);
    else count += countRest(candidates(part, task.ranges, terms));
  }
  return count;
}

/** The terms of a query, those of its phrases included. */
function termsOf(query: Query): Terms {
  switch (query.kind) {
    case 'all':
      return { whole: [], prefixes: [] };
    case 'and': {
      const parts = query.parts.map(termsOf);
      return {
        whole: parts.flatMap(({ whole }) => whole),
        prefixes: parts.flatMap(({ prefixes }) => prefixes),
      };
    }
    case 'word':
      return { whole: [query.token], prefixes: [] };
    case 'prefix':
      return { whole: [], prefixes: [query.token] };
    case 'phrase':
      return query.isPrefix
        ? { whole: query.tokens.slice(0, -1), prefixes: query.tokens.slice(-1) }
        : { whole: query.tokens, prefixes: [] };
    case 'address':
      return { whole: [query.term], prefixes: [] };
    default:
      return assertNever(query);
  }
}

/** The phrases that the words alone do not prove. */
function phrasesOf(query: Query): Phrase[] {
  if (query.kind === 'and') return query.parts.flatMap(phrasesOf);
  return query.kind === 'phrase' ? [query] : [];
}

/**
 * The DocIds of a part that are in the ranges and hold all terms. Beginnings come last: they cost most to read, and a
 * term that the part does not have saves it.
 */
function candidates(
  part: IndexPartReader,
  ranges: readonly TimeRange[] | undefined,
  terms: Terms,
): DocSet {
  const sets: DocSet[] = [];
  for (const term of terms.whole) {
    const set = part.docs(term);
    if (set === undefined) return rangeDocSet(0, 0);
    sets.push(set);
  }
  for (const prefix of terms.prefixes) {
    const set = part.docsOfPrefix(prefix);
    if (set === undefined) return rangeDocSet(0, 0);
    sets.push(set);
  }
  if (ranges !== undefined) sets.push(docsInRanges(part, ranges));
  else if (sets.length === 0) sets.push(rangeDocSet(0, part.messages));
  return intersect(sets);
}

/** Times never decrease with the DocId: ranges of times are ranges of DocIds. */
function docsInRanges(part: IndexPartReader, ranges: readonly TimeRange[]): DocSet {
  const { minTime, maxTime } = part.summary;
  if (ranges.some(({ from, to }) => from <= minTime && to > maxTime))
    return rangeDocSet(0, part.messages);
  const times = part.times();
  const runs: number[] = [];
  let count = 0;
  for (const { from, to } of ranges) {
    const first = lowerBound(times, from);
    const end = lowerBound(times, to);
    if (first >= end) continue;
    runs.push(first, end);
    count += end - first;
  }
  return new RunsDocSet(Uint32Array.from(runs), count);
}

/** The first index whose value is not below `value`. */
function lowerBound(sorted: Uint32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function docsOfPart(
  reader: SegmentReader,
  part: IndexPartReader,
  ranges: readonly TimeRange[] | undefined,
  terms: Terms,
  phrases: readonly Phrase[],
  onDamage: OnDamage,
): Uint32Array {
  let docs = new Uint32Array(256);
  let count = 0;
  const set = candidates(part, ranges, terms);
  for (let doc = set.docId(); doc !== END_OF_DOCS; doc = set.next()) {
    if (count === docs.length) docs = grown(docs, 2 * count);
    docs[count++] = doc;
  }
  const all = docs.subarray(0, count);
  return phrases.length === 0 ? all : verify(reader, part, all, phrases, onDamage);
}

/** The candidates whose searched text holds all phrases. Messages are read in the order they stand in the log. */
function verify(
  reader: SegmentReader,
  part: IndexPartReader,
  docs: Uint32Array,
  phrases: readonly Phrase[],
  onDamage: OnDamage,
): Uint32Array {
  const order = part.order();
  const inLogOrder =
    order === undefined ? docs : docs.slice().sort((a, b) => order[a]! - order[b]!);
  const header = new Header();
  let lastDamage = '';
  const kept = inLogOrder.filter((doc) => {
    try {
      const place = order === undefined ? doc : order[doc]!;
      const { block, index } = reader.locate(part.summary.first + place);
      const start = block.starts[index]!;
      const end = block.starts[index + 1]! - 1;
      if (block.continuations.includes(index)) resetHeader(header, start);
      else parseHeader(block.text, start, end, header);
      const text = searchedText(block.text, start, end, header);
      return phrases.every(({ tokens, isPrefix }) => containsPhrase(text, tokens, isPrefix));
    } catch (error) {
      if (!isHayabusaError(error, 'corruption') || error.details.code !== 'corruption') throw error;
      if (error.details.file.endsWith('.index')) throw error;
      if (error.message !== lastDamage) onDamage(error);
      lastDamage = error.message;
      return false;
    }
  });
  return order === undefined ? kept : kept.sort();
}

function asHits(part: IndexPartReader, docs: Uint32Array): SegmentHits {
  const order = part.order();
  const times = part.times();
  const { first } = part.summary;
  return {
    ordinals: docs.map((doc) => first + (order === undefined ? doc : order[doc]!)),
    times: docs.map((doc) => times[doc]!),
  };
}

/** Hits of parts, each in order of time, as one list in order of time and arrival. */
function mergeByTime(found: readonly SegmentHits[]): SegmentHits {
  const [only, ...more] = found;
  if (only === undefined) return { ordinals: new Uint32Array(0), times: new Uint32Array(0) };
  if (more.length === 0) return only;
  const total = found.reduce((sum, hits) => sum + hits.ordinals.length, 0);
  // A time is below 2^22 and an ordinal below 2^31: both fit one double, time first.
  const keys = new Float64Array(total);
  let at = 0;
  for (const hits of found)
    for (let i = 0; i < hits.ordinals.length; i++)
      keys[at++] = hits.times[i]! * 2 ** 31 + hits.ordinals[i]!;
  keys.sort();
  return {
    ordinals: Uint32Array.from(keys, (key) => key % 2 ** 31),
    times: Uint32Array.from(keys, (key) => Math.floor(key / 2 ** 31)),
  };
}

/** A hit in any piece of a long line is one hit: its first piece. Pieces have one time and consecutive ordinals. */
function joinPieces(reader: SegmentReader, hits: SegmentHits): SegmentHits {
  if (hits.ordinals.length === 0 || !reader.parts().some((part) => part.hasPieces)) return hits;
  const pieces = reader.pieces();
  const ordinals: number[] = [];
  const times: number[] = [];
  for (let i = 0; i < hits.ordinals.length; i++) {
    let ordinal = hits.ordinals[i]!;
    while (pieces.has(ordinal)) ordinal--;
    if (ordinals[ordinals.length - 1] === ordinal) continue;
    ordinals.push(ordinal);
    times.push(hits.times[i]!);
  }
  return { ordinals: Uint32Array.from(ordinals), times: Uint32Array.from(times) };
}
