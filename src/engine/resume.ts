import { isHayabusaError } from '../base/errors.js';
import type { InputProgress } from '../catalog/catalog-format.js';
import type { Input } from '../input/input.js';

const LF = 0x0a;

/**
 * Where reading goes on of an input that was read `before`. One that ended inside a line, or inside a counted message, and has
 * grown since, goes on with the beginning of that: the rest of a line is no message. When only its LF was missing, behind that.
 */
export async function resumedFrom(
  input: Input,
  before: InputProgress,
  framing: 'newline' | 'octet',
): Promise<InputProgress> {
  const { offset, unended } = before;
  const next = unended === 0 ? undefined : await byteAt(input, offset);
  if (next === undefined) return before;
  const isWhole = framing === 'newline' && next === LF;
  const goOn = { continuing: false, rest: 0, unended: 0 };
  return { ...before, ...goOn, offset: isWhole ? offset + 1 : offset - unended };
}

/** A byte of an input's content; undefined when it is shorter, or cannot be read so far: whoever reads it says so. */
async function byteAt(input: Input, offset: number): Promise<number | undefined> {
  try {
    for await (const [first] of input.chunks(offset)) if (first !== undefined) return first;
  } catch (error) {
    if (!isHayabusaError(error, 'input')) throw error;
  }
  return undefined;
}
