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

const BY_HASH: ReadonlyMap<number, Uint8Array> = new Map(
  WORDS.map((word) => [hash(ascii(word), 0, word.length), ascii(word)]),
);
const SHORTEST = 3;
const LONGEST = 13;

function hash(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let i = start; i < end; i++) value = (Math.imul(value, 31) + (bytes[i]! | 32)) | 0;
  return value;
}

/** True when `[start, end)` is a level word, in any case. */
export function isLevelWord(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length < SHORTEST || length > LONGEST) return false;
  const word = BY_HASH.get(hash(bytes, start, end));
  if (word === undefined || word.length !== length) return false;
  for (let i = 0; i < length; i++) if ((bytes[start + i]! | 32) !== word[i]) return false;
  return true;
}
