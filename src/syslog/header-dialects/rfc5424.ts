import type { HeaderFields } from '../header-fields.js';
import {
  BLANK,
  CLASS,
  CLOSE,
  COLON,
  COMMA,
  DASH,
  DIGIT,
  digitRun,
  EQUALS,
  HIGH,
  isDigit,
  LETTER,
  OPEN,
  QUOTE,
  SPACE,
  skipBlanks,
  tokenEnd,
} from '../scan.js';
import { readTag } from '../tag.js';
import { readYearFirst } from './iso.js';

const BACKSLASH = 92;
const PIPE = 124;
const BRACE = 123;

/**
 * Parses `VERSION SP TIMESTAMP SP HOSTNAME SP APP-NAME SP PROCID SP MSGID SP STRUCTURED-DATA [SP MSG]` (RFC 5424) at `p`,
 * where a digit stands. Near misses are taken: a space for the T, a date without a zone, several spaces, structured data
 * with other punctuation, a header that breaks off, an RFC 3164 tag or CEF in the place of APP-NAME. Without a PRI only
 * version 1 and a date count. Returns false, having set nothing but scratch time fields, when it is no such header.
 */
export function parseRfc5424(
  bytes: Uint8Array,
  p: number,
  end: number,
  header: HeaderFields,
  hasPriority: boolean,
): boolean {
  const width = digitRun(bytes, p, end, 4);
  if (width > 3 || bytes[p] === 48 || p + width >= end || bytes[p + width] !== SPACE) return false;
  if (!hasPriority && (width !== 1 || bytes[p] !== 49)) return false;
  const from = skipBlanks(bytes, p + width, end);
  if (from >= end) return false;
  let q: number;
  if (bytes[from] === DASH) {
    q = from + 1;
    if (!hasPriority || (q < end && bytes[q] !== SPACE)) return false;
  } else {
    if (digitRun(bytes, from, end, 5) !== 4) return false;
    q = readYearFirst(bytes, from, end, header);
    if (q < 0 || (q < end && bytes[q] !== SPACE)) return false;
    header.timeStart = from;
    header.timeEnd = q;
  }
  readFields(bytes, q, end, header);
  return true;
}

/** The fields behind the time. A field that cannot be one ends the header: the text begins there. */
function readFields(bytes: Uint8Array, p: number, end: number, header: HeaderFields): void {
  let q = skipBlanks(bytes, p, end);
  header.contentStart = q;
  let stop = tokenEnd(bytes, q, end);
  if (q === stop) return;
  if (!isNil(bytes, q, stop)) {
    header.hostStart = q;
    header.hostEnd = stop;
  }
  q = skipBlanks(bytes, stop, end);
  header.contentStart = q;
  stop = tokenEnd(bytes, q, end);
  if (q === stop || breaksHeader(bytes, q, stop)) {
    readData(bytes, q, end, header);
    return;
  }
  if (!isNil(bytes, q, stop)) {
    if (isTagShaped(bytes, q, stop) && readTag(bytes, q, end, header, true)) return;
    header.appStart = q;
    header.appEnd = stop;
  }
  q = skipBlanks(bytes, stop, end);
  header.contentStart = q;
  stop = tokenEnd(bytes, q, end);
  if (q === stop || breaksHeader(bytes, q, stop)) {
    readData(bytes, q, end, header);
    return;
  }
  if (!isNil(bytes, q, stop)) {
    header.pidStart = q;
    header.pidEnd = stop;
  }
  q = skipBlanks(bytes, stop, end);
  header.contentStart = q;
  stop = tokenEnd(bytes, q, end);
  if (q === stop || breaksHeader(bytes, q, stop)) {
    readData(bytes, q, end, header);
    return;
  }
  if (!isNil(bytes, q, stop)) {
    header.msgidStart = q;
    header.msgidEnd = stop;
  }
  readData(bytes, skipBlanks(bytes, stop, end), end, header);
}

/** Structured data or `-` at `p`, then the text, without its byte order mark. */
function readData(bytes: Uint8Array, p: number, end: number, header: HeaderFields): void {
  let q = p;
  if (
    q < end &&
    bytes[q] === DASH &&
    (q + 1 === end || CLASS[bytes[q + 1]!] === BLANK || hasMark(bytes, q + 1, end))
  )
    q++;
  else {
    const behind = skipStructuredData(bytes, q, end);
    if (behind > q) {
      header.dataStart = q;
      header.dataEnd = behind;
      q = behind;
    }
  }
  q = q < end && bytes[q] === SPACE ? q + 1 : q;
  header.contentStart = hasMark(bytes, q, end) ? q + 3 : q;
}

