/**
 * IPv4, IPv6 and MAC addresses as terms of their own, beside the words they are made of. A network term is one kind
 * byte, below every byte a word can start with, and the address in network order: addresses of a kind stand together
 * in the term dictionary, in numeric order, so that a prefix is a range.
 *
 * An address is looked for in a *run*: a maximal run of letters, digits, bytes >= 0x80, dots and colons. It has to be
 * the whole run, but for a label with its colon before it (`outside:10.0.0.1`; a label is not a hexadecimal group), a
 * port behind it, and one final `.` or `:`. MACs in dashes are found by `findDashedMac`.
 */

/** Kind bytes: the first byte of a network term. */
export const KIND_MAC = 0x01;
export const KIND_IPV4 = 0x02;
export const KIND_IPV6 = 0x03;

/** Length of a network term by its kind byte, the kind byte included. */
export const NETWORK_TERM_LENGTH: readonly number[] = [0, 7, 5, 17];

/** Terms found in one run, one behind the other in `bytes`. Reused; valid until the next search. */
export type NetworkTerms = { count: number; length: number; readonly bytes: Uint8Array };

export function createNetworkTerms(): NetworkTerms {
  return { count: 0, length: 0, bytes: new Uint8Array(64) };
}

const DOT = 0x2e;
const COLON = 0x3a;
const DASH = 0x2d;

/** Value of a hexadecimal digit, else 255. */
const HEX: Uint8Array = new Uint8Array(256).fill(255);
/** 1 for the bytes a run is made of. */
const RUN: Uint8Array = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  const char = String.fromCharCode(byte);
  if (/[0-9a-fA-F]/.test(char)) HEX[byte] = Number.parseInt(char, 16);
  if (byte >= 0x80 || /[0-9A-Za-z.:]/.test(char)) RUN[byte] = 1;
}

/** Finds the addresses of the run [start, end). Returns whether there were any. */
export function findInRun(
  bytes: Uint8Array,
  start: number,
  end: number,
  out: NetworkTerms,
): boolean {
  out.count = 0;
  out.length = 0;
  let s = start;
  let e = end;
  const last = bytes[e - 1]!;
  if (last === DOT || (last === COLON && bytes[e - 2] !== COLON)) e--;
  if (bytes[s] === COLON && bytes[s + 1] !== COLON) s++;
  for (;;) {
    if (e - s < 3) return false;
    if (
      ipv4(bytes, s, e, out, true) ||
      macs(bytes, s, e, out) ||
      dottedMac(bytes, s, e, out) ||
      ipv6(bytes, s, e, out, true)
    )
      return true;
    const colon = labelEnd(bytes, s, e);
    if (colon < 0) return false;
    s = colon + 1;
  }
}

/**
 * The MAC `00-11-22-33-44-55` or `0011-2233-4455` whose first group starts at `group`, inside the run that starts at
 * `runStart`, when it ends before `end` and no letter, digit, dot, colon or dash touches it.
 */
export function findDashedMac(
  bytes: Uint8Array,
  runStart: number,
  group: number,
  end: number,
  textStart: number,
  out: NetworkTerms,
): boolean {
  out.count = 0;
  out.length = 0;
  const width = bytes[group + 2] === DASH ? 2 : 4;
  const length = width === 2 ? 17 : 14;
  const stop = group + length;
  if (stop > end || (stop < end && (RUN[bytes[stop]!] === 1 || bytes[stop] === DASH))) {
    const after = stop < end ? bytes[stop]! : 0;
    const finalMark =
      (after === DOT || after === COLON) && (stop + 1 >= end || RUN[bytes[stop + 1]!] === 0);
    if (stop > end || !finalMark) return false;
  }
  if (group === runStart) {
    if (group > textStart && bytes[group - 1] === DASH) return false;
  } else {
    for (let s = runStart; s < group; ) {
      const colon = bytes[s] === COLON && s === runStart ? s : labelEnd(bytes, s, group);
      if (colon < 0) return false;
      s = colon + 1;
    }
  }
  return hexGroups(bytes, group, stop, DASH, width, out);
}

