import { TOKEN_BYTE } from '../analysis/tokenizer.js';

const EQUALS = 0x3d;
const DOUBLE = 0x22;
const SINGLE = 0x27;
const BACKSLASH = 0x5c;
/** Keys are no longer than this: what is, is data. */
const LONGEST_KEY = 48;

const KEY: Uint8Array = TOKEN_BYTE.slice();
for (const mark of '_-.') KEY[mark.charCodeAt(0)] = 1;
/** What ends a value without quotation marks. */
const END = new Uint8Array(256);
for (const mark of ' \t\r\n,;)]}>"\'&|') END[mark.charCodeAt(0)] = 1;

/** Where a key and its value stand. */
export type PairPlace = { keyStart: number; keyEnd: number; start: number; end: number };

/**
 * Tells `visit` of the pairs `key=value` of a text, in one object that is used again: keys begin with a letter or `_`; values go
 * to the next quotation mark where they open with one, else to white space or what closes.
 */
export function eachPair(text: Uint8Array, visit: (pair: PairPlace) => void): void {
  const pair = { keyStart: 0, keyEnd: 0, start: 0, end: 0 };
  for (let at = text.indexOf(EQUALS); at >= 0; at = text.indexOf(EQUALS, at + 1)) {
    let start = at;
    while (start > 0 && KEY[text[start - 1]!] !== 0) start--;
    if (start === at || at - start > LONGEST_KEY || !mayBeginKey(text[start]!)) continue;
    pair.keyStart = start;
    pair.keyEnd = at;
    placeValue(text, at + 1, pair);
    visit(pair);
    at = Math.max(at, pair.end - 1);
  }
}

function mayBeginKey(byte: number): boolean {
  const letter = byte | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || byte === 0x5f;
}

function placeValue(text: Uint8Array, from: number, pair: PairPlace): void {
  const mark = text[from];
  if (mark === DOUBLE || mark === SINGLE) {
    for (let i = from + 1; i < text.length; i++) {
      if (text[i] === BACKSLASH) i++;
      else if (text[i] === mark) {
        pair.start = from + 1;
        pair.end = i;
        return;
      }
    }
  }
  let end = from;
  while (end < text.length && END[text[end]!] === 0) end++;
  pair.start = from;
  pair.end = end;
}
