const encoder = new TextEncoder();

/** The bytes of a text, as a plain array: a `Buffer` would be a second kind in the loops that compare them. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}