function hasMark(bytes: Uint8Array, p: number, end: number): boolean {
  return p + 3 <= end && bytes[p] === 0xef && bytes[p + 1] === 0xbb && bytes[p + 2] === 0xbf;
}

/**
 * The position behind `[id name="value" …]…` at `p`: quotes are minded, `\"`, `\\` and `\]` are escapes. Returns `p` when
 * it does not begin like an element or is not closed.
 */
export function skipStructuredData(bytes: Uint8Array, p: number, end: number): number {
  let done = p;
  let q = p;
  while (q < end && bytes[q] === OPEN) {
    q++;
    if (q < end && bytes[q] === SPACE) q++;
    if (q >= end || (CLASS[bytes[q]!]! & (LETTER | DIGIT | HIGH)) === 0) return done;
    let quoted = false;
    for (; q < end; q++) {
      const byte = bytes[q]!;
      if (byte === BACKSLASH) q++;
      else if (byte === QUOTE) quoted = !quoted;
      else if (byte === CLOSE && !quoted) break;
    }
    if (q >= end) return done;
    q++;
    done = q;
  }
  return done;
}

function isNil(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start === 1 && bytes[start] === DASH;
}

/** True for a token that is no field of the header but data or text. */
function breaksHeader(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start]!;
  if (first === OPEN || first === QUOTE || first === BRACE || first === 60) return true;
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if (byte === COMMA || byte === EQUALS || byte === BRACE) return true;
  }
  return false;
}

/** True for `tag:`, `tag[pid]:` and `CEF:0|…`. */
function isTagShaped(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[end - 1] === COLON) return true;
  for (let i = start; i < end; i++) if (bytes[i] === PIPE || bytes[i] === OPEN) return true;
  return false;
}

/**
 * Recognises what follows the host when a collector has stripped PRI and version: `APP-NAME PROCID MSGID` and `-` or `[`.
 * Strict, because any text may stand here. Sets the fields and returns true, or changes nothing.
 */
export function readVersionlessTail(
  bytes: Uint8Array,
  p: number,
  end: number,
  header: HeaderFields,
): boolean {
  const appEnd = plainEnd(bytes, p, end);
  if (appEnd === p || appEnd >= end) return false;
  const pid = appEnd + 1;
  const pidEnd = plainEnd(bytes, pid, end);
  if (pidEnd === pid || pidEnd >= end) return false;
  if (!isNil(bytes, pid, pidEnd) && digitRun(bytes, pid, pidEnd, 12) !== pidEnd - pid) return false;
  const msgid = pidEnd + 1;
  const msgidEnd = plainEnd(bytes, msgid, end);
  if (msgidEnd === msgid) return false;
  let data = msgidEnd;
  if (data < end) data++;
  if (data < end) {
    const isData = bytes[data] === OPEN || isNil(bytes, data, plainEnd(bytes, data, end));
    const isShort = isNil(bytes, msgid, msgidEnd) && CLASS[bytes[data]!] === BLANK;
    if (!isData && !isShort) return false;
  }
  if (!isNil(bytes, p, appEnd)) {
    header.appStart = p;
    header.appEnd = appEnd;
  }
  if (!isNil(bytes, pid, pidEnd)) {
    header.pidStart = pid;
    header.pidEnd = pidEnd;
  }
  if (!isNil(bytes, msgid, msgidEnd)) {
    header.msgidStart = msgid;
    header.msgidEnd = msgidEnd;
  }
  readData(bytes, data, end, header);
  return true;
}

/** The end of a run of bytes that are neither blanks nor the punctuation of tags, data and key-value pairs. */
function plainEnd(bytes: Uint8Array, p: number, end: number): number {
  let q = p;
  for (; q < end; q++) {
    const byte = bytes[q]!;
    if (byte === SPACE) break;
    if (byte < SPACE || byte === COLON || byte === OPEN || byte === EQUALS || byte === COMMA)
      return p;
  }
  return q;
}

/** True when a version number and a space stand at `p`: worth a call of `parseRfc5424`. */
export function mayBeRfc5424(bytes: Uint8Array, p: number, end: number): boolean {
  const width = digitRun(bytes, p, end, 4);
  return width <= 3 && p + width < end && bytes[p + width] === SPACE && isDigit(bytes[p]!);
}
