import { equalsFolded } from '../match/folded-search.js';
import { Header, parseHeader, resetHeader } from '../syslog/header.js';
import { isLevelWord } from '../syslog/level-words.js';
import { isHostShaped } from '../syslog/origin.js';
import {
  ALNUM,
  ascii,
  CLASS,
  CLOSE,
  COLON,
  DASH,
  DIGIT,
  DOT,
  HIGH,
  HOST,
  isDigit,
  LETTER,
  PERCENT,
  TAG,
  UPPER,
} from '../syslog/scan.js';
import { readMnemonic } from '../syslog/tag.js';

// Values in headers that `parseHeader` takes for what others like them are; of others it is asked.

const header = new Header();

/** What stands before a time that a host is to be found behind, or beside; see `isTimeOf`. */
export type TimePlace = typeof TIME_FIRST | typeof BEHIND_PRIORITY | typeof BEHIND_HOST;
export const TIME_FIRST = 0;
export const BEHIND_PRIORITY = 1;
export const BEHIND_HOST = 2;

/** Words that `readOrigin` looks for at the place of a host. */
const LAST: Uint8Array = ascii('last');
const MESSAGE: Uint8Array = ascii('message');

/** The longest process id that is surely read, with room to spare. */
const MAX_PID = 60;

const HOST_HERE = 'h0';

/** By `TimePlace`: what stands before a time, and what behind it, for the parser to show that it expects a host there. */
const AROUND: readonly (readonly [Uint8Array, Uint8Array])[] = [
  [ascii(''), ascii(` ${HOST_HERE} x`)],
  [ascii('<13>'), ascii(` ${HOST_HERE} x`)],
  [ascii(`7: ${HOST_HERE}: `), ascii(': x')],
];

/** Whether a value that blanks, or a colon and a blank, stand behind is a host wherever a host is read without proof. */
export function isPlainHost(bytes: Uint8Array, start: number, end: number): boolean {
  if (end === start || (CLASS[bytes[start]!]! & (ALNUM | HIGH)) === 0) return false;
  let seen = 0;
  for (let i = start; i < end; i++) {
    const kind = CLASS[bytes[i]!]!;
    if ((kind & (ALNUM | HIGH)) === 0 && !isHostMark(bytes[i]!)) return false;
    seen |= kind;
  }
  if ((seen & ~LETTER) !== 0) return isHostShaped(bytes, start, end, seen);
  return (
    !isLevelWord(bytes, start, end) &&
    !equalsFolded(bytes, start, end, LAST) &&
    !equalsFolded(bytes, start, end, MESSAGE)
  );
}

const isHostMark = (byte: number): boolean => byte === DASH || byte === DOT || byte === 0x5f;

/** Likewise one that a node of IOS-XR stands behind: it has a letter. */
export function isLetteredHost(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++)
    if ((CLASS[bytes[i]!]! & LETTER) !== 0) return isPlainHost(bytes, start, end);
  return false;
}

/** What a plain tag is made of: no parentheses, which must be closed, and no percent sign. */
export function isTagByte(byte: number): boolean {
  return (CLASS[byte]! & TAG) !== 0 && byte !== 0x25 && byte !== 0x28 && byte !== 0x29;
}

/** What the name of a mnemonic is made of. */
export function isMnemonicByte(byte: number): boolean {
  return byte === 0x28 || byte === 0x29 || ((CLASS[byte]! & HOST) !== 0 && byte !== PERCENT);
}

/** Whether a value that a colon and a blank, or a process id in brackets, stand behind is a tag wherever one is read. */
export function isPlainTag(bytes: Uint8Array, start: number, end: number): boolean {
  if (end === start || (CLASS[bytes[start]!]! & LETTER) === 0) return false;
  for (let i = start; i < end; i++) if (!isTagByte(bytes[i]!)) return false;
  return !isLevelWord(bytes, start, end);
}

/** Whether what stands in brackets before a colon leaves the tag before them one. */
export function isPlainPid(bytes: Uint8Array, start: number, end: number): boolean {
  if (end === start || end - start > MAX_PID) return false;
  for (let i = start; i < end; i++) if (bytes[i] === CLOSE) return false;
  return true;
}

/** Whether all of a value may stand in the name of a node: `RP/0/RSP0/CPU0`. */
export function isNodePart(bytes: Uint8Array, start: number, end: number): boolean {
  if (end === start) return false;
  for (let i = start; i < end; i++) if ((CLASS[bytes[i]!]! & (UPPER | DIGIT)) === 0) return false;
  return true;
}

/** Whether `%` and this are a mnemonic, with what is no part of one behind it. */
export function isMnemonic(bytes: Uint8Array): boolean {
  const line = new Uint8Array(bytes.length + 2);
  line[0] = PERCENT;
  line.set(bytes, 1);
  line[bytes.length + 1] = COLON;
  resetHeader(header, 0);
  return (
    bytes[0] !== PERCENT &&
    readMnemonic(line, 0, line.length, header) !== 0 &&
    header.appStart === 1 &&
    header.appEnd === bytes.length + 1
  );
}

/** Whether a value is a sequence number as IOS has before its host. */
export function isSequence(bytes: Uint8Array, start: number, end: number): boolean {
  if (end === start) return false;
  for (let i = start; i < end; i++) if (!isDigit(bytes[i]!)) return false;
  return true;
}

/** Whether a time, where it stands in templates of that form, has a host behind it, or has the one before it. */
export function isTimeOf(place: TimePlace, bytes: Uint8Array, start: number, end: number): boolean {
  const [before, behind] = AROUND[place]!;
  const line = Buffer.concat([before, bytes.subarray(start, end), behind]);
  parseHeader(line, 0, line.length, header);
  const from = before.length;
  const to = from + end - start;
  const host = place === BEHIND_HOST ? line.indexOf(HOST_HERE) : to + 1;
  return (
    header.timeStart === from &&
    header.timeEnd === to &&
    header.hostStart === host &&
    header.hostEnd === host + HOST_HERE.length
  );
}
