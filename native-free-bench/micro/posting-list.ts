import { FORM_BITMAP, FORM_GAPS, FORM_RUNS } from '../../src/postings/posting-list-format.js';
import { decodePostingList, type StoredPostings } from '../../src/postings/posting-list-reader.js';
import { type Duel, duel, sameNumbers } from './duel.js';
import { plainDecode } from './plain-posting-list.js';
import { burstList, scatteredList } from './random-postings.js';

/**
 * Stored posting lists of each form to an array of all their DocIds. The reader checks bounds, counts and that DocIds are
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
      hayabusa: () => decodePostingList(stored),
      plain: () => twin(stored),
      same: sameNumbers,
    });
  });
}
