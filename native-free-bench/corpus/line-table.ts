import { statSync } from 'node:fs';
import { LineFramer } from '../../src/syslog/framing.js';
import { Header, parseHeader } from '../../src/syslog/header.js';
import { LineClock } from '../../src/syslog/line-clock.js';
import { searchedText } from '../../src/syslog/searched-text.js';
import { UTC } from '../../src/syslog/time-zones.js';

/** The messages of one input in order of arrival: when each happened, and its searched text. */
export type LineTable = {
  readonly count: number;
  /** Epoch milliseconds. */
  readonly times: Float64Array;
  /** Searched texts, one behind the other without LF; text i is `text[starts[i], starts[i + 1])`. */
  readonly text: Uint8Array;
  readonly starts: Float64Array;
};

const LF = 10;
const NUL = 0;
const UNIT_SEPARATOR = 0x1f;
const SPACE = 32;

/** Reads a log as `ingest --input-timezone UTC` does, by the same parsers, but into no store. */
export function readLines(file: string, bytes: Buffer, year: number | undefined): LineTable {
  const most = countLines(bytes);
  const times = new Float64Array(most);
  const starts = new Float64Array(most + 1);
  const text = new Uint8Array(bytes.length + 3 * most);
  const framer = new LineFramer();
  const header = new Header();
  const modified = statSync(file).mtimeMs;
  const clockFrom = (fallback: number) =>
    new LineClock({
      zone: UTC,
      reference: modified,
      now: Date.now(),
      fallback,
      ...(year === undefined ? {} : { year }),
    });
  let clock = clockFrom(modified);
  let count = 0;
  let length = 0;
  // A batch is good until the framer is asked for the next one.
  const all = [() => framer.push(bytes), () => framer.finish()];
  for (const [turn, next] of all.entries()) {
    const batch = next();
    if (turn === 0) {
      // Lines before the first that has a time are given that one's.
      for (let i = 0; i < batch.count; i++) {
        parseHeader(batch.bytes, batch.starts[i]!, batch.ends[i]!, header);
        if (header.timeEnd <= header.timeStart) continue;
        clock = clockFrom(clock.timeOf(header));
        break;
      }
    }
    for (let i = 0; i < batch.count; i++) {
      if (batch.continues[i] === 1)
        throw new Error(
          `${file} has a line over 1 MiB, which is searched in pieces: leave it out of a benchmark`,
        );
      parseHeader(batch.bytes, batch.starts[i]!, batch.ends[i]!, header);
      times[count] = clock.timeOf(header);
      const searched = searchedText(batch.bytes, batch.starts[i]!, batch.ends[i]!, header);
      text.set(searched, length);
      starts[count++] = length;
      length += searched.length;
      // The sqlite3 shell passes over empty lines.
      if (searched.length === 0) text[length++] = SPACE;
    }
  }
  starts[count] = length;
  // NUL ends a text for some engines, and US a column for the sqlite3 shell: a space, which is no part of a word either.
  for (const byte of [NUL, UNIT_SEPARATOR])
    for (let at = text.indexOf(byte); at >= 0 && at < length; at = text.indexOf(byte, at + 1))
      text[at] = SPACE;
  return { count, times: times.subarray(0, count), text: text.subarray(0, length), starts };
}

export function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) lines++;
  return lines + (bytes.length > 0 && bytes[bytes.length - 1] !== LF ? 1 : 0);
}
