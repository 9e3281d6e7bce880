/**
 * A question, independent of any index. Words are tokens as the tokenizer yields them; `text` is what was typed.
 * Byte arrays are never changed.
 */
export type Query =
  | { readonly kind: 'all' }
  | { readonly kind: 'and'; readonly parts: readonly Query[] }
  | { readonly kind: 'word'; readonly token: Uint8Array }
  | { readonly kind: 'phrase'; readonly tokens: readonly Uint8Array[] }
  | { readonly kind: 'address'; readonly term: Uint8Array };
