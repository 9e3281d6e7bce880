import { ascii } from './scan.js';

/** Words that name a severity. They stand where a host or tag belongs in many programs' logs, and are neither. */
const WORDS: readonly string[] = [
  'alert',
  'audit',
  'crit',
  'critical',
  'debug',
  'emerg',
  'emergency',
  'err',
  'error',
  'fatal',
  'fine',
  'finer',
  'finest',
  'info',
  'information',
  'informational',
  'log',
  'notice',
  'panic',
  'severe',
  'trace',
  'verbose',
  'warn',
  'warning',
];

const LONGEST = 13;
/** Words by their hash, which no two of them share. */
const BY_HASH: Map<number, Uint8Array> = new Map<number, Uint8Array>();
/** By length: a bit for each letter that a word of this length begins with. Rules out nearly every other word at once. */
const INITIALS: Int32Array = new Int32Array(LONGEST + 1);

for (let i = 0; i < WORDS.length; i++) {
  const word = ascii(WORDS[i]!);
  BY_HASH.set(hash(word, 0, word.length), word);
  INITIALS[word.length] = INITIALS[word.length]! | (1 << (word[0]! - 97));
}

function hash(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let i = start; i < end; i++) value = (Math.imul(value, 31) + (bytes[i]! | 32)) | 0;
  return value;
}

/** True when `[start, end)` is a level word, in any case. */
export function isLevelWord(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length > LONGEST) return false;
  const letter = (bytes[start]! | 32) - 97;
  if (letter >>> 0 > 25 || ((INITIALS[length]! >> letter) & 1) === 0) return false;
  const key = hash(bytes, start, end);
  if (!BY_HASH.has(key)) return false;
  const word = BY_HASH.get(key)!;
  if (word.length !== length) return false;
  for (let i = 0; i < length; i++) if ((bytes[start + i]! | 32) !== word[i]) return false;
  return true;
}
