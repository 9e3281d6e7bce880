import { END_OF_DOCS } from '../../src/postings/doc-set.js';
import { intersect } from '../../src/postings/intersection.js';
import { readPostingList, type StoredPostings } from '../../src/postings/posting-list-reader.js';
import { type Duel, duel, sameNumbers } from './duel.js';
import { plainDecode, plainIntersect } from './plain-posting-list.js';
import { scatteredList } from './random-postings.js';

/**
 * Two stored posting lists to the DocIds that both hold: cursors that leapfrog against whole lists decoded and walked
 * along. Both sides begin with the stored bytes, since not having to decode a bitmap is half of what cursors are for.
 */
export function intersectionDuels(
  seed: number,
  twin: typeof plainIntersect = plainIntersect,
): Duel[] {
  const rare = scatteredList(10_007, seed);
  const common = scatteredList(17, seed);
  const dense = scatteredList(3, seed);
  const against = (name: string, list: StoredPostings) =>
    duel({
      row: `${name} AND dense, per intersection`,
      items: 1,
      hayabusa: () => {
        const docs: number[] = [];
        const set = intersect([readPostingList(list), readPostingList(dense)]);
        for (let doc = set.docId(); doc !== END_OF_DOCS; doc = set.next()) docs.push(doc);
        return docs;
      },
      plain: () => twin(plainDecode(list), plainDecode(dense)),
      same: sameNumbers,
    });
  return [against('rare', rare), against('common', common)];
}
