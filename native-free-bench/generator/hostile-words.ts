import type { LineWriter } from './line-writer.js';
import type { Random } from './random.js';

const CONSONANTS = 'bcdfghjklmnprstvwz';
const VOWELS = 'aeiou';
const BASE_64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const LETTERS = 26;
const FRESH_LETTERS = 7;
const FRESH_WORDS = LETTERS ** FRESH_LETTERS;
/** A prime, no divisor of FRESH_WORDS: every word comes once before one comes again. */
const FRESH_STEP = 1_000_003;

/** A word of one to four syllables, the shorter the more often: 90 of one, 65 million of four. */
export function randomWord(random: Random): string {
  let word = '';
  for (let syllable = 0; syllable === 0 || (syllable < 4 && !random.oneIn(3)); syllable++)
    word += CONSONANTS[random.below(CONSONANTS.length)]! + VOWELS[random.below(VOWELS.length)]!;
  return word;
}

/** A word as programs write them: plain, `Capital`, `camelCase`, `UPPER`, with digits behind it or amid it. */
export function randomName(random: Random): string {
  const word = randomWord(random);
  switch (random.below(8)) {
    case 0:
      return capital(word);
    case 1:
      return word + capital(randomWord(random));
    case 2:
      return word.toUpperCase();
    case 3:
      return `${word}${random.below(1000)}`;
    case 4:
      return `${word}-${random.below(100)}${randomWord(random)}`;
    default:
      return word;
  }
}

export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Words of seven letters of which no two are alike, neighbours with nothing in common: eight thousand million of them. */
export class FreshWords {
  readonly #first: number;
  #count = 0;

  constructor(random: Random) {
    this.#first = random.next();
  }

  get count(): number {
    return this.#count;
  }

  next(): string {
    let rest = (this.#first + this.#count++ * FRESH_STEP) % FRESH_WORDS;
    let word = '';
    for (let letter = 0; letter < FRESH_LETTERS; letter++) {
      // The letter that changes fastest comes first: sorted neighbours share least.
      word += String.fromCharCode(97 + (rest % LETTERS));
      rest = Math.floor(rest / LETTERS);
    }
    return word;
  }
}

/** So many characters of base64, padded now and then. */
export function writeBase64(out: LineWriter, random: Random, length: number): void {
  let text = '';
  for (let i = 0; i < length; i++) text += BASE_64[random.next() >>> 26]!;
  out.text(text);
  if (random.oneIn(2)) out.text('==');
}
