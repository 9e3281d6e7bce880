import type { HeaderFields } from './header-fields.js';
import { isLevelWord } from './level-words.js';
import { ALNUM, CLASS, COLON, DASH, isDigit, PLUS, SPACE, twoDigits } from './scan.js';
import { capitals, MAX_ZONE_NAME, zoneNameMinutes } from './zone-names.js';

const Z = 90;

/**
 * Reads the zone behind a time of day that ends at `p`: `Z`, `+hh:mm`, `+hhmm`, `+hh`, a name, each attached or (not
 * `Z` and not `+hh`) behind one space, and an offset behind `GMT` or `UTC`. Sets `zoneMinutes` (NaN: none, or an
 * attached name that is not known, which is passed over all the same). Returns the position behind it, or `p`.
 */
export function readZone(bytes: Uint8Array, p: number, end: number, header: HeaderFields): number {
  header.zoneMinutes = Number.NaN;
  if (p >= end) return p;
  const byte = bytes[p]!;
  if (byte === SPACE) {
    // The common case: what follows is a host, in lower case or longer than a zone name.
    if (p + 1 >= end) return p;
    const next = bytes[p + 1]!;
    if (next === PLUS || next === DASH) {
      const q = readOffset(bytes, p + 1, end, header);
      return q - p >= 6 ? q : clear(header, p);
    }
    if (next < 65 || next > 90) return p;
    const q = readName(bytes, p + 1, end, header);
    return q === p + 1 ? p : q;
  }
  if (byte === PLUS || byte === DASH) return readOffset(bytes, p, end, header);
  if (byte < 65 || (byte > 90 && byte !== 122)) return p;
  if (byte === Z || byte === 122) {
    if (p + 1 === end || (CLASS[bytes[p + 1]!]! & ALNUM) === 0) {
      header.zoneMinutes = 0;
      return p + 1;
    }
    return p;
  }
  const known = readName(bytes, p, end, header);
  if (known !== p) return known;
  const count = capitals(bytes, p, end);
  const q = p + count;
  if (count < 3 || count > MAX_ZONE_NAME || isLevelWord(bytes, p, q)) return p;
  return q === end || (CLASS[bytes[q]!]! & ALNUM) === 0 ? q : p;
}

function clear(header: HeaderFields, p: number): number {
  header.zoneMinutes = Number.NaN;
  return p;
}

function readOffset(bytes: Uint8Array, p: number, end: number, header: HeaderFields): number {
  if (p + 3 > end) return p;
  const hours = twoDigits(bytes, p + 1);
  if (hours < 0 || hours > 23) return p;
  let minutes = 0;
  let q = p + 3;
  const colon = q < end && bytes[q] === COLON ? 1 : 0;
  if (q + colon + 2 <= end && twoDigits(bytes, q + colon) >= 0) {
    minutes = twoDigits(bytes, q + colon);
    if (minutes > 59) return p;
    q += colon + 2;
  }
  if (q < end && (isDigit(bytes[q]!) || (q === p + 3 && bytes[q] !== SPACE && bytes[q] !== 93)))
    return p;
  // Some senders write both (`+00:00Z`).
  if (q < end && bytes[q] === Z) q++;
  const total = hours * 60 + minutes;
  header.zoneMinutes = bytes[p] === DASH && total !== 0 ? -total : total;
  return q;
}

/** A known name at `p` that ends there; `GMT+02:00` counts its offset. */
function readName(bytes: Uint8Array, p: number, end: number, header: HeaderFields): number {
  const q = p + capitals(bytes, p, end);
  if (q < end && (CLASS[bytes[q]!]! & ALNUM) !== 0) return p;
  const minutes = zoneNameMinutes(bytes, p, q);
  if (Number.isNaN(minutes)) return p;
  if (q < end && bytes[q] === DASH && minutes !== 0) return p;
  header.zoneMinutes = minutes;
  if (minutes === 0 && q < end && (bytes[q] === PLUS || bytes[q] === DASH)) {
    const behind = readOffset(bytes, q, end, header);
    return behind === q ? clear(header, p) : behind;
  }
  return q < end && (bytes[q] === 46 || bytes[q] === 47 || bytes[q] === 95) ? clear(header, p) : q;
}
