/**
 * Learns, while messages stream by, where a word without a digit is a value all the same: a user name, a random name.
 * What stands before a word is its *context*; a context that was followed by more than so many different words is
 * variable from then on. (Idea: Drain, P. He et al., ICWS 2017, and the successor counts of Logan, M. Du, F. Li 2016.)
 */

/** Different words behind one context that make it variable: real logs have statements with 30 fixed ones, not with 40. */
const MAX_SUCCESSORS = 40;

/** Contexts remembered; beyond it the learning starts afresh, and what was learned stays. */
const MAX_CONTEXTS = 100_000;

export class Contexts {
  #successors = new Map<number, Set<number>>();
  readonly #variable = new Set<number>();

  /** Contexts that became variable since this was set to 0. */
  news = 0;

  /** Whether words behind a context are values. */
  isVariable(context: number): boolean {
    return this.#variable.has(context);
  }

  /** Notes that a word was seen behind a context; both are hashes: a collision costs a worse template, nothing else. */
  add(context: number, word: number): void {
    if (this.#variable.has(context)) return;
    let words = this.#successors.get(context);
    if (words === undefined) {
      if (this.#successors.size >= MAX_CONTEXTS) this.#successors = new Map();
      words = new Set();
      this.#successors.set(context, words);
    }
    words.add(word);
    if (words.size <= MAX_SUCCESSORS) return;
    this.#variable.add(context);
    this.news++;
    this.#successors.delete(context);
  }

  clear(): void {
    this.#successors.clear();
    this.#variable.clear();
    this.news = 0;
  }
}
