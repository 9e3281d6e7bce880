import {
  KIND_IPV4,
  KIND_IPV6,
  KIND_MAC,
  NETWORK_TERM_LENGTH,
  parseAddress,
} from './network-terms.js';

/** The addresses between two network terms of one kind, both included. */
export type AddressRange = { readonly from: Uint8Array; readonly to: Uint8Array };

/** The order of network terms of one kind, which is numeric: below 0, 0 or above 0. */
export function compareTerms(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b);
}

/** How many bits the address of a network term has. */
export function addressBits(term: Uint8Array): number {
  return 8 * (term.length - 1);
}

/** The network of an address: all addresses with the same first `bits` bits. */
export function networkOf(address: Uint8Array, bits: number): AddressRange {
  const from = address.slice();
  const to = address.slice();
  for (let i = 1; i < address.length; i++) {
    // Bits of this byte that all addresses share, 0 to 8.
    const shared = Math.max(0, Math.min(8, bits - 8 * (i - 1)));
    const free = 0xff >> shared;
    from[i]! &= ~free;
    to[i]! |= free;
  }
  return { from, to };
}

/** How many bits all addresses of a range share when it is a whole network; undefined when it is none. */
export function networkBits({ from, to }: AddressRange): number | undefined {
  let bits = 0;
  while (bits < addressBits(from) && bitAt(from, bits) === bitAt(to, bits)) bits++;
  const { from: first, to: last } = networkOf(from, bits);
  return compareTerms(first, from) === 0 && compareTerms(last, to) === 0 ? bits : undefined;
}

function bitAt(term: Uint8Array, bit: number): number {
  return (term[1 + (bit >> 3)]! >> (7 - (bit & 7))) & 1;
}

/** The IPv4 or IPv6 address that is all of a text; also `::`, which is none in a message. */
export function parseIpAddress(text: string): Uint8Array | undefined {
  if (text === '::') return Uint8Array.of(KIND_IPV6, ...new Uint8Array(16));
  const term = parseAddress(text);
  return term?.[0] === KIND_IPV4 || term?.[0] === KIND_IPV6 ? term : undefined;
}

const MAC_GROUPS = [
  /^[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){0,4}$/,
  /^[0-9a-f]{4}(?:[.-][0-9a-f]{4}){0,2}(?:[.-][0-9a-f]{2})?$/,
  /^(?:[0-9a-f]{2}){1,6}$/,
];

/**
 * The MAC addresses that begin with the bytes of a text, of which there are three (a manufacturer's prefix) to six (one
 * address), in any notation: `00:11:22`, `00-11-22`, `0011.22`, `001122`.
 */
export function parseMacPrefix(text: string): AddressRange | undefined {
  const lower = text.toLowerCase();
  if (!MAC_GROUPS.some((pattern) => pattern.test(lower))) return undefined;
  const bytes = Buffer.from(lower.replace(/[:.-]/g, ''), 'hex');
  if (bytes.length < 3 || bytes.length > 6) return undefined;
  const term = new Uint8Array(NETWORK_TERM_LENGTH[KIND_MAC]!);
  term[0] = KIND_MAC;
  term.set(bytes, 1);
  return networkOf(term, 8 * bytes.length);
}
