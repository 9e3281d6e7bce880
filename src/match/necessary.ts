import { TOKEN_BYTE, tokenize } from '../analysis/tokenizer.js';
import type { Leaf, Query } from '../query/ast.js';
import { globLiterals } from './glob.js';
import { requiredLiterals } from './required-literals.js';

/**
 * What the searched text of every piece for which a leaf holds has, in kinds of questions that an index of words knows: words,
 * prefixes, phrases, addresses, and substrings of one word. To narrow by; a leaf of these kinds is itself, and what cannot be
 * narrowed asks for all. It stands on how headers are read: a field begins and ends where words do, outside of what is cut off;
 * only at the beginning of a message a byte order mark may touch it.
 */
export function necessaryQuery(leaf: Leaf): Query {
  switch (leaf.kind) {
    case 'word':
    case 'prefix':
    case 'phrase':
    case 'address':
    case 'addresses':
      return leaf;
    case 'first': {
      const { tokens, isPrefix } = leaf;
      return phraseOf(tokens, isPrefix);
    }
    case 'substring':
      return textWithin(leaf.bytes, false, false);
    case 'regex': {
      const lists = requiredLiterals(leaf.source, leaf.ignoreCase);
      return allOf(
        lists.map((list) => anyOf(list.map((literal) => textWithin(literal, false, false)))),
      );
    }
    case 'field': {
      // A pid stands behind a bracket or a blank, a msgid behind a blank.
      const mayFollowMark = leaf.field === 'host' || leaf.field === 'app';
      return globWithin(leaf.glob, mayFollowMark);
    }
    case 'level':
    case 'source':
      return ALL;
    case 'structured':
      return allOf([
        phraseOf(tokenize(Buffer.from(leaf.id, 'utf8')), false),
        phraseOf(tokenize(Buffer.from(leaf.parameter, 'utf8')), false),
        globWithin(leaf.glob, false),
      ]);
    case 'pair': {
      const isEqual = leaf.operator === '=';
      const typed = isEqual ? `${leaf.key}=${leaf.value}` : leaf.key;
      return phraseOf(tokenize(Buffer.from(typed, 'utf8')), false);
    }
  }
}

const ALL: Query = { kind: 'all' };
const BYTE_ORDER_MARK: readonly number[] = [0xef, 0xbb, 0xbf];

/** What a text that begins and ends where words do has when a glob is all of it. */
function globWithin(glob: string, mayFollowMark: boolean): Query {
  return allOf(
    globLiterals(glob).map(({ bytes, atStart, atEnd }) => {
      const query = textWithin(bytes, atStart, atEnd);
      if (!atStart || !mayFollowMark || TOKEN_BYTE[bytes[0]!] === 0) return query;
      const behindMark = Uint8Array.from([...BYTE_ORDER_MARK, ...bytes]);
      return anyOf([query, textWithin(behindMark, true, atEnd)]);
    }),
  );
}

/**
 * What a text has that holds these bytes, in any case of ASCII letters. Their first and last words may be parts of longer ones,
 * unless the bytes are known to start, or to end, where words do.
 */
function textWithin(bytes: Uint8Array, startsWord: boolean, endsWord: boolean): Query {
  const tokens = tokenize(bytes);
  const [first] = tokens;
  if (first === undefined) return ALL;
  const isEndOpen = !endsWord && TOKEN_BYTE[bytes.at(-1)!] !== 0;
  if (startsWord || TOKEN_BYTE[bytes[0]!] === 0) return phraseOf(tokens, isEndOpen);
  const rest = phraseOf(tokens.slice(1), isEndOpen);
  const part: Query = { kind: 'substring', bytes: first };
  // One byte more says next to nothing.
  return rest.kind !== 'all' && first.length === 1 ? rest : allOf([part, rest]);
}

function phraseOf(tokens: readonly Uint8Array[], isPrefix: boolean): Query {
  const [token, ...more] = tokens;
  if (token === undefined) return ALL;
  if (more.length > 0) return { kind: 'phrase', tokens, isPrefix };
  return { kind: isPrefix ? 'prefix' : 'word', token };
}

function allOf(parts: readonly Query[]): Query {
  const some = parts.filter(({ kind }) => kind !== 'all');
  const [part, ...more] = some;
  if (part === undefined) return ALL;
  return more.length === 0 ? part : { kind: 'and', parts: some };
}

function anyOf(parts: readonly Query[]): Query {
  const [part, ...more] = parts;
  if (part === undefined || parts.some(({ kind }) => kind === 'all')) return ALL;
  return more.length === 0 ? part : { kind: 'or', parts };
}
