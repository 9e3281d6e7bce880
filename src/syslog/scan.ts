/**
 * Byte classes and the small readers that all header dialects share. Readers of a fixed width trust their caller to have
 * checked that the bytes lie before the end; all others take `end` and never look at or beyond it.
 */

export const DIGIT = 1;
export const UPPER = 2;
export const LOWER = 4;
export const LETTER = 6;
export const ALNUM = 7;
/** `- . _ / @ % + ~`: what stands in host names, addresses and clustered names beside letters and digits. */
export const HOST_MARK = 8;
/** Space and tab. */
export const BLANK = 16;
/** Bytes of UTF-8 sequences. */
export const HIGH = 32;
/** `( ) ! # $ & *`: what stands in tags in addition. */
export const TAG_MARK = 64;
export const HOST: number = ALNUM | HOST_MARK | HIGH;
export const TAG: number = HOST | TAG_MARK;

export const SPACE = 32;
export const COLON = 58;
export const DASH = 45;
export const DOT = 46;
export const COMMA = 44;
export const PLUS = 43;
export const SLASH = 47;
export const QUOTE = 34;
export const PERCENT = 37;
export const EQUALS = 61;
export const OPEN = 91;
export const CLOSE = 93;

export const CLASS: Uint8Array = makeClasses();

function makeClasses(): Uint8Array {
  const classes = new Uint8Array(256);
  for (let byte = 48; byte <= 57; byte++) classes[byte] = DIGIT;
  for (let byte = 65; byte <= 90; byte++) classes[byte] = UPPER;
  for (let byte = 97; byte <= 122; byte++) classes[byte] = LOWER;
  for (let byte = 128; byte <= 255; byte++) classes[byte] = HIGH;
  setClass(classes, '-._/@%+~', HOST_MARK);
  setClass(classes, '()!#$&*', TAG_MARK);
  classes[32] = BLANK;
  classes[9] = BLANK;
  return classes;
}

function setClass(classes: Uint8Array, marks: string, kind: number): void {
  for (let i = 0; i < marks.length; i++) classes[marks.charCodeAt(i)] = kind;
}

export function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

/** The value of exactly two digits at `p`, or -1. */
export function twoDigits(bytes: Uint8Array, p: number): number {
  const tens = bytes[p]! - 48;
  const ones = bytes[p + 1]! - 48;
  return tens >>> 0 <= 9 && ones >>> 0 <= 9 ? tens * 10 + ones : -1;
}

/** The value of exactly `count` digits (at most 15) at `p`, or -1. */
export function fixedDigits(bytes: Uint8Array, p: number, count: number): number {
  let value = 0;
  for (let i = p; i < p + count; i++) {
    const digit = bytes[i]! - 48;
    if (digit >>> 0 > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** How many digits stand at `p`, at most `limit`. */
export function digitRun(bytes: Uint8Array, p: number, end: number, limit: number): number {
  const stop = Math.min(end, p + limit);
  let q = p;
  while (q < stop && (bytes[q]! - 48) >>> 0 <= 9) q++;
  return q - p;
}

/** The first position at or after `p` that holds no space or tab. */
export function skipBlanks(bytes: Uint8Array, p: number, end: number): number {
  let q = p;
  while (q < end && CLASS[bytes[q]!] === BLANK) q++;
  return q;
}

/** The first space or tab at or after `p`, or `end`. */
export function tokenEnd(bytes: Uint8Array, p: number, end: number): number {
  let q = p;
  while (q < end && CLASS[bytes[q]!] !== BLANK) q++;
  return q;
}

/** True when the text at `p` is `text` (lower-case ASCII letters match either case). */
export function startsWith(bytes: Uint8Array, p: number, end: number, text: Uint8Array): boolean {
  if (end - p < text.length) return false;
  for (let i = 0; i < text.length; i++) {
    const byte = bytes[p + i]!;
    const wanted = text[i]!;
    if (byte !== wanted && !((byte | 32) === wanted && CLASS[byte] === UPPER)) return false;
  }
  return true;
}

/** ASCII text as bytes, for tables. */
export function ascii(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** 1 to 12 for an English three-letter month name in any case at `p`, else 0. The caller has checked three bytes. */
export function monthAt(bytes: Uint8Array, p: number): number {
  switch (((bytes[p]! | 32) << 16) | ((bytes[p + 1]! | 32) << 8) | (bytes[p + 2]! | 32)) {
    case 0x6a616e:
      return 1;
    case 0x666562:
      return 2;
    case 0x6d6172:
      return 3;
    case 0x617072:
      return 4;
    case 0x6d6179:
      return 5;
    case 0x6a756e:
      return 6;
    case 0x6a756c:
      return 7;
    case 0x617567:
      return 8;
    case 0x736570:
      return 9;
    case 0x6f6374:
      return 10;
    case 0x6e6f76:
      return 11;
    case 0x646563:
      return 12;
    default:
      return 0;
  }
}

/** True for `Mon`, `Tue` … in any case at `p`. The caller has checked three bytes. */
export function isWeekdayAt(bytes: Uint8Array, p: number): boolean {
  switch (((bytes[p]! | 32) << 16) | ((bytes[p + 1]! | 32) << 8) | (bytes[p + 2]! | 32)) {
    case 0x6d6f6e:
    case 0x747565:
    case 0x776564:
    case 0x746875:
    case 0x667269:
    case 0x736174:
    case 0x73756e:
      return true;
    default:
      return false;
  }
}
