import type { Directory } from '../storage/directory.js';
import type { TermPostings } from '../termdict/term-dictionary-format.js';
import type { IndexPartReader } from './index-part-reader.js';
import { type WrittenPart, writeIndexPart } from './index-part-writer.js';

/**
 * Merges parts that follow on one another into one; the result is, byte for byte, the part that indexing their messages
 * at once would have given. Memory: 20 bytes a message, and one posting list.
 */
export function mergeParts(
  directory: Directory,
  path: string,
  parts: readonly IndexPartReader[],
): WrittenPart {
  const { hour, first } = parts[0]!.summary;
  const merged = mergeTimes(parts);
  const hosts = new Map<string, number>();
  const pieces: number[] = [];
  parts.forEach((part, index) => {
    for (const [name, count] of part.hosts()) hosts.set(name, (hosts.get(name) ?? 0) + count);
    for (const doc of part.pieces()) pieces.push(merged.newDocs[index]![doc]!);
  });
  return writeIndexPart(
    directory,
    path,
    {
      hour,
      first,
      times: merged.times,
      order: merged.order,
      blocks: parts.flatMap((part) => part.blocks()),
      hosts,
      pieces: pieces.sort((a, b) => a - b),
    },
    (add) => mergeTerms(parts, merged.newDocs, add),
  );
}

type MergedTimes = {
  times: Uint32Array;
  order: Uint32Array | undefined;
  /** For each part, the DocId in the merged part of each of its DocIds: ascending. */
  newDocs: Uint32Array[];
};

/** Merges by time; at equal times the earlier part comes first, since its messages arrived first. */
function mergeTimes(parts: readonly IndexPartReader[]): MergedTimes {
  const total = parts.reduce((sum, part) => sum + part.messages, 0);
  const times = new Uint32Array(total);
  const order = new Uint32Array(total);
  const newDocs = parts.map((part) => new Uint32Array(part.messages));
  const next = parts.map(() => 0);
  const firstPlace: number[] = [];
  let place = 0;
  for (const part of parts) {
    firstPlace.push(place);
    place += part.messages;
  }
  let inOrder = true;
  for (let doc = 0; doc < total; doc++) {
    let from = -1;
    let time = 0;
    for (let p = 0; p < parts.length; p++) {
      const at = next[p]!;
      if (at === parts[p]!.messages) continue;
      const candidate = parts[p]!.times()[at]!;
      if (from < 0 || candidate < time) {
        from = p;
        time = candidate;
      }
    }
    const old = next[from]!++;
    newDocs[from]![old] = doc;
    times[doc] = time;
    order[doc] = firstPlace[from]! + (parts[from]!.order()?.[old] ?? old);
    if (order[doc] !== doc) inOrder = false;
  }
  return { times, order: inOrder ? undefined : order, newDocs };
}

type Cursor = {
  part: number;
  term: Uint8Array;
  postings: TermPostings;
  rest: Generator<{ term: Uint8Array; postings: TermPostings }>;
};

function mergeTerms(
  parts: readonly IndexPartReader[],
  newDocs: readonly Uint32Array[],
  add: (
    bytes: Uint8Array,
    start: number,
    end: number,
    docs: Uint32Array,
    from: number,
    to: number,
  ) => void,
): void {
  const cursors: Cursor[] = [];
  parts.forEach((part, index) => {
    const rest = part.terms.entries();
    const head = rest.next();
    if (!head.done) cursors.push({ part: index, ...head.value, rest });
  });
  let docs = new Uint32Array(1024);
  while (cursors.length > 0) {
    let least = cursors[0]!;
    for (const cursor of cursors) if (Buffer.compare(cursor.term, least.term) < 0) least = cursor;
    const { term } = least;
    let count = 0;
    let sorted = true;
    for (const cursor of [...cursors]) {
      if (Buffer.compare(cursor.term, term) !== 0) continue;
      const old = parts[cursor.part]!.decodeDocs(cursor.postings);
      const mapping = newDocs[cursor.part]!;
      if (count + old.length > docs.length) {
        const grown = new Uint32Array(2 * (count + old.length));
        grown.set(docs.subarray(0, count));
        docs = grown;
      }
      if (count > 0 && docs[count - 1]! > mapping[old[0]!]!) sorted = false;
      for (const doc of old) docs[count++] = mapping[doc]!;
      const next = cursor.rest.next();
      if (next.done) cursors.splice(cursors.indexOf(cursor), 1);
      else {
        cursor.term = next.value.term;
        cursor.postings = next.value.postings;
      }
    }
    if (!sorted) docs.subarray(0, count).sort();
    add(term, 0, term.length, docs, 0, count);
  }
}
