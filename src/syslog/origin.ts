import { hasPidTag, readBehindHost, tryMnemonic } from './behind-host.js';
import { nodeEnd, readSequenceTail } from './header-dialects/cisco.js';
import type { HeaderFields } from './header-fields.js';
import { isLevelWord } from './level-words.js';
import {
  ALNUM,
  ascii,
  BLANK,
  CLASS,
  CLOSE,
  COLON,
  COMMA,
  DASH,
  DIGIT,
  DOT,
  HIGH,
  HOST,
  isDigit,
  LETTER,
  OPEN,
  PERCENT,
  skipBlanks,
  startsWith,
  TAG,
  tokenEnd,
  UPPER,
} from './scan.js';
import { readTag } from './tag.js';

/** A syslog header: a host stands here. */
export const SYSLOG = 0;
/** A program's own date: a host only with proof, a tag or mnemonic behind it. */
export const LOOSE = 1;
/** No date, or a colon behind it: a tag with a blank behind its colon, `host tag[pid]:`, or a host before a mnemonic. */
export const BARE = 2;

const TAB = 9;
const LESS = 60;
const GREATER = 62;

const LAST_MESSAGE: Uint8Array = ascii('last message repeated ');
const FORWARDED: Uint8Array = ascii('message forwarded from ');

/**
 * Reads who sent a message, host, app and pid, from what follows its time (or its PRI) at `from`, and sets where the text
 * begins. `context` says how much proof a host needs. Level words are passed over: they are neither.
 */
export function readOrigin(
  bytes: Uint8Array,
  from: number,
  end: number,
  header: HeaderFields,
  context: number,
): void {
  header.contentStart = from;
  // Records whose fields tabs part name no origin.
  if (context === LOOSE && from < end && bytes[from] === TAB) return;
  let p = skipBlanks(bytes, from, end);
  let needs = context;
  if (p < end && bytes[p] === COLON && context !== BARE) {
    p = skipBlanks(bytes, p + 1, end);
    needs = BARE;
  }
  if (context === SYSLOG && p < end && bytes[p] === LESS) p = skipSelector(bytes, p, end);
  header.contentStart = p;
  if (p >= end) return;
  if (bytes[p] === PERCENT && tryMnemonic(bytes, p, end, header)) return;
  let seen = 0;
  let q = p;
  for (; q < end; q++) {
    const kind = CLASS[bytes[q]!]!;
    if ((kind & HOST) === 0) break;
    seen |= kind;
  }
  if (q > p && (q === end || CLASS[bytes[q]!] === BLANK)) {
    if ((seen & ~LETTER) === 0 && readWord(bytes, p, q, end, header, needs)) return;
    readHost(bytes, p, q, end, header, needs, seen);
    return;
  }
  if (q >= end) return;
  if (q === p && bytes[p] === OPEN && context === SYSLOG) {
    readMetalog(bytes, p, end, header);
    return;
  }
  const stop = bytes[q]!;
  if (stop === COLON) readColon(bytes, p, q, end, header, needs, seen);
  else if (stop === OPEN || (CLASS[stop]! & TAG) !== 0) readTag(bytes, p, end, header, false);
  else if (stop === COMMA && needs === SYSLOG) readUnifi(bytes, p, q, end, header);
}

/** BSD's syslogd can write facility and level between time and host, `<mail.notice>`. Returns the position behind it, or `p`. */
function skipSelector(bytes: Uint8Array, p: number, end: number): number {
  let q = p + 1;
  while (q < end && ((CLASS[bytes[q]!]! & ALNUM) !== 0 || bytes[q] === DOT)) q++;
  return q > p + 1 && q < end && bytes[q] === GREATER ? skipBlanks(bytes, q + 1, end) : p;
}

/** Metalog writes its tag in brackets and no host: `[sshd] text`, `[sshd]: text`. */
function readMetalog(bytes: Uint8Array, p: number, end: number, header: HeaderFields): void {
  let q = p + 1;
  while (q < end && (CLASS[bytes[q]!]! & TAG) !== 0) q++;
  if (q >= end || bytes[q] !== CLOSE || (CLASS[bytes[p + 1]!]! & LETTER) === 0) return;
  if (isLevelWord(bytes, p + 1, q)) return;
  header.appStart = p + 1;
  header.appEnd = q;
  q++;
  if (q < end && bytes[q] === COLON) q++;
  header.contentStart = skipBlanks(bytes, q, end);
}

/** A first word of letters only. Returns true when it is no host and all is read. */
function readWord(
  bytes: Uint8Array,
  p: number,
  q: number,
  end: number,
  header: HeaderFields,
  context: number,
): boolean {
  if (isLevelWord(bytes, p, q)) {
    header.contentStart = skipBlanks(bytes, q, end);
    readTag(bytes, header.contentStart, end, header, false);
    return true;
  }
  if (startsWith(bytes, p, end, LAST_MESSAGE)) return true;
  // AIX writes `Message forwarded from HOST: tag[pid]: …`.
  if (context === SYSLOG && startsWith(bytes, p, end, FORWARDED)) {
    const host = p + FORWARDED.length;
    let hostEnd = host;
    while (hostEnd < end && (CLASS[bytes[hostEnd]!]! & HOST) !== 0) hostEnd++;
    if (hostEnd > host && hostEnd < end && bytes[hostEnd] === COLON) {
      setHost(bytes, host, hostEnd, hostEnd + 1, end, header);
      return true;
    }
  }
  return false;
}

