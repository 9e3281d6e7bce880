/** The terms of a text: what `TermCollector.addText` finds in src/analysis. */
import { findDashed, findInRun, found, KIND_IPV4, KIND_IPV6 } from './addresses';
import { CODES, COLON, DASH, DOT, FOLDED } from './bytes';
import { addLongNumber } from './long-numbers';
import { addNumber, hasPlace, isNumber, placeOf } from './number-terms';
import { address, joinEight, parseIpv4 } from './numbers';
import { addHashed, pend } from './term-table';
import { startValue } from './term-units';
import {
  codesOf,
  colons,
  dashes,
  dots,
  highBytes,
  keepFirst,
  keyAt,
  keyOfDigits,
  lookAt,
  noDigits,
  tokens,
  WINDOW,
} from './token-masks';

/** Below this a number without leading zeros is one of those that have places. */
export const PLACED: u32 = 100_000;

/** Adds the terms of a value, of which 16 bytes more can be read. */
export function addValue(start: usize, length: u32, messages: u32): void {
  startValue(messages);
  if (parseIpv4(start, length)) addAddress(address);
  else addText(start, start + length);
}

/** Adds the term of a value that is a number below PLACED, of so many digits. */
export function addNumberValue(number: u32, digits: u32, messages: u32): void {
  startValue(messages);
  addNumber(placeOf(number, digits));
}

/** Adds the term of a value that is a number of six to nine digits. */
export function addLongNumberValue(start: usize, digits: u32, messages: u32): void {
  startValue(messages);
  addLongNumber(keyOfDigits(start, digits));
}

/** Adds the terms of an IPv4 address: its four octets, and itself. */
function addAddress(octets: u32): void {
  addOctet(octets >>> 24);
  addOctet((octets >>> 16) & 255);
  addOctet((octets >>> 8) & 255);
  addOctet(octets & 255);
  pend(((<u64>KIND_IPV4) << 52) | ((<u64>octets) << 20));
}

function addOctet(octet: u32): void {
  addNumber(octet + 1 + (octet > 9 ? 10 : 0) + (octet > 99 ? 100 : 0));
}

/**
 * Adds the terms of a text: of a value, or of a template, whose literals are apart by what ends runs. What is longer than a window
 * is cut where a run ends, but not at a dash, which an address may have within.
 */
export function addText(start: usize, end: usize): void {
  let at = start;
  while (<u32>(end - at) > WINDOW) {
    lookAt(at, WINDOW);
    const cuts = ~(tokens | dots | colons | dashes);
    if (cuts === 0) {
      addLongRun(at, end);
      return;
    }
    const length = 63 - <u32>clz(cuts);
    keepFirst(length);
    addWindow(at, at + length);
    at += length + 1;
  }
  if (at === end) return;
  lookAt(at, <u32>(end - at));
  addWindow(at, end);
}

/** Adds the terms of the bytes that were looked at. */
function addWindow(start: usize, end: usize): void {
  for (let rest = tokens; rest !== 0; ) {
    const at = <u32>ctz(rest);
    const length = <u32>ctz(~(rest >>> <u64>at));
    addToken(start + at, at, length);
    // Adding its lowest bit carries through the lowest run.
    rest &= rest + (rest & -rest);
  }
  if (popcnt(dots) > 1 || popcnt(colons) > 1) addRuns(start);
  if ((dashes & ((dashes >>> 3) | (dashes >>> 5))) !== 0) addDashed(start, end);
}

/** Adds the token at a place of the window. */
// @inline
function addToken(start: usize, at: u32, length: u32): void {
  const bits = (<u64>-1 >>> <u64>(64 - length)) << (<u64>at);
  if (length > 10 || (highBytes & bits) !== 0) {
    addLongToken(start, start + length, keyAt(at, min<u32>(length, 10)));
    return;
  }
  if ((noDigits & bits) !== 0) pend(keyAt(at, length));
  else if (length <= 5) addNumber(joinEight(codesOf(at, length)));
  else addLongNumber(keyAt(at, length));
}

/** Adds the addresses of runs: of those with two dots or two colons. */
function addRuns(start: usize): void {
  for (let rest = tokens | dots | colons; rest !== 0; ) {
    const at = <u64>ctz(rest);
    const after = rest & (rest + (rest & -rest));
    const run = rest & ~after;
    if (popcnt(dots & run) > 1 || popcnt(colons & run) > 1)
      addNetworkTerms(findInRun(start + <usize>at, start + <usize>(64 - clz(run))));
    rest = after;
  }
}

