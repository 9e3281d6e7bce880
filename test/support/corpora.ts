import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { CORPORA } from './vendor-corpus.js';

/** Whether the corpora are there; where they are not, tests that need them skip and say so. */
export const hasCorpora: boolean = existsSync(join(CORPORA, 'large'));

export const corpusFolder = (name: string): string => join(CORPORA, name);

/** Files of a folder of the corpora, as absolute paths, sorted. */
export function corpusFiles(name: string): string[] {
  return readdirSync(corpusFolder(name))
    .sort()
    .map((file) => join(corpusFolder(name), file));
}

/** The lines of a file, gunzipped when its name says so, without their LF. Views that hold until the next one. */
export async function* linesOf(path: string): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  yield* linesOfStream(path.endsWith('.gz') ? file.pipe(createGunzip()) : file);
}

/** The lines of a stream, cut by a plain search for LF. */
export async function* linesOfStream(stream: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      yield bytes.subarray(start, end);
      start = end + 1;
    }
    rest = bytes.subarray(start);
  }
  if (rest.length > 0) yield rest;
}

/**
 * Which messages there are and how often, whatever their order: the first 52 bits of each one's SHA-1, sorted when they
 * are compared.
 */
export class MessageDigests {
  #digests = new Float64Array(1 << 16);
  count = 0;
  bytes = 0;

  add(message: Uint8Array): void {
    if (this.count === this.#digests.length) {
      const grown = new Float64Array(this.count * 2);
      grown.set(this.#digests);
      this.#digests = grown;
    }
    const digest = createHash('sha1').update(message).digest();
    this.#digests[this.count++] =
      digest.readUInt32LE(0) * 2 ** 20 + (digest.readUInt32LE(4) >>> 12);
    this.bytes += message.length;
  }

  /** One digest of all: equal for the same messages in any order. */
  sum(): string {
    const sorted = this.#digests.slice(0, this.count).sort();
    return createHash('sha256').update(new Uint8Array(sorted.buffer)).digest('hex');
  }
}
