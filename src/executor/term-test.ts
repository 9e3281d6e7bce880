import { holdsAddress } from '../analysis/addresses.js';
import { KIND_IPV6 } from '../analysis/network-terms.js';
import { containsPhrase, holdsToken } from '../analysis/tokenizer.js';
import { assertNever } from '../base/invariant.js';
import type { ValueTest } from '../column/column-reader.js';
import type { Query } from '../query/ast.js';
import { Header, parseHeader, resetHeader } from '../syslog/header.js';
import { searchedText } from '../syslog/searched-text.js';

/** A term that a message must hold, or, as a prefix, the beginning of some word of it. */
export type AskedTerm = {
  readonly bytes: Uint8Array;
  readonly isPrefix: boolean;
  readonly test: ValueTest;
};

type Phrase = Extract<Query, { kind: 'phrase' }>;

/** What the index is asked of a query, and what has to be verified on the messages that it finds. */
export type Asked = { readonly terms: readonly AskedTerm[]; readonly phrases: readonly Phrase[] };

export function askedOf(query: Query): Asked {
  switch (query.kind) {
    case 'all':
      return { terms: [], phrases: [] };
    case 'and': {
      const parts = query.parts.map(askedOf);
      return {
        terms: parts.flatMap(({ terms }) => terms),
        phrases: parts.flatMap(({ phrases }) => phrases),
      };
    }
    case 'word':
      return { terms: [askedTerm(query.token, false)], phrases: [] };
    case 'prefix':
      return { terms: [askedTerm(query.token, true)], phrases: [] };
    case 'phrase': {
      const last = query.tokens.length - 1;
      return {
        terms: query.tokens.map((token, i) => askedTerm(token, query.isPrefix && i === last)),
        phrases: [query],
      };
    }
    case 'address':
      return { terms: [askedTerm(query.term, false)], phrases: [] };
    default:
      return assertNever(query);
  }
}

/** Above every number of a column. */
const NO_NUMBER = -1;

function askedTerm(bytes: Uint8Array, isPrefix: boolean): AskedTerm {
  if (bytes[0]! <= KIND_IPV6)
    return {
      bytes,
      isPrefix,
      test: {
        test: (value, start, end) => holdsAddress(value, start, end, bytes),
        number: NO_NUMBER,
      },
    };
  return {
    bytes,
    isPrefix,
    test: {
      test: (value, start, end) => holdsToken(value, start, end, bytes, isPrefix),
      number: isPrefix ? Number.NaN : numberOf(bytes),
    },
  };
}

/** The only number whose digits are the token; NO_NUMBER when there is none. */
function numberOf(token: Uint8Array): number {
  const text = Buffer.from(token.buffer, token.byteOffset, token.length).toString('latin1');
  return /^(?:0|[1-9]\d{0,8})$/.test(text) ? Number(text) : NO_NUMBER;
}

const header = new Header();

/** Whether a message answers what is asked, seen by its bytes alone. */
export function answersInText(
  raw: Uint8Array,
  isPiece: boolean,
  { terms, phrases }: Asked,
): boolean {
  if (isPiece) resetHeader(header, 0);
  else parseHeader(raw, 0, raw.length, header);
  const text = searchedText(raw, 0, raw.length, header);
  return (
    terms.every(({ test }) => test.test(text, 0, text.length)) &&
    phrases.every(({ tokens, isPrefix }) => containsPhrase(text, tokens, isPrefix))
  );
}
