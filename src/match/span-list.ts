/** Ranges of a message, gathered in any order. */
export class SpanList {
  readonly #pairs: [number, number][] = [];

  add(start: number, end: number): void {
    if (end > start) this.#pairs.push([start, end]);
  }

  /** Starts and ends by turns, ascending; ranges that overlap or touch are one. */
  merged(): Int32Array {
    this.#pairs.sort(([a], [b]) => a - b);
    const spans: number[] = [];
    for (const [start, end] of this.#pairs) {
      const last = spans.length - 1;
      if (last >= 0 && start <= spans[last]!) spans[last] = Math.max(spans[last]!, end);
      else spans.push(start, end);
    }
    return Int32Array.from(spans);
  }
}
