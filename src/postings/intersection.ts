import { type DocSet, END_OF_DOCS } from './doc-set.js';

/**
 * The DocIds that all sets hold. Leapfrog as in Lucene's ConjunctionDISI: the cheapest set leads, the others seek to
 * its DocId; whoever overshoots gives the lead a new target. One set is returned as it is; none is no set at all.
 */
export function intersect(sets: readonly DocSet[]): DocSet {
  const sorted = [...sets].sort((a, b) => a.cost() - b.cost());
  const lead = sorted[0];
  if (lead === undefined) throw new RangeError('An intersection of no sets');
  return sorted.length === 1 ? lead : new Intersection(lead, sorted.slice(1));
}

class Intersection implements DocSet {
  readonly #lead: DocSet;
  readonly #others: readonly DocSet[];
  #doc: number;

  constructor(lead: DocSet, others: readonly DocSet[]) {
    this.#lead = lead;
    this.#others = others;
    this.#doc = this.#agree(lead.docId());
  }

  docId(): number {
    return this.#doc;
  }

  next(): number {
    if (this.#doc !== END_OF_DOCS) this.#doc = this.#agree(this.#lead.next());
    return this.#doc;
  }

  seek(target: number): number {
    if (target > this.#doc) this.#doc = this.#agree(this.#lead.seek(target));
    return this.#doc;
  }

  cost(): number {
    return this.#lead.cost();
  }

  /** Invariant: no DocId below `doc` is in all sets. Ends because `doc` grows in every round. */
  #agree(first: number): number {
    let doc = first;
    outer: while (doc !== END_OF_DOCS) {
      for (const other of this.#others) {
        const found = other.seek(doc);
        if (found > doc) {
          doc = this.#lead.seek(found);
          continue outer;
        }
      }
      return doc;
    }
    return END_OF_DOCS;
  }
}
