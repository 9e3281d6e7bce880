import { findAddresses, isOneWithin } from '../analysis/addresses.js';
import { parseAddress } from '../analysis/network-terms.js';
import { phraseEndAt, TOKEN_BYTE } from '../analysis/tokenizer.js';
import type { Leaf } from '../query/ast.js';
import { fold, foldedSearch } from './folded-search.js';
import { fieldEnd, fieldStart, headerFieldTest } from './header-field.js';
import { firstToken } from './leaf-test.js';
import type { MessageView } from './message-view.js';
import { PairSearch } from './pair.js';
import { compileRegex, regexStart } from './regex.js';
import { findParameter, valueTest } from './structured-data.js';

export type Visit = (start: number, end: number) => void;

/** Where a leaf holds: `find` tells `visit` of every place, in the searched text or else in the message. */
export type LeafSpans = {
  readonly inText: boolean;
  readonly find: (message: MessageView, visit: Visit) => void;
};

/** The longest address: IPv6 with eight groups, the last two in decimal. */
const LONGEST_ADDRESS = 45;

const COLON = 0x3a;

/**
 * Words and prefixes are whole words, a phrase goes from its first word to its last, an address has no label and no port,
 * a field and a parameter are their values, a pair is its key and value. Levels and sources stand in no text.
 */
export function leafSpans(leaf: Leaf): LeafSpans {
  switch (leaf.kind) {
    case 'word':
    case 'prefix':
      return inText((text, visit) =>
        phraseSpans(text, [leaf.token], leaf.kind === 'prefix', visit),
      );
    case 'phrase':
      return inText((text, visit) => phraseSpans(text, leaf.tokens, leaf.isPrefix, visit));
    case 'first':
      return inText((text, visit) => {
        const start = firstToken(text);
        const end = phraseEndAt(text, start, leaf.tokens, leaf.isPrefix);
        if (end >= 0) visit(start, tokenEnd(text, end));
      });
    case 'address':
      return inText((text, visit) => addressSpans(text, leaf.term, leaf.term, visit));
    case 'addresses':
      return inText((text, visit) => addressSpans(text, leaf.from, leaf.to, visit));
    case 'substring': {
      const search = foldedSearch(leaf.bytes);
      const { length } = leaf.bytes;
      return inText((text, visit) => {
        for (let at = search(text, 0, text.length); at >= 0; ) {
          visit(at, at + length);
          at = search(text, at + length, text.length);
        }
      });
    }
    case 'regex': {
      const regex = compileRegex(leaf.source, leaf.ignoreCase);
      return {
        inText: true,
        find: (message, visit) => regex.matches(message.text, regexStart(message), visit),
      };
    }
    case 'field': {
      const test = headerFieldTest(leaf.field, leaf.glob);
      return inRaw((message, visit) => {
        const { header } = message;
        if (test(message)) visit(fieldStart(header, leaf.field), fieldEnd(header, leaf.field));
      });
    }
    case 'level':
    case 'source':
      return inRaw(() => {});
    case 'structured': {
      const id = fold(Buffer.from(leaf.id, 'utf8'));
      const parameter = fold(Buffer.from(leaf.parameter, 'utf8'));
      const test = valueTest(leaf.glob);
      return inRaw(({ raw, header }, visit) => {
        findParameter(raw, header.dataStart, header.dataEnd, id, parameter, (_, start, end) => {
          if (test(raw, start, end)) visit(start, end);
          return false;
        });
      });
    }
    case 'pair': {
      const pair = new PairSearch(leaf.key, leaf.operator, leaf.value);
      return inText((text, visit) => {
        const { length } = text;
        if (!pair.test(text, 0, length)) return;
        for (let at = pair.find(text, 0, 0, length); at >= 0; ) {
          visit(at, pair.foundEnd);
          at = pair.find(text, 0, at + 1, length);
        }
      });
    }
  }
}

function inText(find: (text: Uint8Array, visit: Visit) => void): LeafSpans {
  return { inText: true, find: ({ text }, visit) => find(text, visit) };
}

function inRaw(find: (message: MessageView, visit: Visit) => void): LeafSpans {
  return { inText: false, find };
}

function phraseSpans(
  text: Uint8Array,
  tokens: readonly Uint8Array[],
  isPrefix: boolean,
  visit: Visit,
): void {
  for (let i = firstToken(text); i < text.length; ) {
    const end = phraseEndAt(text, i, tokens, isPrefix);
    if (end >= 0) visit(i, tokenEnd(text, end));
    i = tokenEnd(text, i);
    while (i < text.length && TOKEN_BYTE[text[i]!] === 0) i++;
  }
}

/** The end of the token that `at` stands in, or `at` where none goes on. */
function tokenEnd(text: Uint8Array, at: number): number {
  let i = at;
  while (i < text.length && TOKEN_BYTE[text[i]!] !== 0) i++;
  return i;
}

function addressSpans(text: Uint8Array, from: Uint8Array, to: Uint8Array, visit: Visit): void {
  findAddresses(text, 0, text.length, (terms, runStart, runEnd) => {
    if (isOneWithin(terms, from, to)) spansInRun(text, runStart, runEnd, from, to, visit);
    return false;
  });
}

/** Of a run that holds an address that is asked for: where it stands, between a label and a port. */
function spansInRun(
  text: Uint8Array,
  runStart: number,
  runEnd: number,
  from: Uint8Array,
  to: Uint8Array,
  visit: Visit,
): void {
  let isFound = false;
  for (let start = runStart; start < runEnd; start++) {
    if (start > runStart && text[start - 1] !== COLON) continue;
    for (let end = Math.min(runEnd, start + LONGEST_ADDRESS); end > start + 1; end--) {
      const typed = Buffer.from(text.buffer, text.byteOffset + start, end - start);
      const term = parseAddress(typed.toString('latin1'));
      if (term === undefined || term[0] !== from[0]) continue;
      if (Buffer.compare(term, from) < 0 || Buffer.compare(term, to) > 0) continue;
      visit(start, end);
      isFound = true;
      // Behind one MAC netfilter writes another.
      start = end;
      break;
    }
  }
  // An IPv4 address in an IPv6 one's hexadecimal digits stands nowhere by itself.
  if (!isFound) visit(runStart, runEnd);
}
