import { containsPhrase } from '../analysis/tokenizer.js';
import { isHayabusaError } from '../base/errors.js';
import { assertNever } from '../base/invariant.js';
import type { SegmentTask, TimeRange } from '../planner/plan.js';
import { countRest, type DocSet, END_OF_DOCS, rangeDocSet } from '../postings/doc-set.js';
import { intersect } from '../postings/intersection.js';
import type { Query } from '../query/ast.js';
import type { IndexPartReader } from '../segment/index-part-reader.js';
import type { OnDamage, SegmentReader } from '../segment/segment-reader.js';
import { Header, parseHeader, resetHeader } from '../syslog/header.js';
import { searchedText } from '../syslog/searched-text.js';

/** Messages of one hour, in order of time and, at equal times, of arrival. Times are milliseconds within the hour. */
export type SegmentHits = { readonly ordinals: Uint32Array; readonly times: Uint32Array };

type Phrases = readonly (readonly Uint8Array[])[];

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
  const phrases = phrasesOf(task.query);
  if (reader.parts().some((part) => part.hasPieces))
    return searchSegment(reader, task, onDamage).ordinals.length;
  let count = 0;
  for (const part of reader.parts()) {
    if (phrases.length > 0)
      count += docsOfPart(reader, part, task.ranges, terms, phrases, onDamage).length;
    else if (task.ranges === undefined && terms.length <= 1)
      count += terms[0] === undefined ? part.messages : (part.terms.lookup(terms[0])?.count ?? 0);
    else for (const set of candidates(part, task.ranges, terms)) count += countRest(set);
  }
  return count;
}

/** The terms that a message must hold, phrases included; the index answers for each. */
function termsOf(query: Query): Uint8Array[] {
  switch (query.kind) {
    case 'all':
      return [];
    case 'and':
      return query.parts.flatMap(termsOf);
    case 'word':
      return [query.token];
    case 'phrase':
      return [...query.tokens];
    case 'address':
      return [query.term];
    default:
      return assertNever(query);
  }
}

/** The phrases that the words alone do not prove. */
function phrasesOf(query: Query): Phrases {
  if (query.kind === 'and') return query.parts.flatMap(phrasesOf);
  return query.kind === 'phrase' ? [query.tokens] : [];
}

/** The DocIds of a part that hold all terms, one set for each range of times, in ascending order. */
function candidates(
  part: IndexPartReader,
  ranges: readonly TimeRange[] | undefined,
  terms: readonly Uint8Array[],
): DocSet[] {
  const sets: DocSet[] = [];
  for (const range of ranges ?? [undefined]) {
    const docs: DocSet[] = [];
    if (range !== undefined) docs.push(rangeOfTimes(part, range));
    else if (terms.length === 0) docs.push(rangeDocSet(0, part.messages));
    for (const term of terms) {
      const set = part.docs(term);
      if (set === undefined) return [];
      docs.push(set);
    }
    sets.push(intersect(docs));
  }
  return sets;
}

/** Times never decrease with the DocId: a range of times is a range of DocIds. */
function rangeOfTimes(part: IndexPartReader, range: TimeRange): DocSet {
  if (range.from <= part.summary.minTime && range.to > part.summary.maxTime)
    return rangeDocSet(0, part.messages);
  const times = part.times();
  return rangeDocSet(lowerBound(times, range.from), lowerBound(times, range.to));
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
  terms: readonly Uint8Array[],
  phrases: Phrases,
  onDamage: OnDamage,
): Uint32Array {
  let docs = new Uint32Array(256);
  let count = 0;
  for (const set of candidates(part, ranges, terms)) {
    for (let doc = set.docId(); doc !== END_OF_DOCS; doc = set.next()) {
      if (count === docs.length) {
        const grown = new Uint32Array(2 * count);
        grown.set(docs);
        docs = grown;
      }
      docs[count++] = doc;
    }
  }
  const all = docs.subarray(0, count);
  return phrases.length === 0 ? all : verify(reader, part, all, phrases, onDamage);
}

/** The candidates whose searched text holds all phrases. Messages are read in the order they stand in the log. */
function verify(
  reader: SegmentReader,
  part: IndexPartReader,
  docs: Uint32Array,
  phrases: Phrases,
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
      return phrases.every((phrase) => containsPhrase(text, phrase));
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
