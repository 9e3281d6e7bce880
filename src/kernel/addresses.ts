/**
 * The addresses of a text: what `findInRun` and `findDashedMac` are in src/analysis/network-terms.ts, where it is told what an
 * address is.
 */
import { CODES, COLON, DASH, DOT, FOLDED } from './bytes';

const KIND_MAC: u32 = 1;
export const KIND_IPV4: u32 = 2;
export const KIND_IPV6: u32 = 3;

/** What was found: network terms, one behind the other. */
export const found: usize = memory.data(64, 16);
let foundBytes: u32 = 0;
/** Of an IPv6 address its groups. */
const groups: usize = memory.data(16, 16);

/** Finds the addresses of the run [start, end), which has at least two bytes, and writes them to `found`; their bytes. */
export function findInRun(start: usize, end: usize): u32 {
  foundBytes = 0;
  const last = load<u8>(end - 1);
  const stop = last === DOT || (last === COLON && load<u8>(end - 2) !== COLON) ? end - 1 : end;
  let from = load<u8>(start) === COLON && load<u8>(start + 1) !== COLON ? start + 1 : start;
  for (;;) {
    const length = <i32>(stop - from);
    if (length < 3) return 0;
    if (
      ipv4(from, stop, true) ||
      macs(from, length) ||
      (length === 14 && hexGroups(from, 14, DOT, 4)) ||
      ipv6(from, stop)
    )
      return foundBytes;
    const colon = labelEnd(from, stop);
    if (colon === 0) return 0;
    from = colon + 1;
  }
  return 0;
}

/** Likewise a MAC in dashes whose first group starts at `group`, in the run that starts at `runStart`. */
export function findDashed(runStart: usize, group: usize, end: usize, textStart: usize): u32 {
  foundBytes = 0;
  const width: u32 = load<u8>(group + 2) === DASH ? 2 : 4;
  const length: u32 = width === 2 ? 17 : 14;
  const stop = group + length;
  if (stop > end) return 0;
  if (stop < end && (isRun(load<u8>(stop)) || load<u8>(stop) === DASH)) {
    const after = load<u8>(stop);
    if (after !== DOT && after !== COLON) return 0;
    if (stop + 1 < end && isRun(load<u8>(stop + 1))) return 0;
  }
  if (group === runStart) {
    if (group > textStart && load<u8>(group - 1) === DASH) return 0;
  } else {
    for (let from = runStart; from < group; ) {
      const isColon = from === runStart && load<u8>(from) === COLON;
      const colon = isColon ? from : labelEnd(from, group);
      if (colon === 0) return 0;
      from = colon + 1;
    }
  }
  return hexGroups(group, length, DASH, width) ? foundBytes : 0;
}

function isRun(byte: u8): bool {
  return load<u8>(FOLDED + byte) !== 0 || byte === DOT || byte === COLON;
}

/** The value of a hexadecimal digit; above 15 for any other byte. */
function hex(at: usize): u32 {
  return <u32>load<u8>(CODES + load<u8>(at)) - 1;
}

/** Where the colon behind a label stands; 0: there is no label. */
function labelEnd(start: usize, end: usize): usize {
  let isGroup = true;
  for (let at = start; at < end; at++) {
    const byte = load<u8>(at);
    if (byte === COLON) return at > start && (!isGroup || at - start > 4) ? at : 0;
    if (byte === DOT) return 0;
    if (hex(at) > 15) isGroup = false;
  }
  return 0;
}

/** Makes room for a term of `found`; where its address is to be written. */
function append(kind: u32, bytes: u32): usize {
  const at = found + foundBytes;
  store<u8>(at, <u8>kind);
  foundBytes += 1 + bytes;
  return at + 1;
}

/** The address that `octets` has read. */
let address: u32 = 0;

/** Where four decimal octets at `start` end; 0: there are none. */
function octets(start: usize, end: usize): usize {
  let at = start;
  let result: u32 = 0;
  for (let octet: u32 = 0; octet < 4; octet++) {
    let value: u32 = 0;
    const first = at;
    for (; at < end; at++) {
      const digit = <u32>load<u8>(at) - 0x30;
      if (digit > 9) break;
      if (at - first >= 3) return 0;
      value = value * 10 + digit;
    }
    if (at === first || value > 255) return 0;
    result = (result << 8) | value;
    if (octet < 3) {
      if (at >= end || load<u8>(at) !== DOT) return 0;
      at++;
    }
  }
  address = result;
  return at;
}