/** The network term of a text that is one whole address, as a query gives it; undefined when it is none. */
export function parseAddress(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'latin1');
  if (bytes.length < 2 || bytes.length > 64 || bytes.length !== Buffer.byteLength(text))
    return undefined;
  const out = createNetworkTerms();
  const found =
    ipv4(bytes, 0, bytes.length, out, false) ||
    (bytes.length === 17 && hexGroups(bytes, 0, 17, COLON, 2, out)) ||
    (bytes.length === 17 && hexGroups(bytes, 0, 17, DASH, 2, out)) ||
    (bytes.length === 14 && hexGroups(bytes, 0, 14, DASH, 4, out)) ||
    dottedMac(bytes, 0, bytes.length, out) ||
    ipv6(bytes, 0, bytes.length, out, false);
  if (!found) return undefined;
  // An IPv4 address in IPv6 form also yields its IPv4 term: the address that was typed is the first one.
  return out.bytes.slice(0, NETWORK_TERM_LENGTH[out.bytes[0]!]);
}

/** A network term as text: `10.0.0.1`, `2001:db8::1`, `00:11:22:33:44:55`. */
export function formatNetworkTerm(term: Uint8Array): string {
  const address = term.subarray(1);
  if (term[0] === KIND_IPV4) return address.join('.');
  if (term[0] === KIND_MAC) return Array.from(address, hex2).join(':');
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push((address[i]! << 8) | address[i + 1]!);
  return compressGroups(groups);
}

function hex2(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

/** RFC 5952: the longest run of two or more zero groups becomes `::`, the first one when several are as long. */
function compressGroups(groups: readonly number[]): string {
  let bestStart = -1;
  let bestLength = 1;
  for (let i = 0; i < 8; i++) {
    let length = 0;
    while (i + length < 8 && groups[i + length] === 0) length++;
    if (length > bestLength) {
      bestStart = i;
      bestLength = length;
    }
  }
  const text = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  if (bestStart < 0) return text(groups);
  return `${text(groups.slice(0, bestStart))}::${text(groups.slice(bestStart + bestLength))}`;
}

/** Position of the colon after a label at `start`: letters and digits that are no hexadecimal group. Else -1. */
function labelEnd(bytes: Uint8Array, start: number, end: number): number {
  let isGroup = true;
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if (byte === COLON) return i > start && (!isGroup || i - start > 4) ? i : -1;
    if (byte === DOT) return -1;
    if (HEX[byte] === 255) isGroup = false;
  }
  return -1;
}

function append(out: NetworkTerms, kind: number): number {
  out.bytes[out.length] = kind;
  const at = out.length + 1;
  out.length += NETWORK_TERM_LENGTH[kind]!;
  out.count++;
  return at;
}

/** Four decimal octets; with `port`, `:` and one to five digits may follow. Has to reach `end`. */
function ipv4(
  bytes: Uint8Array,
  start: number,
  end: number,
  out: NetworkTerms,
  port: boolean,
): boolean {
  let i = start;
  let address = 0;
  for (let octet = 0; octet < 4; octet++) {
    let value = 0;
    const first = i;
    for (; i < end; i++) {
      const digit = bytes[i]! - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      if (i - first >= 3) return false;
    }
    if (i === first || value > 255) return false;
    address = address * 256 + value;
    if (octet < 3) {
      if (i >= end || bytes[i] !== DOT) return false;
      i++;
    }
  }
  if (i < end && !(port && isPort(bytes, i, end))) return false;
  const at = append(out, KIND_IPV4);
  out.bytes[at] = address / 0x100_0000;
  out.bytes[at + 1] = address >>> 16;
  out.bytes[at + 2] = address >>> 8;
  out.bytes[at + 3] = address;
  return true;
}

/** `:` and one to five digits up to `end`. */
function isPort(bytes: Uint8Array, colon: number, end: number): boolean {
  if (bytes[colon] !== COLON || end - colon < 2 || end - colon > 6) return false;
  for (let i = colon + 1; i < end; i++) if (bytes[i]! < 48 || bytes[i]! > 57) return false;
  return true;
}

