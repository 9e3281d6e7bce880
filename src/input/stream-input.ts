import type { Readable } from 'node:stream';
import { ByteFeed } from './byte-feed.js';
import { type Place, streamBytes } from './byte-source.js';
import { isGzip, isZstd, mayBePacked, PACKED_HEAD_BYTES } from './content-kind.js';
import { gather } from './gather.js';
import { gunzip } from './gzip.js';
import type { Input } from './input.js';
import { inputError, STDIN_NAME, subject } from './input-error.js';
import { unzstd } from './zstd.js';

/** Standard input. A process has one, so only the first `chunks` of all that are opened gives anything. */
export function openStdin(): Input {
  return streamInput(STDIN_NAME, undefined, takeStdin);
}

let stdinTaken = false;

function takeStdin(): Readable {
  if (stdinTaken) throw readTwice(STDIN_NAME);
  stdinTaken = true;
  return process.stdin;
}

/**
 * The input that is read from the stream of bytes that `connect` gives, once. Compressed data is decompressed, everything else is taken
 * as it is: whoever pipes it here has chosen it.
 */
export function streamInput(
  name: string,
  path: string | undefined,
  connect: () => Readable | Promise<Readable>,
): Input {
  let consumed = 0;
  let taken = false;
  async function* chunks(
    skip = 0,
    _place?: Place,
    signal?: AbortSignal,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    if (taken) throw readTwice(name);
    taken = true;
    const onPosition = (position: number): void => {
      consumed = position;
    };
    const bytes = streamBytes(name, await connect(), onPosition, signal);
    const feed = new ByteFeed(bytes);
    try {
      const [first] = await feed.look(1);
      const head = await feed.look(mayBePacked(first) ? PACKED_HEAD_BYTES : 1);
      if (isGzip(head)) yield* gather(gunzip(feed, name, undefined), skip);
      else if (isZstd(head)) yield* gather(unzstd(feed, name), skip);
      else yield* plainContent(feed, skip);
    } finally {
      await feed.close();
    }
  }
  return {
    name,
    path,
    size: undefined,
    modified: Date.now(),
    fingerprint: () => 0,
    seekable: false,
    chunks,
    consumed: () => consumed,
  };
}

/** Chunks as they arrive, so that what a running program pipes here does not wait for more. */
async function* plainContent(
  feed: ByteFeed,
  skip: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (;;) {
    const rest = await feed.rest();
    if (rest.length === 0) return;
    const toSkip = Math.max(0, Math.min(rest.length, skip - feed.position));
    if (toSkip < rest.length) yield rest.subarray(toSkip);
    feed.advance(rest.length);
  }
}

function readTwice(name: string): Error {
  return inputError(
    name,
    `${subject(name)} was read already: expected to read it once, got a second request: ` +
      'name it once',
  );
}
