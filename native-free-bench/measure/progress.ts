const LEAST_MILLIS_BETWEEN = 1000;

/** Says on standard error what is going on: one line that changes on a terminal, else a line a second at most. */
export class BenchProgress {
  readonly #started = performance.now();
  #last = 0;

  get seconds(): number {
    return (performance.now() - this.#started) / 1000;
  }

  step(text: string): void {
    const line = `[${this.seconds.toFixed(0).padStart(4)} s] ${text}`;
    if (process.stderr.isTTY) {
      process.stderr.write(`\r\x1b[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
      return;
    }
    const now = performance.now();
    if (now - this.#last < LEAST_MILLIS_BETWEEN) return;
    this.#last = now;
    process.stderr.write(`${line}\n`);
  }

  end(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  }
}
