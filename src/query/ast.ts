/**
 * A question, independent of any index, as plain data. Words are tokens as the tokenizer yields them; byte arrays are never
 * changed. What a message must hold is looked for in its searched text, fields in its header.
 */
export type Query =
  | { readonly kind: 'all' }
  /** Two parts or more. */
  | { readonly kind: 'and'; readonly parts: readonly Query[] }
  | { readonly kind: 'or'; readonly parts: readonly Query[] }
  | { readonly kind: 'not'; readonly part: Query }
  | Leaf;

/** A question that is not made of others. */
export type Leaf =
  | { readonly kind: 'word'; readonly token: Uint8Array }
  /** Any word that begins with the token. */
  | { readonly kind: 'prefix'; readonly token: Uint8Array }
  /** Words one after the other; with `isPrefix` the last may go on. */
  | { readonly kind: 'phrase'; readonly tokens: readonly Uint8Array[]; readonly isPrefix: boolean }
  /** Likewise, one word or more, and the text begins with them. */
  | { readonly kind: 'first'; readonly tokens: readonly Uint8Array[]; readonly isPrefix: boolean }
  /** A network term (analysis/network-terms.ts). */
  | { readonly kind: 'address'; readonly term: Uint8Array }
  /** Any address between two network terms of one kind, both included. */
  | { readonly kind: 'addresses'; readonly from: Uint8Array; readonly to: Uint8Array }
  /** Bytes anywhere, in any case of ASCII letters; lower case here. Never empty. */
  | { readonly kind: 'substring'; readonly bytes: Uint8Array }
  /** A regular expression in RE2's syntax. */
  | { readonly kind: 'regex'; readonly source: string; readonly ignoreCase: boolean }
  /** A field of the header, by a glob: any case, `*` any text, `?` a character, `\` before one that is meant itself. */
  | { readonly kind: 'field'; readonly field: TextField; readonly glob: string }
  /** The file or peer that it came from, by a glob as above; without a slash in it, also the last part of a path. */
  | { readonly kind: 'source'; readonly glob: string }
  /** A level of the header, as its number, within [least, most]. */
  | {
      readonly kind: 'level';
      readonly field: LevelField;
      readonly least: number;
      readonly most: number;
    }
  /** A parameter of an element of RFC 5424's structured data; any case, a glob as above. */
  | {
      readonly kind: 'structured';
      readonly id: string;
      readonly parameter: string;
      readonly glob: string;
    }
  /** `key=value` in the text: the key and, for `=` and `!=`, the value in any case; else numbers. */
  | {
      readonly kind: 'pair';
      readonly key: string;
      readonly operator: PairOperator;
      readonly value: string;
    };

export type TextField = 'host' | 'app' | 'pid' | 'msgid';
export type LevelField = 'severity' | 'facility';
export type PairOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';

export const TEXT_FIELDS: readonly TextField[] = ['host', 'app', 'pid', 'msgid'];
export const LEVEL_FIELDS: readonly LevelField[] = ['severity', 'facility'];
