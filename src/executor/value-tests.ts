import { holdsAddress, holdsAddressWithin } from '../analysis/addresses.js';
import { KIND_IPV4, KIND_IPV6 } from '../analysis/network-terms.js';
import { holdsToken } from '../analysis/tokenizer.js';
import type { ValueTest } from '../column/column-reader.js';
import { foldedSearch } from '../match/folded-search.js';
import type { Lookup } from '../planner/lookup.js';

/** Whether a value, or a literal, holds a term that a lookup asks for: what its units promise, for one row. */
export function valueTest(lookup: Lookup): ValueTest {
  switch (lookup.kind) {
    case 'term':
      return termTest(lookup.bytes);
    case 'prefix':
      return { test: (bytes, start, end) => holdsToken(bytes, start, end, lookup.bytes, true) };
    case 'range':
      return {
        test: (bytes, start, end) => holdsAddressWithin(bytes, start, end, lookup.from, lookup.to),
        exact: addressesOf(lookup.from, lookup.to),
        ...holdingOf(lookup.from, lookup.to),
      };
    case 'containing': {
      const search = foldedSearch(lookup.bytes);
      return { test: (bytes, start, end) => search(bytes, start, end) >= 0 };
    }
  }
}

/** Whether a value passes one of several lookups. */
export function anyValueTest(lookups: readonly Lookup[]): ValueTest {
  const tests = lookups.map(valueTest);
  const [only, ...more] = tests;
  if (only !== undefined && more.length === 0) return only;
  return { test: (bytes, start, end) => tests.some(({ test }) => test(bytes, start, end)) };
}

/** How what stands before an IPv4 address in an IPv6 address may end. */
const BEFORE_IPV4 = ['ff', 'fF', 'Ff', 'FF'].map((text) => Buffer.from(text));

/**
 * What values hold that have an IPv4 address between two terms with the same first octet: this, for others may have zeros
 * before; of one address the last two octets, for many addresses of a network have the others.
 */
function holdingOf(from: Uint8Array, to: Uint8Array): Pick<ValueTest, 'holding'> {
  if (from[0] !== KIND_IPV4 || to[0] !== KIND_IPV4 || from[1] !== to[1]) return {};
  const texts = Buffer.compare(from, to) === 0 ? lastOctets(from[3]!, from[4]!) : [`${from[1]}.`];
  return { holding: [...texts.map((text) => Buffer.from(text)), ...BEFORE_IPV4] };
}

/** Two octets, the second one with as many zeros as may be written. */
function lastOctets(first: number, second: number): string[] {
  const digits = second === 0 ? [1] : [1, 2, 3].filter((each) => each >= `${second}`.length);
  return digits.map((each) => `${first}.${`${second}`.padStart(each, '0')}`);
}

const NO_ADDRESS = { address: -1, lastAddress: -1 };

function termTest(bytes: Uint8Array): ValueTest {
  if (bytes[0]! <= KIND_IPV6) {
    return {
      test: (value, start, end) => holdsAddress(value, start, end, bytes),
      exact: addressesOf(bytes, bytes),
      ...holdingOf(bytes, bytes),
    };
  }
  return {
    test: (value, start, end) => holdsToken(value, start, end, bytes, false),
    exact: exactOf(bytes),
  };
}

/** Of numbers none is an address; of IPv4 addresses those between two terms, when these are of that kind. */
function addressesOf(from: Uint8Array, to: Uint8Array): NonNullable<ValueTest['exact']> {
  const addressOf = (term: Uint8Array) =>
    term[0] === KIND_IPV4 ? new DataView(term.buffer, term.byteOffset).getUint32(1) : -1;
  return {
    ...{ number: -1, digits: 0, value: -1 },
    ...{ address: addressOf(from), lastAddress: addressOf(to) },
  };
}

function exactOf(token: Uint8Array): NonNullable<ValueTest['exact']> {
  const text = Buffer.from(token.buffer, token.byteOffset, token.length).toString('latin1');
  if (!/^\d{1,9}$/.test(text)) return { number: -1, digits: 0, value: -1, ...NO_ADDRESS };
  const value = Number(text);
  const isCanonical = text === '0' || text[0] !== '0';
  return { number: isCanonical ? value : -1, digits: text.length, value, ...NO_ADDRESS };
}
