import type { Corpus } from '../corpus/corpus.js';

const FIRST_HIGH_BYTE = 0x80;

/** Which words a corpus holds, and in how many lines each occurs. Made by a plain scan of the text. */
export class Vocabulary {
  readonly #counts = new Map<string, { lines: number; last: number }>();

  constructor(corpus: Corpus) {
    const { text, offsets } = corpus;
    for (let line = 0; line < corpus.lines; line++)
      for (const word of wordsIn(text, offsets[line]!, offsets[line + 1]!)) {
        const entry = this.#counts.get(word);
        if (entry === undefined) this.#counts.set(word, { lines: 1, last: line });
        else if (entry.last !== line) {
          entry.lines++;
          entry.last = line;
        }
      }
  }

  /** How many lines hold a word. */
  count(word: string): number {
    return this.#counts.get(word)?.lines ?? 0;
  }

  /** All words with their counts; of each, the last line that holds it. */
  *entries(): Generator<{ word: string; lines: number; last: number }> {
    for (const [word, { lines, last }] of this.#counts) yield { word, lines, last };
  }
}

/** The words of a stretch of text in order, lower case; bytes over 127 belong to words, as Latin-1 characters. */
export function wordsIn(text: Buffer, start: number, end: number): string[] {
  const words: string[] = [];
  let from = -1;
  for (let i = start; i <= end; i++) {
    if (i < end && isWordByte(text[i]!)) {
      if (from < 0) from = i;
    } else if (from >= 0) {
      words.push(
        text.toString('latin1', from, i).replace(/[A-Z]+/g, (upper) => upper.toLowerCase()),
      );
      from = -1;
    }
  }
  return words;
}

function isWordByte(byte: number): boolean {
  if (byte >= FIRST_HIGH_BYTE) return true;
  const letter = byte | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || (byte >= 0x30 && byte <= 0x39);
}
