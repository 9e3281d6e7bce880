import { holdsAddress, holdsAddressWithin } from '../analysis/addresses.js';
import { KIND_IPV4, KIND_IPV6 } from '../analysis/network-terms.js';
import { holdsToken } from '../analysis/tokenizer.js';
import type { ValueTest } from '../column/column.js';
import { foldedSearch } from '../match/folded-search.js';
import type { Lookup } from '../planner/lookup.js';

/** Whether a value, or a literal, holds a term that a lookup asks for: what its units promise, for one row. */
export function valueTest(lookup: Lookup): ValueTest {
  switch (lookup.kind) {
    case 'term':
      return termTest(lookup.bytes);
    case 'prefix':
      return {
        test: (bytes, start, end) => holdsToken(bytes, start, end, lookup.bytes, true),
        word: { bytes: lookup.bytes, isPrefix: true },
      };
    case 'range':
      return {
        test: (bytes, start, end) => holdsAddressWithin(bytes, start, end, lookup.from, lookup.to),
        exact: addressesOf(lookup.from, lookup.to),
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

const NO_ADDRESS = { address: -1, lastAddress: -1 };

function termTest(bytes: Uint8Array): ValueTest {
  if (bytes[0]! <= KIND_IPV6) {
    return {
      test: (value, start, end) => holdsAddress(value, start, end, bytes),
      exact: addressesOf(bytes, bytes),
    };
  }
  return {
    test: (value, start, end) => holdsToken(value, start, end, bytes, false),
    exact: exactOf(bytes),
    word: { bytes, isPrefix: false },
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
