import {
  createNetworkTerms,
  findDashedMac,
  findInRun,
  KIND_IPV4,
  NETWORK_TERM_LENGTH,
  type NetworkTerms,
} from './network-terms.js';
import { holdsOctets } from './octets.js';
import { TOKEN_BYTE } from './tokenizer.js';

const DOT = 0x2e;
const COLON = 0x3a;
const DASH = 0x2d;
const found = createNetworkTerms();

/** Whether bytes[start, end) hold the address of a network term. The plain form of what `TermCollector` does. */
export function holdsAddress(
  bytes: Uint8Array,
  start: number,
  end: number,
  term: Uint8Array,
): boolean {
  return holdsAddressWithin(bytes, start, end, term, term);
}

/** Whether bytes[start, end) hold an address between two network terms of one kind, both included. */
export function holdsAddressWithin(
  bytes: Uint8Array,
  start: number,
  end: number,
  from: Uint8Array,
  to: Uint8Array,
): boolean {
  if (from[0] === KIND_IPV4 && !holdsOctets(bytes, start, end, numberOf(from), numberOf(to)))
    return false;
  return findAddresses(bytes, start, end, (terms) => isOneWithin(terms, from, to));
}

/** The number of an IPv4 term, less 2^31. */
function numberOf(term: Uint8Array): number {
  return ((term[1]! << 24) | (term[2]! << 16) | (term[3]! << 8) | term[4]!) ^ 0x8000_0000;
}

/**
 * Looks for the addresses of bytes[start, end), in order. `visit` is told the terms of one run and where the run stands,
 * which is about the address and what belongs to it (a label, a port), and ends the search by returning true. Returns
 * whether it did. The terms are valid until it returns.
 */
export function findAddresses(
  bytes: Uint8Array,
  start: number,
  end: number,
  visit: (terms: NetworkTerms, runStart: number, runEnd: number) => boolean,
): boolean {
  let runStart = start;
  // An address has two dots or colons at least; a run of fewer is a word.
  let marks = 0;
  for (let i = start; i < end; ) {
    const byte = bytes[i]!;
    if (TOKEN_BYTE[byte] === 0) {
      i++;
      if (byte === DOT || byte === COLON) {
        marks++;
        continue;
      }
      if (marks > 1 && i - 1 - runStart > 2)
        if (findInRun(bytes, runStart, i - 1, found) && visit(found, runStart, i - 1)) return true;
      runStart = i;
      marks = 0;
      continue;
    }
    const token = i;
    while (i < end && TOKEN_BYTE[bytes[i]!] !== 0) i++;
    const width = i - token;
    if (
      (width === 2 || width === 4) &&
      bytes[i] === DASH &&
      i < end &&
      bytes[i + width + 1] === DASH
    )
      if (findDashedMac(bytes, runStart, token, end, start, found))
        if (visit(found, token, token + (width === 2 ? 17 : 14))) return true;
  }
  if (marks < 2 || end - runStart < 3 || !findInRun(bytes, runStart, end, found)) return false;
  return visit(found, runStart, end);
}

/** Whether one of the terms is between two of one kind, both included. */
export function isOneWithin(terms: NetworkTerms, from: Uint8Array, to: Uint8Array): boolean {
  let at = 0;
  for (let n = 0; n < terms.count; n++) {
    const length = NETWORK_TERM_LENGTH[terms.bytes[at]!]!;
    if (terms.bytes[at] === from[0])
      if (order(terms.bytes, at, from) >= 0 && order(terms.bytes, at, to) <= 0) return true;
    at += length;
  }
  return false;
}

/** How the term at `at` compares with one of its kind. */
function order(bytes: Uint8Array, at: number, term: Uint8Array): number {
  for (let i = 0; i < term.length; i++) {
    const difference = bytes[at + i]! - term[i]!;
    if (difference !== 0) return difference;
  }
  return 0;
}
