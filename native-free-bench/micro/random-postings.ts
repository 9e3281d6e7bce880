import { ByteWriter } from '../../src/codec/byte-writer.js';
import type { StoredPostings } from '../../src/postings/posting-list-reader.js';
import { writePostingList } from '../../src/postings/posting-list-writer.js';
import { Random } from '../generator/random.js';

/** DocIds that the lists are out of: more units than a pack has, so that lists are long enough to be timed. */
export const UNITS = 1_000_000;

/** A list that holds one unit in `step`, at random places. */
export function scatteredList(step: number, seed: number): StoredPostings {
  const random = new Random(seed, step);
  const docs: number[] = [];
  for (let doc = 0; doc < UNITS; doc++) if (random.oneIn(step)) docs.push(doc);
  return stored(docs);
}

/** A list of bursts of up to 200 units in a row, with gaps of up to 1000 between them. */
export function burstList(seed: number): StoredPostings {
  const random = new Random(seed);
  const docs: number[] = [];
  for (let doc = random.below(1000); doc < UNITS; doc += 1 + random.below(1000))
    for (const end = Math.min(UNITS, doc + 1 + random.below(200)); doc < end; doc++) docs.push(doc);
  return stored(docs);
}

/** As a list stands on disk, in the form the writer picks. */
function stored(docs: readonly number[]): StoredPostings {
  const out = new ByteWriter();
  const form = writePostingList(out, Uint32Array.from(docs), 0, docs.length, UNITS);
  const bytes = out.copy();
  return { form, count: docs.length, messages: UNITS, bytes, file: '', offset: 0 };
}
