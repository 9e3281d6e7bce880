import { createInflateRaw, type InflateRaw } from 'node:zlib';
import type { ByteFeed } from './byte-feed.js';

/**
 * Output of one step of the engine. When the data turns out to be damaged, the engine withholds what that step had
 * made, so this bounds what is lost; 64 KiB costs nothing against a thread's round trip.
 */
const STEP_BYTES = 64 * 1024;

/** Why inflating stopped. */
export type InflateEnd =
  | { readonly kind: 'complete' }
  | { readonly kind: 'cut-off' }
  /** `safe` is the position up to which everything that was read has also been given out. */
  | { readonly kind: 'damaged'; readonly safe: number; readonly cause: Error };

/**
 * Inflates one raw deflate stream from the feed, and leaves the feed at the byte behind it. From position `carefully`
 * on it feeds single bytes, which is slow and loses nothing at a damage. Pieces are the caller's own. At most one input chunk
 * and two pieces are in memory, whatever the data expands to.
 */
export async function* inflateStream(
  feed: ByteFeed,
  carefully: number = Number.POSITIVE_INFINITY,
): AsyncGenerator<Uint8Array, InflateEnd, undefined> {
  const engine = createInflateRaw({ chunkSize: STEP_BYTES });
  const signal = new Signal();
  let failure: Error | undefined;
  let ended = false;
  let writing = false;
  engine.on('readable', () => signal.raise());
  engine.on('end', () => {
    ended = true;
    signal.raise();
  });
  engine.on('error', (error) => {
    failure = error;
    signal.raise();
  });
  const start = feed.position;
  const settle = (): void => feed.advance(start + engine.bytesWritten - feed.position);
  try {
    for (;;) {
      for (let piece = readPiece(engine); piece !== undefined; piece = readPiece(engine))
        yield piece;
      if (failure !== undefined)
        return { kind: 'damaged', safe: start + engine.bytesWritten, cause: failure };
      if (ended) {
        settle();
        return { kind: 'complete' };
      }
      if (!writing) {
        settle();
        const rest = await feed.rest();
        if (rest.length === 0) return { kind: 'cut-off' };
        const safeLength = feed.position < carefully ? carefully - feed.position : 1;
        writing = true;
        engine.write(rest.subarray(0, safeLength), () => {
          writing = false;
          signal.raise();
        });
      }
      await signal.wait();
    }
  } finally {
    engine.destroy();
  }
}

function readPiece(engine: InflateRaw): Uint8Array | undefined {
  const piece: unknown = engine.read();
  return piece instanceof Uint8Array ? piece : undefined;
}

/** Remembers that something happened, so that nothing which happens before the waiting is missed. */
class Signal {
  #raised = false;
  #wake: (() => void) | undefined;

  raise(): void {
    this.#raised = true;
    this.#wake?.();
  }

  async wait(): Promise<void> {
    if (!this.#raised) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#raised = false;
    this.#wake = undefined;
  }
}
