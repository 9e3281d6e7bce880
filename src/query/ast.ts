/**
 * A question, independent of any index. Words are tokens as the tokenizer yields them; `text` is what was typed.
 * Byte arrays are never changed. A `prefix` asks for any word that begins with its token; a phrase with `isPrefix` has
 * such a beginning as its last token.
 */
export type Query =
  | { readonly kind: 'all' }
  | { readonly kind: 'and'; readonly parts: readonly Query[] }
  | { readonly kind: 'word'; readonly token: Uint8Array }
  | { readonly kind: 'prefix'; readonly token: Uint8Array }
  | {
      readonly kind: 'phrase';
      readonly tokens: readonly Uint8Array[];
      readonly isPrefix: boolean;
    }
  | { readonly kind: 'address'; readonly term: Uint8Array };