/** Adds the addresses with dashes. */
function addDashed(start: usize, end: usize): void {
  for (let rest = tokens; rest !== 0; rest &= rest + (rest & -rest)) {
    const at = <u64>ctz(rest);
    const length = <u64>ctz(~(rest >>> at));
    if (length !== 2 && length !== 4) continue;
    const next = at + length;
    if (next + length > 62 || ((dashes >>> next) & (dashes >>> (next + length + 1)) & 1) === 0)
      continue;
    const before = ~(tokens | dots | colons) & (((<u64>1) << at) - 1);
    addNetworkTerms(findDashed(start + <usize>(64 - clz(before)), start + <usize>at, end, start));
  }
}

/** Adds the terms of a text with a run that is longer than a window: one byte after the other. */
function addLongRun(textStart: usize, end: usize): void {
  let runStart = textStart;
  let dots: u32 = 0;
  let colons: u32 = 0;
  let at = textStart;
  while (at < end) {
    let code = <u64>load<u8>(CODES + load<u8>(at));
    if (code === 0) {
      const byte = load<u8>(at);
      if (byte === DOT) dots++;
      else if (byte === COLON) colons++;
      else {
        if (dots >= 2 || colons >= 2) addNetworkTerms(findInRun(runStart, at));
        dots = 0;
        colons = 0;
        runStart = at + 1;
      }
      at++;
      continue;
    }
    const start = at;
    let key: u64 = 0;
    let room: u64 = 60;
    let high: u64 = 0;
    let place: u32 = 0;
    do {
      room -= 6;
      key |= code << room;
      high |= code + 1;
      place = 10 * place + <u32>code;
      at++;
      code = at < end ? <u64>load<u8>(CODES + load<u8>(at)) : 0;
    } while (code !== 0 && room !== 0);
    if (code !== 0 || (high & 64) !== 0) {
      while (at < end && load<u8>(CODES + load<u8>(at)) !== 0) at++;
      addLongToken(start, at, key);
    } else if (!isNumber(key)) {
      pend(key);
    } else if (hasPlace(key)) {
      addNumber(place);
    } else {
      addLongNumber(key);
    }
    const width = at - start;
    if (
      (width === 2 || width === 4) &&
      at < end &&
      load<u8>(at) === DASH &&
      load<u8>(at + width + 1) === DASH
    )
      addNetworkTerms(findDashed(runStart, start, end, textStart));
  }
  if (dots >= 2 || colons >= 2) addNetworkTerms(findInRun(runStart, end));
}

/** A token that its codes do not tell apart: more than ten bytes, or bytes >= 0x80. */
function addLongToken(start: usize, end: usize, codes: u64): void {
  let hash: u64 = 0xcbf29ce484222325;
  for (let at = start; at < end; at++)
    hash = (hash ^ <u64>load<u8>(FOLDED + load<u8>(at))) * 0x100000001b3;
  addHashed(hash, upToHighByte(codes), start, end, true);
}

/** Codes without those behind the first byte >= 0x80: all such bytes have one code. */
function upToHighByte(codes: u64): u64 {
  for (let shift: u64 = 54; shift > 0; shift -= 6)
    if (((codes >>> shift) & 63) === 63) return codes & ((<u64>-1) << shift);
  return codes;
}

/** Adds the terms in `found`, so many bytes. */
function addNetworkTerms(bytes: u32): void {
  let start = found;
  const stop = found + bytes;
  while (start < stop) {
    const kind = <u32>load<u8>(start);
    const length: u32 = kind === 1 ? 7 : kind === 2 ? 5 : 17;
    addNetworkTerm(start, start + length, kind);
    start += length;
  }
}

function addNetworkTerm(start: usize, end: usize, kind: u32): void {
  // Below the codes of every word, and in the order of the bytes: the kind, then as much of the address as there is room.
  let order: u64 = (<u64>kind) << 52;
  let shift: u64 = 44;
  for (let at = start + 1; at < end && shift > 0; at++, shift -= 8) {
    order |= (<u64>load<u8>(at)) << shift;
    if (shift < 8) break;
  }
  if (kind !== KIND_IPV6) {
    // All of the address is in the key.
    pend(order);
    return;
  }
  let hash: u64 = 0xcbf29ce484222325;
  for (let at = start; at < end; at++) hash = (hash ^ <u64>load<u8>(at)) * 0x100000001b3;
  addHashed(hash, order, start, end, false);
}
