import type { Leaf } from '../query/ast.js';
import { type ByteProgram, programOfBytes, programOfRegex } from './byte-program.js';
import { parseRegex } from './regex-parser.js';
import { TextAutomaton } from './text-automaton.js';

/**
 * What decides a leaf by the pieces of a searched text; undefined where the leaf asks for something else, or is too large. To an
 * expression the text begins where `regexStart` says.
 */
export function leafAutomaton(leaf: Leaf): TextAutomaton | undefined {
  const program = programOf(leaf);
  return program && new TextAutomaton(program);
}

function programOf(leaf: Leaf): ByteProgram | undefined {
  if (leaf.kind === 'substring') return programOfBytes(leaf.bytes);
  if (leaf.kind !== 'regex') return undefined;
  return regexProgram(leaf.source, leaf.ignoreCase);
}

/** The program of an expression that RE2 has taken, for texts of ASCII. */
export function regexProgram(source: string, ignoreCase: boolean): ByteProgram | undefined {
  const node = parseRegex(source, ignoreCase);
  return node && programOfRegex(node);
}
