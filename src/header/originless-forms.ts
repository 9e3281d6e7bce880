import {
  ALNUM,
  BLANK,
  CLASS,
  COLON,
  COMMA,
  DASH,
  HOST,
  isWeekdayAt,
  LOWER,
  monthAt,
  OPEN,
  TAG,
} from '../syslog/scan.js';
import type { Template } from '../template/template.js';
import {
  type FieldPlace,
  fieldSlot,
  nowhere,
  type TemplateHeader,
  type Usual,
} from './field-place.js';

const LESS = 60;

/**
 * Messages that name neither host nor app in their header, whatever else they say:
 *
 *     [PRI]key=…        a small letter, and what goes on as names do up to a mark that ends no host and no tag
 *     [PRI]{"key":…     such a mark
 *     address - …time   an access log
 *
 * No time is found at their front: where the first is, if there is one, is known by its slot.
 */
export function originlessHeader(template: Template, first: number): TemplateHeader | undefined {
  const literal = template.literals[first]!;
  if (literal.length > 0)
    return isMark(literal[0]!) || isKey(literal) ? without(nowhere([])) : undefined;
  const behind = template.literals[first + 1];
  if (behind === undefined || !isDash(behind)) return undefined;
  return without(nowhere([fieldSlot(template.fields[first]!, CLIENT)]));
}

function without(none: FieldPlace): TemplateHeader {
  return { host: none, app: none, pid: none, msgid: none };
}

/** Whether a byte stands neither in names nor between them and a header, and begins nothing that is read. */
function isMark(byte: number): boolean {
  if (CLASS[byte] !== 0 || byte === 0) return false;
  return byte !== COLON && byte !== COMMA && byte !== OPEN && byte !== LESS;
}

/** Whether a text begins with a small letter, goes on as a host does, and then comes what neither host nor tag has behind it. */
function isKey(bytes: Uint8Array): boolean {
  if (bytes.length < 3 || CLASS[bytes[0]!] !== LOWER) return false;
  if (monthAt(bytes, 0) > 0 || isWeekdayAt(bytes, 0)) return false;
  let p = 0;
  while (p < bytes.length && (CLASS[bytes[p]!]! & HOST) !== 0) p++;
  return p < bytes.length && (CLASS[bytes[p]!]! & (TAG | BLANK)) === 0 && isMark(bytes[p]!);
}

/** Whether a dash stands alone at the front of a literal: what an access log has in place of an identity. */
function isDash(bytes: Uint8Array): boolean {
  return (
    bytes.length > 2 &&
    CLASS[bytes[0]!] === BLANK &&
    bytes[1] === DASH &&
    CLASS[bytes[2]!] === BLANK
  );
}

/** What a client is called: by a name or an IPv4 address, or by an IPv6 address in small letters. */
const CLIENT: Usual = {
  test: (bytes, start, end) => {
    if (end === start || (CLASS[bytes[start]!]! & ALNUM) === 0) return false;
    let p = start;
    while (p < end && (CLASS[bytes[p]!]! & HOST) !== 0) p++;
    return p === end || isIpv6(bytes, start, end);
  },
  others: { digits: false, dotted: false, octet: -1 },
};

function isIpv6(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    const isHexadecimal = (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x66);
    if (!isHexadecimal && byte !== COLON) return false;
  }
  // A colon at the end would have a blank behind it.
  return bytes[end - 1] !== COLON || bytes[end - 2] === COLON;
}