/** Six groups of two digits with colons, or netfilter's fourteen: destination, source, EtherType. */
function macs(bytes: Uint8Array, start: number, end: number, out: NetworkTerms): boolean {
  const length = end - start;
  if (length === 17) return hexGroups(bytes, start, end, COLON, 2, out);
  if (length !== 41) return false;
  for (let i = start; i < end; i++) {
    if ((i - start) % 3 === 2 ? bytes[i] !== COLON : HEX[bytes[i]!] === 255) return false;
  }
  return (
    hexGroups(bytes, start, start + 17, COLON, 2, out) &&
    hexGroups(bytes, start + 18, start + 35, COLON, 2, out)
  );
}

/** `0011.2233.4455` */
function dottedMac(bytes: Uint8Array, start: number, end: number, out: NetworkTerms): boolean {
  return end - start === 14 && hexGroups(bytes, start, end, DOT, 4, out);
}

/** Twelve hexadecimal digits in groups of `width`, with `joiner` between them. */
function hexGroups(
  bytes: Uint8Array,
  start: number,
  end: number,
  joiner: number,
  width: number,
  out: NetworkTerms,
): boolean {
  for (let i = start; i < end; i++) {
    if ((i - start) % (width + 1) === width ? bytes[i] !== joiner : HEX[bytes[i]!] === 255)
      return false;
  }
  let at = append(out, KIND_MAC);
  for (let i = start; i < end; i += 2) {
    if (bytes[i] === joiner) i++;
    out.bytes[at++] = (HEX[bytes[i]!]! << 4) | HEX[bytes[i + 1]!]!;
  }
  return true;
}

const groups = new Uint16Array(8);

/**
 * An IPv6 address in any spelling of RFC 4291. It has `::` and at least one group, or all eight groups, and then, with
 * `port`, a port may follow. An IPv4-mapped one yields its IPv4 term as well.
 */
function ipv6(
  bytes: Uint8Array,
  start: number,
  end: number,
  out: NetworkTerms,
  port: boolean,
): boolean {
  let count = 0;
  let gap = -1;
  let i = start;
  if (bytes[i] === COLON) {
    if (bytes[i + 1] !== COLON) return false;
    gap = 0;
    i += 2;
  }
  while (i < end) {
    const first = i;
    let value = 0;
    while (i < end && HEX[bytes[i]!] !== 255 && i - first < 5)
      value = (value << 4) | HEX[bytes[i++]!]!;
    if (i < end && bytes[i] === DOT && count <= 6) {
      const mark = out.length;
      if ((count !== 6 && gap < 0) || !ipv4(bytes, first, end, out, false)) return false;
      groups[count++] = (out.bytes[mark + 1]! << 8) | out.bytes[mark + 2]!;
      groups[count++] = (out.bytes[mark + 3]! << 8) | out.bytes[mark + 4]!;
      out.count--;
      out.length = mark;
      i = end;
      break;
    }
    if (i === first || i - first > 4) return false;
    if (count === 8) return false;
    groups[count++] = value;
    if (i === end) break;
    if (bytes[i] !== COLON) return false;
    if (count === 8) {
      if (gap >= 0 || !port || !isPort(bytes, i, end)) return false;
      i = end;
      break;
    }
    i++;
    if (i < end && bytes[i] === COLON) {
      if (gap >= 0) return false;
      gap = count;
      i++;
    } else if (i === end) return false;
  }
  if (gap < 0 ? count !== 8 : count === 0 || count > 7) return false;
  const at = append(out, KIND_IPV6);
  const zeros = gap < 0 ? 0 : 8 - count;
  for (let group = 0; group < 8; group++) {
    const value =
      gap < 0 || group < gap ? groups[group]! : group < gap + zeros ? 0 : groups[group - zeros]!;
    out.bytes[at + 2 * group] = value >>> 8;
    out.bytes[at + 2 * group + 1] = value;
  }
  if (isMapped(out.bytes, at)) {
    const mapped = append(out, KIND_IPV4);
    out.bytes.copyWithin(mapped, at + 12, at + 16);
  }
  return true;
}

/** ::ffff:0:0/96 */
function isMapped(bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < 10; i++) if (bytes[at + i] !== 0) return false;
  return bytes[at + 10] === 0xff && bytes[at + 11] === 0xff;
}
