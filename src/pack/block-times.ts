import { takeReals } from '../codec/arena.js';
import type { ByteReader } from '../codec/byte-reader.js';
import type { BlockRoom } from './block-room.js';

/** The times of `rows` rows, each a varint of `unit` behind the one before, the first behind `start`: all that `reader` has. */
export function readTimes(
  reader: ByteReader,
  rows: number,
  start: number,
  unit: number,
  room: BlockRoom,
): Float64Array {
  const times = takeReals(room, rows);
  const bytes = reader.raw(reader.remaining);
  const end = room.loops.readTimes(bytes, bytes.length, rows, start, unit, times);
  if (end !== bytes.length)
    throw reader.error('Times of a block', `${bytes.length} bytes`, end < 0 ? 'more' : `${end}`);
  return times;
}

/** Those of some times whose rows are at marked places: `count` of them. */
export function timesAt(
  times: Float64Array,
  places: Uint16Array,
  marks: Uint8Array,
  count: number,
  room: BlockRoom,
): Float64Array {
  const found = takeReals(room, count + 1);
  room.loops.gatherTimes(times, places, times.length, marks, found);
  return found.subarray(0, count);
}
