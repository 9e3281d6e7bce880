import type { Lines } from './generated-lines.js';

const WORD = /[0-9A-Za-z\x80-\xff]+/g;
const UPPER = /[A-Z]+/g;

/** The plain twin of the term collector, for words: regular expressions over Latin-1 text, and a Map, sorted. */
export function plainWords({ text, starts, ends }: Lines): [string, number[]][] {
  const words = new Map<string, number[]>();
  const buffer = Buffer.from(text.buffer, text.byteOffset, text.byteLength);
  for (let message = 0; message < starts.length; message++) {
    const line = buffer.toString('latin1', starts[message], ends[message]);
    // ASCII letters alone are folded; `toLowerCase` would fold the others of Latin-1 too.
    const folded = line.replace(UPPER, (letters) => letters.toLowerCase());
    for (const word of folded.match(WORD) ?? []) {
      const messages = words.get(word);
      if (messages === undefined) words.set(word, [message]);
      else if (messages[messages.length - 1] !== message) messages.push(message);
    }
  }
  return [...words].sort(([a], [b]) => (a < b ? -1 : 1));
}
