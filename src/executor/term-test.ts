import { holdsAddress } from '../analysis/addresses.js';
import { KIND_IPV4, KIND_IPV6 } from '../analysis/network-terms.js';
import { containsPhrase, holdsToken } from '../analysis/tokenizer.js';
import type { ValueTest } from '../column/column-reader.js';
import type { Query } from '../query/ast.js';
import { Header, parseHeader, resetHeader } from '../syslog/header.js';
import { searchedText } from '../syslog/searched-text.js';
import { mayBeginIn, mayEndIn } from './phrase-ends.js';

/** A term that a message must hold, or, as a prefix, the beginning of some word of it. */
export type AskedTerm = {
  readonly bytes: Uint8Array;
  readonly isPrefix: boolean;
  readonly test: ValueTest;
};

/**
 * A phrase that the words alone do not prove. Its words are the terms [first, first + tokens.length); `test` is whether one
 * value, or one literal, holds all of it.
 */
export type AskedPhrase = {
  readonly tokens: readonly Uint8Array[];
  readonly isPrefix: boolean;
  readonly first: number;
  readonly test: ValueTest;
  /** Whether the phrase may begin in a value or literal and go on behind it; or end in one, having begun before. */
  readonly beginsIn: ValueTest;
  readonly endsIn: ValueTest;
};

/** What the index is asked of a query, and what has to be verified on the messages that it finds. */
export type Asked = {
  readonly terms: readonly AskedTerm[];
  readonly phrases: readonly AskedPhrase[];
};

export function askedOf(query: Query): Asked {
  const terms: AskedTerm[] = [];
  const phrases: AskedPhrase[] = [];
  const add = (part: Query): void => {
    switch (part.kind) {
      case 'all':
        return;
      case 'and':
        part.parts.forEach(add);
        return;
      case 'word':
        terms.push(askedTerm(part.token, false));
        return;
      case 'prefix':
        terms.push(askedTerm(part.token, true));
        return;
      case 'phrase': {
        const { tokens, isPrefix } = part;
        const test = (bytes: Uint8Array, start: number, end: number) =>
          containsPhrase(bytes.subarray(start, end), tokens, isPrefix);
        phrases.push({
          tokens,
          isPrefix,
          first: terms.length,
          test: { test },
          beginsIn: { test: (bytes, start, end) => mayBeginIn(bytes, start, end, tokens) },
          endsIn: { test: (bytes, start, end) => mayEndIn(bytes, start, end, tokens) },
        });
        tokens.forEach((token, i) => {
          terms.push(askedTerm(token, isPrefix && i === tokens.length - 1));
        });
        return;
      }
      case 'address':
        terms.push(askedTerm(part.term, false));
        return;
      default:
        throw new Error(`not searched yet: ${part.kind}`);
    }
  };
  add(query);
  return { terms, phrases };
}

function askedTerm(bytes: Uint8Array, isPrefix: boolean): AskedTerm {
  if (bytes[0]! <= KIND_IPV6) {
    const address =
      bytes[0] === KIND_IPV4 ? new DataView(bytes.buffer, bytes.byteOffset).getUint32(1) : -1;
    return {
      bytes,
      isPrefix,
      test: {
        test: (value, start, end) => holdsAddress(value, start, end, bytes),
        exact: { number: -1, digits: 0, value: -1, address },
      },
    };
  }
  const test = (value: Uint8Array, start: number, end: number) =>
    holdsToken(value, start, end, bytes, isPrefix);
  return { bytes, isPrefix, test: isPrefix ? { test } : { test, exact: exactOf(bytes) } };
}

function exactOf(token: Uint8Array): NonNullable<ValueTest['exact']> {
  const text = Buffer.from(token.buffer, token.byteOffset, token.length).toString('latin1');
  if (!/^\d{1,9}$/.test(text)) return { number: -1, digits: 0, value: -1, address: -1 };
  const value = Number(text);
  const isCanonical = text === '0' || text[0] !== '0';
  return { number: isCanonical ? value : -1, digits: text.length, value, address: -1 };
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
