import { MAX_ROWS } from './block-format.js';

/** Which template each row of a block has: loops over templates and rows, as they are read. */

/** No pack has templates of greater numbers. */
export const MOST_TEMPLATES: number = 1 << 24;

/** Numbers and rows of templates, as a directory has them; returns how many rows that are, or -1 when a number is too large. */
export function splitTemplates(
  entries: Uint32Array,
  ids: Int32Array,
  templateRows: Int32Array,
): number {
  let next = 0;
  let sum = 0;
  for (let i = 0; i < ids.length; i++) {
    const id = next + entries[2 * i]!;
    const rows = entries[2 * i + 1]!;
    if (id > MOST_TEMPLATES || rows > MAX_ROWS) return -1;
    ids[i] = id;
    templateRows[i] = rows;
    next = id + 1;
    sum += rows;
  }
  return sum;
}

/** Reads and counts the places of rows; returns one for which there is no room, or -1. */
export function readPlaces(low: Uint8Array, places: Uint16Array, counts: Int32Array): number {
  for (let row = 0; row < places.length; row++) {
    const place = low[row]!;
    if (place >= counts.length) return place;
    counts[place]!++;
    places[row] = place;
  }
  return -1;
}

/** The same of two planes. */
export function readWidePlaces(
  low: Uint8Array,
  high: Uint8Array,
  places: Uint16Array,
  counts: Int32Array,
): number {
  for (let row = 0; row < places.length; row++) {
    const place = low[row]! | (high[row]! << 8);
    if (place >= counts.length) return place;
    counts[place]!++;
    places[row] = place;
  }
  return -1;
}
