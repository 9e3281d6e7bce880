import { MAX_SLOTS } from '../template/line-scanner.js';

/** The beginning of a row, or all of it, in memory that serves again; the caller's own. */
export class RowFront {
  bytes: Uint8Array = new Uint8Array(1024);
  /** It is bytes[0, end). */
  end = 0;
  /** Whether that is all of the row. */
  isWhole = false;
  /** How many slots of the template it has, and where their values stand. */
  slots = 0;
  valueStarts: Int32Array = new Int32Array(MAX_SLOTS);
  valueEnds: Int32Array = new Int32Array(MAX_SLOTS);

  /** Makes room for the values of so many slots, of which few templates have more than a message has values. */
  makeRoom(slots: number): void {
    if (slots <= this.valueStarts.length) return;
    this.valueStarts = new Int32Array(slots);
    this.valueEnds = new Int32Array(slots);
  }

  /** The memory, with room for `more` bytes behind the first `used`. */
  withRoom(used: number, more: number): Uint8Array {
    if (used + more > this.bytes.length) {
      const grown = new Uint8Array(Math.max(2 * this.bytes.length, used + more));
      grown.set(this.bytes.subarray(0, used));
      this.bytes = grown;
    }
    return this.bytes;
  }
}
