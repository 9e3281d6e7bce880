import { DIALECTS } from './dialects.js';
import { nodeEnd, readSequenceTail } from './header-dialects/cisco.js';
import { readVersionlessTail } from './header-dialects/rfc5424.js';
import type { HeaderFields } from './header-fields.js';
import { isLevelWord } from './level-words.js';
import {
  ALNUM,
  BLANK,
  CLASS,
  COLON,
  DIGIT,
  DOT,
  digitRun,
  isDigit,
  LETTER,
  LOWER,
  OPEN,
  PERCENT,
  SLASH,
  SPACE,
  skipBlanks,
  TAG,
  UPPER,
} from './scan.js';
import { readMnemonic, readTag } from './tag.js';

/** Reads the tag behind a host. Returns true when there is proof that a header stands here, having set app and pid. */
export function readBehindHost(
  bytes: Uint8Array,
  from: number,
  end: number,
  header: HeaderFields,
  lenient: boolean,
): boolean {
  let p = from;
  if (p >= end) return false;
  const first = bytes[p]!;
  if (first === PERCENT) return tryMnemonic(bytes, p, end, header);
  if (first === COLON) {
    header.contentStart = skipBlanks(bytes, p + 1, end);
    const next = header.contentStart;
    return next < end && bytes[next] === PERCENT && tryMnemonic(bytes, next, end, header);
  }
  if (readTag(bytes, p, end, header, lenient)) return true;
  if (isDigit(first) || first === 42 || first === DOT || nodeEnd(bytes, p, end) > 0)
    return readSequenceTail(bytes, p, end, header);
  let q = p;
  while (q < end && (CLASS[bytes[q]!]! & LETTER) !== 0) q++;
  if (q > p && q < end && bytes[q] === SPACE) {
    if (isLevelWord(bytes, p, q)) {
      p = skipBlanks(bytes, q, end);
      header.contentStart = p;
      return p < end && bytes[p] === PERCENT
        ? tryMnemonic(bytes, p, end, header)
        : readTag(bytes, p, end, header, lenient);
    }
    if (readWordyTag(bytes, p, q, end, header)) return true;
  }
  if (header.dialect !== DIALECTS.iso || Number.isNaN(header.zoneMinutes)) return false;
  return readVersionlessTail(bytes, p, end, header);
}

/** Tags with a space: `Google Chrome[85294]:`, `syslogd 1.4.1:`; and a word that is no level before a tag (`host type sshd[7]:`). */
function readWordyTag(
  bytes: Uint8Array,
  p: number,
  space: number,
  end: number,
  header: HeaderFields,
): boolean {
  const next = space + 1;
  if (next >= end) return false;
  if (CLASS[bytes[p]!] === LOWER && hasPidTag(bytes, next, end))
    return readTag(bytes, next, end, header, false);
  let q = next;
  if (isDigit(bytes[q]!)) {
    while (q < end && (CLASS[bytes[q]!] === DIGIT || bytes[q] === DOT)) q++;
    if (q + 1 >= end || bytes[q] !== COLON || CLASS[bytes[q + 1]!] !== BLANK) return false;
    header.appStart = p;
    header.appEnd = space;
    header.contentStart = skipBlanks(bytes, q + 1, end);
    return true;
  }
  for (let words = 1; words <= 3 && CLASS[bytes[p]!] === UPPER; words++) {
    if (q >= end || CLASS[bytes[q]!] !== UPPER) return false;
    if (hasPidTag(bytes, q, end) && readTag(bytes, q, end, header, false)) {
      header.appStart = p;
      return true;
    }
    while (q < end && (CLASS[bytes[q]!]! & ALNUM) !== 0) q++;
    if (q >= end || bytes[q] !== SPACE) return false;
    q++;
  }
  return false;
}

/** True when `tag[digits]` and then a colon or blank stand at `p`. */
export function hasPidTag(bytes: Uint8Array, p: number, end: number): boolean {
  let q = p;
  while (q < end && (CLASS[bytes[q]!]! & TAG) !== 0) q++;
  if (q === p || q >= end || bytes[q] !== OPEN) return false;
  const digits = digitRun(bytes, q + 1, end, 12);
  q += 1 + digits;
  if (digits === 0 || q + 1 >= end || bytes[q] !== 93) return false;
  return bytes[q + 1] === COLON;
}

/** Reads a mnemonic at `p`, where a `%` stands, and notes its dialect. Returns whether there is one. */
export function tryMnemonic(
  bytes: Uint8Array,
  p: number,
  end: number,
  header: HeaderFields,
): boolean {
  const joint = readMnemonic(bytes, p, end, header);
  if (joint === 0) return false;
  header.dialect = joint === SLASH ? DIALECTS.huawei : DIALECTS.cisco;
  return true;
}
