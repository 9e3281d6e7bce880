import type { HeaderFields } from './header-fields.js';
import { isLevelWord } from './level-words.js';
import {
  ALNUM,
  BLANK,
  CLASS,
  CLOSE,
  COLON,
  DASH,
  DIGIT,
  digitRun,
  HOST,
  HOST_MARK,
  isDigit,
  LETTER,
  OPEN,
  PERCENT,
  SLASH,
  skipBlanks,
  TAG,
} from './scan.js';

/** How far a `]` may be from its `[` to count as a process id. */
const MAX_PID = 64;

/**
 * Recognises a tag at `p`: `name:`, `name[pid]:`, `name[pid] `. Without `lenient`, a colon counts only when a blank or the
 * end follows it. Sets app, pid and the start of the content and returns true, or changes nothing.
 */
export function readTag(
  bytes: Uint8Array,
  p: number,
  end: number,
  header: HeaderFields,
  lenient: boolean,
): boolean {
  if (p >= end || (CLASS[bytes[p]!]! & ALNUM) === 0) {
    if (p + 1 >= end || (bytes[p] !== SLASH && bytes[p] !== 95) || !(CLASS[bytes[p + 1]!]! & ALNUM))
      return false;
  }
  let q = p;
  let seen = 0;
  let depth = 0;
  for (; q < end; q++) {
    const byte = bytes[q]!;
    const kind = CLASS[byte]!;
    if ((kind & TAG) === 0 || byte === PERCENT) break;
    seen |= kind;
    if (byte === 40) depth++;
    else if (byte === 41) depth--;
  }
  if (q === end || depth !== 0) return false;
  const stop = bytes[q]!;
  if (stop === OPEN) return readPid(bytes, p, q, end, header);
  if (stop !== COLON || (seen & LETTER) === 0) return false;
  if (q + 1 < end && CLASS[bytes[q + 1]!] !== BLANK && !isCommonFormat(bytes, p, q, end)) {
    if (!lenient || !looksLikeTag(bytes, p, q, end, seen)) return false;
  }
  if (isLevelWord(bytes, p, q)) return false;
  header.appStart = p;
  header.appEnd = q;
  header.contentStart = skipBlanks(bytes, q + 1, end);
  return true;
}

/** `tag:text` without a space, but not a URL, a path, an address or a one-letter drive. */
function looksLikeTag(
  bytes: Uint8Array,
  p: number,
  colon: number,
  end: number,
  seen: number,
): boolean {
  const next = bytes[colon + 1]!;
  if (next === SLASH || next === COLON || next === 92 || colon - p < 3 || colon + 1 >= end)
    return false;
  if ((seen & DIGIT) === 0) return true;
  for (let i = p; i < colon; i++) {
    const byte = bytes[i]! | 32;
    if (byte > 102 || (CLASS[bytes[i]!]! & HOST_MARK) !== 0) return true;
  }
  return false;
}

/** `CEF:0|` or `LEEF:2.0|`. */
function isCommonFormat(bytes: Uint8Array, p: number, colon: number, end: number): boolean {
  const length = colon - p;
  if ((length !== 3 && length !== 4) || !isDigit(bytes[colon + 1]!) || colon + 1 >= end)
    return false;
  const isCef = length === 3 && bytes[p] === 67;
  const isLeef = length === 4 && bytes[p] === 76 && bytes[p + 1] === 69;
  return (isCef || isLeef) && bytes[colon - 2] === 69 && bytes[colon - 1] === 70;
}

/** The `[…]` behind a tag. A process id is all digits; other contents need a colon behind them or begin with a digit. */
function readPid(
  bytes: Uint8Array,
  tagStart: number,
  open: number,
  end: number,
  header: HeaderFields,
): boolean {
  const from = open + 1;
  const digits = digitRun(bytes, from, end, MAX_PID);
  let close = from + digits;
  const stop = Math.min(end, from + MAX_PID);
  while (close < stop && bytes[close] !== CLOSE) close++;
  if (close >= stop || close === from) return false;
  const isPid = close === from + digits;
  let q = close + 1;
  if (q < end && bytes[q] === COLON) q++;
  else if (digits === 0 || (q < end && CLASS[bytes[q]!] !== BLANK)) return false;
  if (isLevelWord(bytes, tagStart, open)) return false;
  header.appStart = tagStart;
  header.appEnd = open;
  if (isPid) {
    header.pidStart = from;
    header.pidEnd = close;
  }
  header.contentStart = skipBlanks(bytes, q, end);
  return true;
}

/**
 * Recognises `%FACILITY-SEVERITY-MNEMONIC` (Cisco, Arista) or `%%01MODULE/severity/MNEMONIC(l)[n]` (Huawei, Comware) at
 * `p`, where a `%` stands. Sets app (without `%`), a number in brackets as pid, and the start of the content, and
 * returns the mark that joins the parts (45 or 47), or 0.
 */
export function readMnemonic(
  bytes: Uint8Array,
  p: number,
  end: number,
  header: HeaderFields,
): number {
  let from = p + 1;
  if (from < end && bytes[from] === PERCENT) from++;
  let joint = 0;
  let q = from;
  for (; q < end; q++) {
    const byte = bytes[q]!;
    const isParen = byte === 40 || byte === 41;
    if (!isParen && ((CLASS[byte]! & HOST) === 0 || byte === PERCENT)) break;
    if ((byte !== DASH && byte !== SLASH) || q + 2 >= end || q === from || joint !== 0) continue;
    const level = bytes[q + 1]! - 48;
    if (level >>> 0 <= 7 && bytes[q + 2] === byte) joint = byte;
  }
  if (joint === 0) return 0;
  header.appStart = from;
  header.appEnd = q;
  if (q < end && bytes[q] === OPEN) {
    const digits = digitRun(bytes, q + 1, end, MAX_PID);
    const close = q + 1 + digits;
    if (digits > 0 && close < end && bytes[close] === CLOSE) {
      header.pidStart = q + 1;
      header.pidEnd = close;
      q = close + 1;
    }
  }
  q = skipBlanks(bytes, q, end);
  if (q < end && bytes[q] === COLON) q++;
  header.contentStart = skipBlanks(bytes, q, end);
  return joint;
}
