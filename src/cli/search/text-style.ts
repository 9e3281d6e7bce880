import type { Output } from '../output.js';
import { printable } from '../terminal-text.js';

const MATCH_BEGIN = '\x1b[1;31m';
const MATCH_END = '\x1b[0m';

/** How the bytes of messages are shown. */
export type TextStyle = {
  /** Control characters as \xNN, so that nothing in a log moves the cursor or changes colours. */
  readonly visible: boolean;
  /** Matches bold and red; then `visible` is true. */
  readonly coloured: boolean;
};

/** Positions in a message, starts and ends by turns, ascending: what answers the query. */
export type Matches = ArrayLike<number>;

export const NO_MATCHES: Matches = [];

/** Writes bytes that are no part of a match. */
export function writePlain(output: Output, bytes: Uint8Array, style: TextStyle): void {
  output.write(style.visible ? printable(bytes) : bytes);
}

/** Writes a match. */
export function writeMatch(output: Output, bytes: Uint8Array, style: TextStyle): void {
  if (style.coloured) output.text(MATCH_BEGIN);
  writePlain(output, bytes, style);
  if (style.coloured) output.text(MATCH_END);
}

/** Writes the bytes [from, to) of a message, with its matches. */
export function writeRange(
  output: Output,
  raw: Uint8Array,
  from: number,
  to: number,
  matches: Matches,
  style: TextStyle,
): void {
  let at = from;
  for (let i = 0; i + 1 < matches.length && at < to; i += 2) {
    // Not in the middle of a character, which would not be one any more.
    const start = Math.max(at, characterStart(raw, matches[i] ?? to));
    const end = Math.min(to, characterEnd(raw, matches[i + 1] ?? to));
    if (start >= end) continue;
    writePlain(output, raw.subarray(at, start), style);
    writeMatch(output, raw.subarray(start, end), style);
    at = end;
  }
  if (at < to) writePlain(output, raw.subarray(at, to), style);
}

/** Where the character begins that a position lies in; the position itself where it lies in none. */
function characterStart(raw: Uint8Array, position: number): number {
  let at = position;
  while (at > 0 && position - at < 3 && isContinuation(raw[at])) at--;
  return (raw[at] ?? 0) >= 0xc0 ? at : position;
}

/** Where it ends, likewise. */
function characterEnd(raw: Uint8Array, position: number): number {
  if (characterStart(raw, position) === position) return position;
  let at = position;
  while (at - position < 3 && isContinuation(raw[at])) at++;
  return at;
}

/** A byte that is not the first of its character in UTF-8. */
function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
