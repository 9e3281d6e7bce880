import { equalsFolded } from '../match/folded-search.js';
import { DIALECTS } from '../syslog/dialects.js';
import { Header, parseHeader } from '../syslog/header.js';
import { isLevelWord } from '../syslog/level-words.js';
import { isHostShaped } from '../syslog/origin.js';
import {
  ALNUM,
  ascii,
  CLASS,
  CLOSE,
  DASH,
  DIGIT,
  DOT,
  HIGH,
  HOST,
  isDigit,
  LETTER,
  PERCENT,
  SLASH,
  TAG,
  UPPER,
} from '../syslog/scan.js';
import type { Usual } from './field-place.js';

// Values in headers that `parseHeader` takes for what others like them are; of others it is asked.

const header = new Header();

/** Words that `readOrigin` looks for at the place of a host. */
const LAST: Uint8Array = ascii('last');
const MESSAGE: Uint8Array = ascii('message');

/** The longest process id that is surely read, with room to spare. */
const MAX_PID = 60;

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

/** Room for a line that the parser is asked about. */
let line = new Uint8Array(256);

/** Makes the line of a value and what stands around it; returns where it ends. */
function lineOf(
  before: Uint8Array,
  bytes: Uint8Array,
  start: number,
  end: number,
  behind: Uint8Array,
): number {
  const length = before.length + end - start + behind.length;
  if (length > line.length) line = new Uint8Array(2 * length);
  let at = 0;
  for (let i = 0; i < before.length; i++) line[at++] = before[i]!;
  for (let i = start; i < end; i++) line[at++] = bytes[i]!;
  for (let i = 0; i < behind.length; i++) line[at++] = behind[i]!;
  return length;
}

/** Whether `%` and this are a mnemonic, with what is no part of one behind it: two equal marks stand around a level. */
export function isMnemonic(bytes: Uint8Array, start: number, end: number): boolean {
  let isLevelled = false;
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if (!isMnemonicByte(byte)) return false;
    if ((byte !== DASH && byte !== SLASH) || i === start || i + 2 >= end) continue;
    if ((bytes[i + 1]! - 48) >>> 0 <= 7 && bytes[i + 2] === byte) isLevelled = true;
  }
  return isLevelled;
}

/** Whether a value is a number of any length: a sequence number as IOS has before its host, a process id. */
export function isNumber(bytes: Uint8Array, start: number, end: number): boolean {
  if (end === start) return false;
  for (let i = start; i < end; i++) if (!isDigit(bytes[i]!)) return false;
  return true;
}

const HOST_HERE = 'h0';

/** A time that a host is to be found behind, or beside, where it stands in templates of a form. */
function timeBetween(before: string, behind: string, dialect = -1): Usual {
  const front = ascii(before);
  const rest = ascii(behind);
  const isHostBefore = before.includes(HOST_HERE);
  return {
    test: (bytes, start, end) => {
      const length = lineOf(front, bytes, start, end, rest);
      parseHeader(line, 0, length, header);
      const to = front.length + end - start;
      const host = isHostBefore ? before.indexOf(HOST_HERE) : to + 1;
      return (
        header.timeStart === front.length &&
        header.timeEnd === to &&
        header.hostStart === host &&
        header.hostEnd === host + HOST_HERE.length &&
        (dialect < 0 || header.dialect === dialect)
      );
    },
  };
}

const NUMBERS_OTHER = { digits: false, dotted: true, octet: -1 };

// What values of headers usually are: each is asked for once a column.

export const TIME_FIRST: Usual = timeBetween('', ` ${HOST_HERE} x`);
export const TIME_BEHIND_PRIORITY: Usual = timeBetween('<13>', ` ${HOST_HERE} x`);
export const TIME_BEHIND_HOST: Usual = timeBetween(`7: ${HOST_HERE}: `, ': x');
export const TIME_BEHIND_VERSION: Usual = timeBetween(
  '<13>1 ',
  ` ${HOST_HERE} x`,
  DIALECTS.rfc5424,
);
export const PLAIN_HOST: Usual = { test: isPlainHost };
export const LETTERED_HOST: Usual = { test: isLetteredHost };
export const NODE_PART: Usual = { test: isNodePart, others: NUMBERS_OTHER };
export const NUMBER: Usual = { test: isNumber, others: NUMBERS_OTHER };
export const PLAIN_TAG: Usual = { test: isPlainTag };
export const MNEMONIC: Usual = { test: isMnemonic };
export const PLAIN_PID: Usual = {
  test: isPlainPid,
  others: { digits: false, dotted: false, octet: -1 },
};
/** Of a plain process id, one that the parser gives as such. */
export const PROCESS_ID: Usual = {
  test: (bytes, start, end) => end - start <= MAX_PID && isNumber(bytes, start, end),
  others: NUMBERS_OTHER,
};
