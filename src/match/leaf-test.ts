import { holdsAddressWithin } from '../analysis/addresses.js';
import { containsPhrase, holdsToken, phraseEndAt, TOKEN_BYTE } from '../analysis/tokenizer.js';
import { assertNever } from '../base/invariant.js';
import type { Leaf } from '../query/ast.js';
import { foldedSearch } from './folded-search.js';
import { headerFieldTest } from './header-field.js';
import type { MessageView } from './message-view.js';
import { PairSearch } from './pair.js';
import { compileRegex, regexStart } from './regex.js';
import { sourceTest } from './source.js';
import { parameterTest } from './structured-data.js';

/** Whether a message, or a piece of one, is what is meant. */
export type LeafTest = (message: MessageView) => boolean;

/** The test of a leaf, by a message's bytes alone. Throws where a leaf says what cannot be tested. */
export function leafTest(leaf: Leaf): LeafTest {
  switch (leaf.kind) {
    case 'word':
    case 'prefix': {
      const { token } = leaf;
      const isPrefix = leaf.kind === 'prefix';
      return ({ text }) => holdsToken(text, 0, text.length, token, isPrefix);
    }
    case 'phrase': {
      const { tokens, isPrefix } = leaf;
      return ({ text }) => containsPhrase(text, tokens, isPrefix);
    }
    case 'first': {
      const { tokens, isPrefix } = leaf;
      return ({ text }) => phraseEndAt(text, firstToken(text), tokens, isPrefix) >= 0;
    }
    case 'address': {
      const { term } = leaf;
      return ({ text }) => holdsAddressWithin(text, 0, text.length, term, term);
    }
    case 'addresses': {
      const { from, to } = leaf;
      return ({ text }) => holdsAddressWithin(text, 0, text.length, from, to);
    }
    case 'substring': {
      const search = foldedSearch(leaf.bytes);
      return ({ text }) => search(text, 0, text.length) >= 0;
    }
    case 'regex': {
      const regex = compileRegex(leaf.source, leaf.ignoreCase);
      return (message) => regex.test(message.text, regexStart(message));
    }
    case 'field':
      return headerFieldTest(leaf.field, leaf.glob);
    case 'source': {
      const test = sourceTest(leaf.glob);
      return ({ source }) => test(source);
    }
    case 'level': {
      const { field, least, most } = leaf;
      return ({ header }) => header[field] >= 0 && header[field] >= least && header[field] <= most;
    }
    case 'structured': {
      const test = parameterTest(leaf.id, leaf.parameter, leaf.glob);
      return ({ raw, header }) =>
        header.dataEnd > header.dataStart && test(raw, header.dataStart, header.dataEnd);
    }
    case 'pair': {
      const pair = new PairSearch(leaf.key, leaf.operator, leaf.value);
      return ({ text }) => pair.test(text, 0, text.length);
    }
    default:
      return assertNever(leaf);
  }
}

/** Where a text's first token begins, or its end. */
export function firstToken(text: Uint8Array): number {
  let i = 0;
  while (i < text.length && TOKEN_BYTE[text[i]!] === 0) i++;
  return i;
}
