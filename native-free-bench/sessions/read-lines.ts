import { closeSync, openSync, readSync } from 'node:fs';

const LF = 10;
const CHUNK = 1 << 20;

/** The lines of a file as bytes without LF; a line's bytes are good until the next one is asked for. */
export function* linesOf(file: string): Generator<Buffer> {
  const fd = openSync(file, 'r');
  try {
    let rest: Buffer = Buffer.alloc(0);
    for (;;) {
      const chunk = Buffer.allocUnsafe(rest.length + CHUNK);
      chunk.set(rest);
      const count = readSync(fd, chunk, rest.length, CHUNK, null);
      const bytes = chunk.subarray(0, rest.length + count);
      let start = 0;
      for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, start)) {
        yield bytes.subarray(start, end);
        start = end + 1;
      }
      rest = bytes.subarray(start);
      if (count === 0) break;
    }
    if (rest.length > 0) yield rest;
  } finally {
    closeSync(fd);
  }
}
