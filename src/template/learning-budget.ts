/**
 * How many new shapes messages may teach: many at first, few once a block was full of them; what it keeps out is stored as
 * plain text, so that text without a shape costs no more than text.
 */
export class LearningBudget {
  /** New shapes that may be learned in this block, and how many were. */
  #budget = 0;
  #learned = 0;
  #blocks = 0;
  #relearnAt = 1;

  /** Starts a block of so many messages. Returns whether shapes may be learned anew: with every doubling of the blocks. */
  startBlock(messages: number): boolean {
    const full = 512 + (messages >>> 3);
    const next =
      this.#learned >= this.#budget ? Math.max(64, this.#budget >>> 3) : 2 * this.#budget;
    this.#budget = this.#budget === 0 ? full : Math.min(full, next);
    this.#learned = 0;
    this.#blocks++;
    return this.#blocks >= this.#relearnAt;
  }

  /** Says that shapes are learned anew. */
  relearn(): void {
    this.#relearnAt = 2 * this.#blocks;
  }

  /** Takes one new shape from the budget; false when there is none left. */
  take(): boolean {
    if (this.#learned >= this.#budget) return false;
    this.#learned++;
    return true;
  }

  clear(): void {
    this.#budget = 0;
    this.#learned = 0;
    this.#blocks = 0;
    this.#relearnAt = 1;
  }
}
