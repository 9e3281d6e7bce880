import { TOKEN_BYTE } from '../analysis/tokenizer.js';

/**
 * Whether a phrase may begin in a text and go on behind its end: whether its last tokens are the first ones of the phrase, but
 * not all of them.
 */
export function mayBeginIn(
  bytes: Uint8Array,
  start: number,
  end: number,
  phrase: readonly Uint8Array[],
): boolean {
  for (let count = 1; count < phrase.length; count++)
    if (endsWith(bytes, start, end, phrase, count)) return true;
  return false;
}

/** Whether a phrase may end in a text and have begun before it: likewise. */
export function mayEndIn(
  bytes: Uint8Array,
  start: number,
  end: number,
  phrase: readonly Uint8Array[],
): boolean {
  for (let from = 1; from < phrase.length; from++)
    if (beginsWith(bytes, start, end, phrase, from)) return true;
  return false;
}

/** Whether the last tokens of a text are phrase[0, count). */
function endsWith(
  bytes: Uint8Array,
  start: number,
  end: number,
  phrase: readonly Uint8Array[],
  count: number,
): boolean {
  let i = end - 1;
  for (let word = count - 1; word >= 0; word--) {
    while (i >= start && TOKEN_BYTE[bytes[i]!] === 0) i--;
    const token = phrase[word]!;
    for (let k = token.length - 1; k >= 0; k--, i--)
      if (i < start || TOKEN_BYTE[bytes[i]!] !== token[k]) return false;
    if (i >= start && TOKEN_BYTE[bytes[i]!] !== 0) return false;
  }
  return true;
}

/** Whether the first tokens of a text are phrase[from, …). */
function beginsWith(
  bytes: Uint8Array,
  start: number,
  end: number,
  phrase: readonly Uint8Array[],
  from: number,
): boolean {
  let i = start;
  for (let word = from; word < phrase.length; word++) {
    while (i < end && TOKEN_BYTE[bytes[i]!] === 0) i++;
    const token = phrase[word]!;
    for (let k = 0; k < token.length; k++, i++)
      if (i >= end || TOKEN_BYTE[bytes[i]!] !== token[k]) return false;
    if (i < end && TOKEN_BYTE[bytes[i]!] !== 0) return false;
  }
  return true;
}