/** A first token that blanks or the end follow. */
function readHost(
  bytes: Uint8Array,
  p: number,
  q: number,
  end: number,
  header: HeaderFields,
  context: number,
  seen: number,
): void {
  const next = skipBlanks(bytes, q, end);
  if (!isHostShaped(bytes, p, q, seen)) {
    if (context !== SYSLOG || q - p !== 1 || bytes[p] !== DASH) return;
    header.contentStart = next;
    readBehindHost(bytes, next, end, header, true);
    return;
  }
  if (context === SYSLOG) {
    header.hostStart = p;
    header.hostEnd = q;
    header.contentStart = next;
    readBehindHost(bytes, next, end, header, true);
    return;
  }
  const proven =
    context === LOOSE
      ? readBehindHost(bytes, next, end, header, false)
      : next < end && bytes[next] === PERCENT
        ? tryMnemonic(bytes, next, end, header)
        : hasPidTag(bytes, next, end) && readTag(bytes, next, end, header, false);
  if (!proven) return;
  header.hostStart = p;
  header.hostEnd = q;
}

/** True for a token that may be a host: it begins like one and holds a letter, or three dots. */
export function isHostShaped(bytes: Uint8Array, p: number, q: number, seen: number): boolean {
  const first = bytes[p]!;
  if ((CLASS[first]! & (ALNUM | HIGH)) === 0 && first !== 95 && first !== PERCENT) return false;
  if ((seen & (LETTER | HIGH)) !== 0) return true;
  let dots = 0;
  for (let i = p; i < q; i++) if (bytes[i] === DOT) dots++;
  return dots === 3;
}

function setHost(
  bytes: Uint8Array,
  start: number,
  stop: number,
  next: number,
  end: number,
  header: HeaderFields,
): void {
  header.hostStart = start;
  header.hostEnd = stop;
  header.contentStart = skipBlanks(bytes, next, end);
  readBehindHost(bytes, header.contentStart, end, header, true);
}

/** A first token that a colon ends: a tag without a host, a host (before a mnemonic, an address, IPv6), a sequence number. */
function readColon(
  bytes: Uint8Array,
  p: number,
  colon: number,
  end: number,
  header: HeaderFields,
  context: number,
  seen: number,
): void {
  if (context === BARE) {
    // Continuation lines: indented, or the class name that begins a stack trace.
    const isAlone = header.severity < 0 && header.timeEnd === header.timeStart;
    if (isAlone && p > header.prefixEnd && CLASS[bytes[p - 1]!] === BLANK) return;
    if (isAlone && isException(bytes, p, colon)) return;
    readTag(bytes, p, end, header, false);
    return;
  }
  const word = tokenEnd(bytes, p, end);
  if (context === SYSLOG && word > colon + 1 && isIpv6(bytes, p, word)) {
    setHost(bytes, p, word, word, end, header);
    return;
  }
  if (seen === DIGIT) {
    readSequenceTail(bytes, p, end, header);
    return;
  }
  const next = skipBlanks(bytes, colon + 1, end);
  if (next > colon + 1 && next < end) {
    const isAddress = (seen & (LETTER | HIGH)) === 0 && isHostShaped(bytes, p, colon, seen);
    const isPart = (seen & ~LETTER) !== 0 && hasPidTag(bytes, next, end);
    if (bytes[next] === PERCENT ? tryMnemonic(bytes, next, end, header) : isAddress || isPart) {
      if (bytes[next] === PERCENT) {
        header.hostStart = p;
        header.hostEnd = colon;
      } else setHost(bytes, p, colon, next, end, header);
      return;
    }
  }
  if (nodeEnd(bytes, p, end) > 0 && readSequenceTail(bytes, p, end, header)) return;
  readTag(bytes, p, end, header, context === SYSLOG);
}

/** Hexadecimal digits, dots and colons, of which two stand together or three in all: no time of day. */
function isIpv6(bytes: Uint8Array, p: number, q: number): boolean {
  let colons = 0;
  for (let i = p; i < q; i++) {
    const byte = bytes[i]!;
    const lower = byte | 32;
    if (byte === COLON) colons += i > p && bytes[i - 1] === COLON ? 2 : 1;
    else if (!isDigit(byte) && byte !== DOT && (lower < 97 || lower > 102)) return false;
  }
  return colons >= 3;
}

/** A dotted class name, as stack traces begin with: `java.lang.IllegalStateException`. */
function isException(bytes: Uint8Array, p: number, q: number): boolean {
  let dots = 0;
  let last = p;
  for (let i = p; i < q; i++)
    if (bytes[i] === DOT) {
      dots++;
      last = i + 1;
    }
  return dots >= 2 && last < q && CLASS[bytes[last]!] === UPPER;
}

/** UniFi devices call themselves `MODEL,mac,version`; a colon may follow. */
function readUnifi(
  bytes: Uint8Array,
  p: number,
  comma: number,
  end: number,
  header: HeaderFields,
): void {
  const mac = comma + 1;
  let q = mac;
  while (q < end && (CLASS[bytes[q]!]! & ALNUM) !== 0) q++;
  if (q - mac !== 12 || q >= end || bytes[q] !== COMMA) return;
  q++;
  while (q < end && (CLASS[bytes[q]!]! & HOST) !== 0) q++;
  setHost(bytes, p, q, q < end && bytes[q] === COLON ? q + 1 : q, end, header);
}
