import { toStderr } from './output.js';

const QUIET_MILLIS = 1000;
const EVERY_MILLIS = 100;
const WIDTH = 28;

/**
 * One line of progress on a terminal's standard error, for whatever takes longer than a second: a bar when it is known
 * how far it is, else only the text. `end` wipes it out.
 */
export class Progress {
  readonly #enabled: boolean;
  readonly #label: string;
  readonly #started = Date.now();
  #lastShown = 0;
  #visible = false;

  constructor(enabled: boolean, label: string) {
    this.#enabled = enabled;
    this.#label = label;
  }

  /** `fraction` is from 0 to 1; undefined when nobody knows. */
  show(fraction: number | undefined, text: string): void {
    if (!this.#enabled) return;
    const now = Date.now();
    if (now - this.#started < QUIET_MILLIS || now - this.#lastShown < EVERY_MILLIS) return;
    this.#lastShown = now;
    // Asked only now: Node loads its terminals and sockets for the answer.
    if (process.stderr.isTTY !== true) return;
    this.#visible = true;
    toStderr(`\r\x1b[K${this.#label} ${fraction === undefined ? '' : bar(fraction)}${text}`);
  }

  end(): void {
    if (!this.#visible) return;
    this.#visible = false;
    toStderr('\r\x1b[K');
  }
}

function bar(fraction: number): string {
  const share = Math.max(0, Math.min(1, fraction));
  const filled = Math.round(share * WIDTH);
  const percent = String(Math.floor(share * 100)).padStart(3);
  return `[${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${percent} % `;
}
