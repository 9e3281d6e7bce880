import { parseAddress } from '../analysis/network-terms.js';
import { tokenize } from '../analysis/tokenizer.js';
import type { Query } from './ast.js';
import { lex, syntaxError } from './lexer.js';

/**
 * Reads a query: words by juxtaposition, all of which a message must hold; `"…"` is a phrase; a word with punctuation
 * inside is a phrase too; a word that is an IPv4, IPv6 or MAC address is looked up as an address; a star behind a word
 * or a phrase leaves the end of its last token open, as SQLite's FTS5 has it. Marks without a letter or digit say nothing
 * and are passed over. No words at all ask for every message.
 */
export function parseQuery(text: string): Query {
  const lexemes = lex(text);
  const parts: Query[] = [];
  for (const lexeme of lexemes) {
    const { quoted, isPrefix } = lexeme;
    const address = quoted || isPrefix ? undefined : parseAddress(lexeme.text);
    if (address !== undefined) parts.push({ kind: 'address', term: address });
    else parts.push(...phraseOf(lexeme.text, isPrefix));
  }
  return conjunction(text, parts);
}

/** The whole text as one phrase: the original's `-e`. A star is punctuation. */
export function parsePhrase(text: string): Query {
  return conjunction(text, phraseOf(text, false));
}

function phraseOf(text: string, isPrefix: boolean): Query[] {
  const tokens = tokenize(Buffer.from(text, 'utf8'));
  const [token, ...more] = tokens;
  if (token === undefined) return [];
  if (more.length > 0) return [{ kind: 'phrase', tokens, isPrefix }];
  return [{ kind: isPrefix ? 'prefix' : 'word', token }];
}

function conjunction(text: string, parts: readonly Query[]): Query {
  const [part, ...more] = parts;
  if (part !== undefined) return more.length === 0 ? part : { kind: 'and', parts };
  if (text.trim() === '') return { kind: 'all' };
  const expected = 'a letter or a digit';
  throw syntaxError(
    text,
    0,
    expected,
    `The query has nothing to look for: expected ${expected}, got only punctuation: ` +
      'add a word, or leave the query out to get every message',
  );
}
