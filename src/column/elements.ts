import { grown } from '../base/grown.js';

/** Values of one field as they are gathered: bounds in a text, and hashes of their bytes. Memory is kept. */
export class Elements {
  starts: Int32Array = new Int32Array(64);
  ends: Int32Array = new Int32Array(64);
  hashes: Int32Array = new Int32Array(64);
  count = 0;

  add(start: number, end: number, hash: number): void {
    const index = this.count++;
    if (index === this.starts.length) this.#grow();
    this.starts[index] = start;
    this.ends[index] = end;
    this.hashes[index] = hash;
  }

  #grow(): void {
    const size = 4 * this.starts.length;
    this.starts = grown(this.starts, size);
    this.ends = grown(this.ends, size);
    this.hashes = grown(this.hashes, size);
  }
}
