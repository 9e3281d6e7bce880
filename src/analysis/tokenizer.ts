/**
 * Words, as SQLite's FTS3 `simple` and FTS5 `ascii` tokenizers see them: a token is a maximal run of ASCII letters and
 * digits and of bytes >= 0x80, with ASCII letters folded to lower case.
 */

/** The folded byte of a token byte; 0 for a byte that separates tokens. */
export const TOKEN_BYTE: Uint8Array = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  const isDigit = byte >= 0x30 && byte <= 0x39;
  const isUpper = byte >= 0x41 && byte <= 0x5a;
  const isLower = byte >= 0x61 && byte <= 0x7a;
  if (isDigit || isLower || byte >= 0x80) TOKEN_BYTE[byte] = byte;
  if (isUpper) TOKEN_BYTE[byte] = byte + 0x20;
}

/** The tokens of bytes[start, end), folded, in order. Each is the caller's own. The plain form, for short texts. */
export function tokenize(bytes: Uint8Array, start = 0, end: number = bytes.length): Uint8Array[] {
  const tokens: Uint8Array[] = [];
  for (let i = start; i < end; i++) {
    if (TOKEN_BYTE[bytes[i]!] === 0) continue;
    const first = i;
    while (i < end && TOKEN_BYTE[bytes[i]!] !== 0) i++;
    tokens.push(bytes.subarray(first, i).map((byte) => TOKEN_BYTE[byte]!));
  }
  return tokens;
}

/**
 * Whether the tokens of `text` hold `phrase`'s tokens one after the other; with `isPrefix` the last one may go on. No
 * allocation for text that has none.
 */
export function containsPhrase(
  text: Uint8Array,
  phrase: readonly Uint8Array[],
  isPrefix = false,
): boolean {
  const first = phrase[0];
  if (first === undefined) return true;
  for (let i = 0; i < text.length; ) {
    if (TOKEN_BYTE[text[i]!] === 0) {
      i++;
      continue;
    }
    if (phraseEndAt(text, i, phrase, isPrefix) >= 0) return true;
    while (i < text.length && TOKEN_BYTE[text[i]!] !== 0) i++;
  }
  return false;
}

/**
 * The end of the phrase that stands at the token that starts at `start`, or -1: there stands none. With `isPrefix` its last
 * token may go on behind that end.
 */
export function phraseEndAt(
  text: Uint8Array,
  start: number,
  phrase: readonly Uint8Array[],
  isPrefix: boolean,
): number {
  let i = start;
  for (let word = 0; word < phrase.length; word++) {
    if (word > 0) {
      const gap = i;
      while (i < text.length && TOKEN_BYTE[text[i]!] === 0) i++;
      if (i === gap) return -1;
    }
    const token = phrase[word]!;
    for (let k = 0; k < token.length; k++, i++) {
      if (i >= text.length || TOKEN_BYTE[text[i]!] !== token[k]) return -1;
    }
    if (isPrefix && word === phrase.length - 1) return i;
    if (i < text.length && TOKEN_BYTE[text[i]!] !== 0) return -1;
  }
  return i;
}

/** Whether bytes[start, end) hold a token; with `isPrefix`, one that begins with it. */
export function holdsToken(
  bytes: Uint8Array,
  start: number,
  end: number,
  token: Uint8Array,
  isPrefix: boolean,
): boolean {
  const { length } = token;
  for (let i = start; i + length <= end; ) {
    if (TOKEN_BYTE[bytes[i]!] === 0) {
      i++;
      continue;
    }
    let k = 0;
    while (k < length && i + k < end && TOKEN_BYTE[bytes[i + k]!] === token[k]) k++;
    if (k === length && (isPrefix || i + k === end || TOKEN_BYTE[bytes[i + k]!] === 0)) return true;
    while (i < end && TOKEN_BYTE[bytes[i]!] !== 0) i++;
  }
  return false;
}
