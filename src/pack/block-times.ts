import type { ByteReader } from '../codec/byte-reader.js';

// Loops over the rows of a block are functions of their own: V8 optimised in the middle of a loop what stood around it too, and
// gave that up again behind the loop, block after block.

/** The times of `rows` rows, each a varint of `unit` behind the one before, the first behind `start`: all that `reader` has. */
export function readTimes(
  reader: ByteReader,
  rows: number,
  start: number,
  unit: number,
): Float64Array {
  const times = new Float64Array(rows);
  const bytes = reader.raw(reader.remaining);
  let time = start;
  let at = 0;
  for (let row = 0; row < rows; row++) {
    let byte = bytes[at++]!;
    // Mostly 0: the messages of a block lie close together.
    if (byte !== 0) {
      let delta = byte & 0x7f;
      for (let scale = 0x80; byte >= 0x80; scale *= 0x80) {
        byte = bytes[at++]!;
        delta += (byte & 0x7f) * scale;
      }
      time += delta * unit;
    }
    times[row] = time;
  }
  // A read beyond the end is no number, which ends a varint.
  if (at !== bytes.length) throw reader.error('Times of a block', `${bytes.length} bytes`, `${at}`);
  return times;
}

/** Those of some times whose rows are at marked places. */
export function timesAt(times: Float64Array, places: Uint16Array, marks: Uint8Array): Float64Array {
  const found = new Float64Array(times.length);
  let count = 0;
  for (let row = 0; row < times.length; row++)
    if (marks[places[row]!] === 1) found[count++] = times[row]!;
  return found.slice(0, count);
}