function ipv4(start: usize, end: usize, port: bool): bool {
  const at = octets(start, end);
  if (at === 0 || (at < end && !(port && isPort(at, end)))) return false;
  store<u32>(append(KIND_IPV4, 4), bswap(address));
  return true;
}

/** `:` and one to five digits up to `end`. */
function isPort(colon: usize, end: usize): bool {
  if (load<u8>(colon) !== COLON || end - colon < 2 || end - colon > 6) return false;
  for (let at = colon + 1; at < end; at++) if (<u32>load<u8>(at) - 0x30 > 9) return false;
  return true;
}

/** Six groups of two digits with colons, or netfilter's fourteen. */
function macs(start: usize, length: u32): bool {
  if (length === 17) return hexGroups(start, 17, COLON, 2);
  if (length !== 41 || !areHexGroups(start, 41, COLON, 2)) return false;
  return hexGroups(start, 17, COLON, 2) && hexGroups(start + 18, 17, COLON, 2);
}

function areHexGroups(start: usize, length: u32, joiner: u8, width: u32): bool {
  let until = width;
  for (let i: u32 = 0; i < length; i++) {
    if (i === until) {
      if (load<u8>(start + i) !== joiner) return false;
      until += width + 1;
    } else if (hex(start + i) > 15) return false;
  }
  return true;
}

/** Twelve hexadecimal digits in groups of `width`, with `joiner` between them. */
function hexGroups(start: usize, length: u32, joiner: u8, width: u32): bool {
  if (!areHexGroups(start, length, joiner, width)) return false;
  let to = append(KIND_MAC, 6);
  for (let i: u32 = 0; i < length; i += 2, to++) {
    if (load<u8>(start + i) === joiner) i++;
    store<u8>(to, <u8>((hex(start + i) << 4) | hex(start + i + 1)));
  }
  return true;
}

/** An IPv6 address in any spelling of RFC 4291, and its IPv4 address if it is mapped. */
function ipv6(start: usize, end: usize): bool {
  let count: u32 = 0;
  let gap: i32 = -1;
  let at = start;
  if (load<u8>(at) === COLON) {
    if (load<u8>(at + 1) !== COLON) return false;
    gap = 0;
    at += 2;
  }
  while (at < end) {
    const first = at;
    let value: u32 = 0;
    for (; at < end && at - first < 5; at++) {
      const digit = hex(at);
      if (digit > 15) break;
      value = (value << 4) | digit;
    }
    if (at < end && load<u8>(at) === DOT && count <= 6) {
      if ((count !== 6 && gap < 0) || octets(first, end) !== end) return false;
      addGroup(count++, address >>> 16);
      addGroup(count++, address);
      break;
    }
    if (at === first || at - first > 4 || count === 8) return false;
    addGroup(count++, value);
    if (at === end) break;
    if (load<u8>(at) !== COLON) return false;
    if (count === 8) {
      if (gap >= 0 || !isPort(at, end)) return false;
      break;
    }
    at++;
    if (at < end && load<u8>(at) === COLON) {
      if (gap >= 0) return false;
      gap = count;
      at++;
    } else if (at === end) return false;
  }
  if (gap < 0 ? count !== 8 : count === 0 || count > 7) return false;
  writeIpv6(gap < 0 ? 8 : gap, count);
  return true;
}

function addGroup(group: u32, value: u32): void {
  store<u16>(groups + ((<usize>group) << 1), <u16>value);
}

/** Writes the address of so many groups, those from `gap` on at its end. */
function writeIpv6(gap: u32, count: u32): void {
  const at = append(KIND_IPV6, 16);
  memory.fill(at, 0, 16);
  for (let group: u32 = 0; group < count; group++) {
    const place = group < gap ? group : group + 8 - count;
    store<u16>(at + ((<usize>place) << 1), bswap(load<u16>(groups + ((<usize>group) << 1))));
  }
  // ::ffff:0:0/96
  if (load<u64>(at) === 0 && load<u32>(at, 8) === 0xffff0000)
    store<u32>(append(KIND_IPV4, 4), load<u32>(at, 12));
}
