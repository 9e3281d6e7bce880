import { LEVEL_FIELDS, TEXT_FIELDS } from './ast.js';
import type { FieldLexeme } from './lexeme.js';
import { isBoundary } from './word-scan.js';

/** Fields by name. Only these take a colon: any other word with one is a phrase, as pasted text has it. */
const NAMES = [...TEXT_FIELDS, ...LEVEL_FIELDS, 'ip', 'mac'].join('|');

/** Of structured data the parameter is what stands behind the last dot; the rest is the element's id. */
const STRUCTURED = String.raw`sd\.[^\s:()"]+\.[^\s:()".]+`;
const COLON = new RegExp(`(${NAMES}|${STRUCTURED}):`, 'y');
const LEVEL = new RegExp(`(${LEVEL_FIELDS.join('|')})(<=|>=|!=|<|>|=)`, 'y');

/**
 * The name of a field at `start` with its colon, or that of a level with its sign. With a sign and quotation marks, or
 * with nothing behind the sign, it is a key of the text.
 */
export function fieldAt(
  text: string,
  start: number,
): (FieldLexeme & { kind: 'field' }) | undefined {
  COLON.lastIndex = start;
  const field = COLON.exec(text);
  if (field !== null) return lexeme(field, start);
  LEVEL.lastIndex = start;
  const level = LEVEL.exec(text);
  if (level === null) return undefined;
  const end = start + level[0].length;
  return text[end] === '"' || isBoundary(text, end) ? undefined : lexeme(level, start);
}

function lexeme([all, name = '', operator]: RegExpExecArray, column: number): FieldLexeme {
  return {
    kind: 'field',
    name,
    operator: (operator ?? ':') as FieldLexeme['operator'],
    column,
    end: column + all.length,
  };
}
