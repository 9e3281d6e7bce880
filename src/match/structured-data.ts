import { equalsFolded, fold } from './folded-search.js';
import { globTest } from './glob.js';

const OPEN = 0x5b;
const CLOSE = 0x5d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const EQUALS = 0x3d;
const SPACE = 0x20;

/** A parameter of structured data: told where its value stands, between its quotation marks. Ends the walk by returning true. */
export type ParameterVisit = (bytes: Uint8Array, start: number, end: number) => boolean;

/**
 * Walks over the parameters called `parameter` of the elements called `id`, both in lower case, in structured data of RFC
 * 5424 (`[id name="value" …]…`, in bytes[start, end)). Returns whether `visit` ended it. What is no parameter is passed over.
 */
export function findParameter(
  bytes: Uint8Array,
  start: number,
  end: number,
  id: Uint8Array,
  parameter: Uint8Array,
  visit: ParameterVisit,
): boolean {
  let i = start;
  while (i < end && bytes[i] === OPEN) {
    i++;
    if (i < end && bytes[i] === SPACE) i++;
    const idEnd = nameEnd(bytes, i, end);
    const isAsked = equalsFolded(bytes, i, idEnd, id);
    i = idEnd;
    while (i < end && bytes[i] !== CLOSE) {
      if (bytes[i] === QUOTE) {
        // A value without a name.
        i = valueEnd(bytes, i + 1, end) + 1;
        continue;
      }
      const name = i;
      i = nameEnd(bytes, i, end);
      const nameStop = i;
      if (i + 1 < end && bytes[i] === EQUALS && bytes[i + 1] === QUOTE) {
        const value = i + 2;
        const stop = valueEnd(bytes, value, end);
        if (isAsked && equalsFolded(bytes, name, nameStop, parameter) && visit(bytes, value, stop))
          return true;
        i = stop + 1;
      } else if (nameStop === name) i += isEscape(bytes, i, end) ? 2 : 1;
    }
    i++;
  }
  return false;
}

/** The test of a message's structured data. The glob is asked of the value without its escapes `\"`, `\\` and `\]`. */
export function parameterTest(
  id: string,
  parameter: string,
  glob: string,
): (bytes: Uint8Array, start: number, end: number) => boolean {
  const idBytes = fold(Buffer.from(id, 'utf8'));
  const parameterBytes = fold(Buffer.from(parameter, 'utf8'));
  const visit = valueTest(glob);
  return (bytes, start, end) => findParameter(bytes, start, end, idBytes, parameterBytes, visit);
}

/** The test of a value by a glob, its escapes undone. */
export function valueTest(glob: string): ParameterVisit {
  const test = globTest(glob);
  return (bytes, start, end) => {
    const backslash = bytes.indexOf(BACKSLASH, start);
    if (backslash < 0 || backslash >= end) return test(bytes, start, end);
    const plain = withoutEscapes(bytes, start, end);
    return test(plain, 0, plain.length);
  };
}

/** A value without its escapes. A backslash before anything else is itself. */
export function withoutEscapes(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const plain = new Uint8Array(end - start);
  let length = 0;
  for (let i = start; i < end; i++) {
    if (isEscape(bytes, i, end)) i++;
    plain[length++] = bytes[i]!;
  }
  return plain.subarray(0, length);
}

/** Whether a backslash stands at `at` that takes the meaning of what follows away. */
function isEscape(bytes: Uint8Array, at: number, end: number): boolean {
  if (bytes[at] !== BACKSLASH || at + 1 >= end) return false;
  const next = bytes[at + 1];
  return next === QUOTE || next === BACKSLASH || next === CLOSE;
}

/** The end of a name: before a space, `=`, `]`, a quotation mark or a backslash. */
function nameEnd(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  for (; i < end; i++) {
    const byte = bytes[i]!;
    if (byte <= SPACE || byte === EQUALS || byte === CLOSE || byte === QUOTE || byte === BACKSLASH)
      break;
  }
  return i;
}

/** The place of the quotation mark that closes a value, or `end`. */
function valueEnd(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  while (i < end && bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1;
  return Math.min(i, end);
}
