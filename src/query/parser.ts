import type { Query } from './ast.js';
import { combine, negate } from './combine.js';
import { queryOfField } from './field-values.js';
import { leafOfWord, phraseOf } from './leaves.js';
import type { FieldLexeme, Lexeme, OperatorLexeme, OperatorName } from './lexeme.js';
import { lex } from './lexer.js';
import { nothingBefore, nothingBehind, nothingInside, onlyMarks } from './operator-errors.js';
import { pairOfList } from './pairs.js';
import { queryOfLine } from './pasted-line.js';
import { utf8 } from './utf8.js';

/**
 * Reads a query. Words side by side, or joined by `AND`, must all be there; `OR` asks for either side, `NOT` or a `-` before
 * something for its absence. NOT binds before AND, AND before OR; parentheses say otherwise. Marks without a letter or
 * digit say nothing and are passed over; no words at all ask for every message. A whole line of a log asks for the
 * messages that hold its words, whatever its marks mean elsewhere.
 */
export function parseQuery(text: string): Query {
  const line = queryOfLine(text);
  if (line !== undefined) return line;
  return whole(text, new Parser(text).run());
}

/** The whole text as one phrase: the original's `-e`. A star is punctuation. */
export function parsePhrase(text: string): Query {
  return whole(text, phraseOf(text, false));
}

function whole(text: string, query: Query | undefined): Query {
  if (query !== undefined) return query;
  if (/^\s*\*?\s*$/.test(text)) return { kind: 'all' };
  throw onlyMarks(text);
}

/** Undefined stands for what says nothing. Recursion is as deep as parentheses are, which the lexer bounds. */
class Parser {
  readonly #text: string;
  readonly #lexemes: readonly Lexeme[];
  #next = 0;

  constructor(text: string) {
    this.#text = text;
    this.#lexemes = lex(text);
  }

  run(): Query | undefined {
    return this.#either(undefined);
  }

  /** `field`: that of the list of values which this is part of. */
  #either(field: FieldLexeme | undefined): Query | undefined {
    const parts: Query[] = [];
    let before: OperatorLexeme | undefined;
    for (;;) {
      const part = this.#all(field);
      const or = this.#operator('OR');
      if (part !== undefined) parts.push(part);
      else if (before !== undefined) throw nothingBehind(this.#text, before);
      else if (or !== undefined) throw nothingBefore(this.#text, or);
      if (or === undefined) return parts.length === 0 ? undefined : combine('or', parts);
      before = or;
    }
  }

  #all(field: FieldLexeme | undefined): Query | undefined {
    const parts: Query[] = [];
    let isFirst = true;
    for (let lexeme = this.#peek(); lexeme !== undefined; lexeme = this.#peek()) {
      if (lexeme.kind === 'close' || (lexeme.kind === 'operator' && lexeme.name === 'OR')) break;
      const and = this.#operator('AND');
      if (and !== undefined) {
        if (isFirst) throw nothingBefore(this.#text, and);
        this.#expectOperand(and);
      }
      const part = this.#negated(field);
      if (part !== undefined) parts.push(part);
      isFirst = false;
    }
    return parts.length === 0 ? undefined : combine('and', parts);
  }

  #negated(field: FieldLexeme | undefined): Query | undefined {
    let isNegated = false;
    for (let not = this.#operator('NOT'); not !== undefined; not = this.#operator('NOT')) {
      this.#expectOperand(not);
      isNegated = !isNegated;
    }
    const query = this.#operand(field);
    return query !== undefined && isNegated ? negate(query) : query;
  }

  #operand(field: FieldLexeme | undefined): Query | undefined {
    const lexeme = this.#lexemes[this.#next++];
    switch (lexeme?.kind) {
      case 'open': {
        if (field !== undefined && this.#peek()?.kind === 'close')
          throw nothingInside(this.#text, lexeme);
        const query = this.#either(field);
        this.#next++;
        return query;
      }
      case 'word':
        return leafOfWord(this.#text, lexeme, lexeme.column);
      case 'substring':
        return { kind: 'substring', bytes: lowerCase(lexeme.text) };
      case 'regex':
        return { kind: 'regex', source: lexeme.source, ignoreCase: lexeme.ignoreCase };
      case 'pair': {
        const { key, operator, value } = lexeme;
        return { kind: 'pair', key, operator, value };
      }
      case 'field':
        return this.#operand(lexeme);
      case 'value':
        if (field?.isKey) return pairOfList(this.#text, field, lexeme);
        if (field !== undefined) return queryOfField(this.#text, field, lexeme);
    }
    throw new Error(`No operand: ${lexeme?.kind}`);
  }

  /** Refuses an operator with nothing that it could join or negate behind it. */
  #expectOperand(operator: OperatorLexeme): void {
    const next = this.#peek();
    const isNone = next === undefined || next.kind === 'close';
    if (isNone || (next.kind === 'operator' && next.name !== 'NOT'))
      throw nothingBehind(this.#text, operator);
  }

  #peek(): Lexeme | undefined {
    return this.#lexemes[this.#next];
  }

  #operator(name: OperatorName): OperatorLexeme | undefined {
    const lexeme = this.#peek();
    if (lexeme?.kind !== 'operator' || lexeme.name !== name) return undefined;
    this.#next++;
    return lexeme;
  }
}

function lowerCase(text: string): Uint8Array {
  return utf8(text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()));
}
