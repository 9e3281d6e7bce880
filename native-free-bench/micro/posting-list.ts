import { END_OF_DOCS } from '../../src/postings/doc-set.js';
import { FORM_BITMAP, FORM_GAPS, FORM_RUNS } from '../../src/postings/posting-list-format.js';
import { readPostingList, type StoredPostings } from '../../src/postings/posting-list-reader.js';
import { type Duel, duel, sameNumbers } from './duel.js';
import { plainDecode } from './plain-posting-list.js';
import { burstList, scatteredList } from './random-postings.js';

/**
 * Stored posting lists of each form, read and walked to their end, as an array of all their DocIds. The reader checks bounds, counts and that DocIds are
 * below the number of messages; of these the twin checks the bounds of gaps and runs alone.
 */
export function postingListDuels(seed: number, twin: typeof plainDecode = plainDecode): Duel[] {
  const lists: [name: string, form: number, stored: StoredPostings][] = [
    ['gaps', FORM_GAPS, scatteredList(17, seed)],
    ['a bitmap', FORM_BITMAP, scatteredList(3, seed)],
    ['runs', FORM_RUNS, burstList(seed)],
  ];
  return lists.map(([name, form, stored]) => {
    if (stored.form !== form)
      throw new Error(`The list meant to be ${name} has form ${stored.form}`);
    return duel({
      row: `decode a posting list of ${name}, per posting`,
      items: stored.count,
      hayabusa: () => walk(stored),
      plain: () => twin(stored),
      same: sameNumbers,
    });
  });
}

function walk(stored: StoredPostings): Uint32Array {
  const set = readPostingList(stored);
  const docs = new Uint32Array(stored.count);
  let at = 0;
  for (let doc = set.docId(); doc !== END_OF_DOCS; doc = set.next()) docs[at++] = doc;
  return docs;
}
