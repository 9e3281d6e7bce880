import type { PairOperator } from './ast.js';

/** A piece of a query as typed: text[column, end). Columns count characters from 0. */
export type Lexeme = { readonly column: number; readonly end: number } & (
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  | OperatorLexeme
  | WordLexeme
  | { readonly kind: 'substring'; readonly text: string }
  | { readonly kind: 'regex'; readonly source: string; readonly ignoreCase: boolean }
  | {
      readonly kind: 'pair';
      readonly key: string;
      readonly operator: PairOperator;
      readonly value: string;
    }
  | FieldLexeme
  | ValueLexeme
);

export type OperatorName = 'AND' | 'OR' | 'NOT';

/** `isSign`: a dash before what it negates. */
export type OperatorLexeme = {
  readonly kind: 'operator';
  readonly name: OperatorName;
  readonly isSign: boolean;
  readonly column: number;
  readonly end: number;
};

/**
 * A word between spaces, or what stands between quotation marks. With `isFirst` a `^` stood before it, with `isPrefix` a star
 * behind it; neither is part of `text`.
 */
export type WordLexeme = {
  readonly kind: 'word';
  readonly text: string;
  readonly isQuoted: boolean;
  readonly isFirst: boolean;
  readonly isPrefix: boolean;
};

/**
 * A field's name and what joins it to its value; the value, or the parenthesis of a list of values, comes next. With `isKey`
 * it is a key of the text, before a list.
 */
export type FieldLexeme = {
  readonly kind: 'field';
  readonly isKey?: true;
  readonly name: string;
  readonly operator: ':' | PairOperator;
  readonly column: number;
  readonly end: number;
};

/** A value of a field as typed: a backslash still stands before what it protects, but in quotation marks it is itself. */
export type ValueLexeme = {
  readonly kind: 'value';
  readonly text: string;
  readonly isQuoted: boolean;
  readonly isPrefix: boolean;
  readonly column: number;
  readonly end: number;
};
