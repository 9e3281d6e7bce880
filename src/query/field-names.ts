import { LEVEL_FIELDS, type LevelField, TEXT_FIELDS } from './ast.js';
import { levelCode } from './levels.js';
import type { FieldLexeme } from './lexeme.js';
import { bareValue } from './pairs.js';
import { isBoundary, wordEnd } from './word-scan.js';

/** Fields by name. Only these take a colon: any other word with one is a phrase, as pasted text has it. */
export const FIELD_NAMES: readonly string[] = [
  ...TEXT_FIELDS,
  ...LEVEL_FIELDS,
  'source',
  'ip',
  'mac',
];

/** Of structured data the parameter is what stands behind the last dot; the rest is the element's id. */
const STRUCTURED = String.raw`sd\.[^\s:()"]+\.[^\s:()".]+`;
const COLON = new RegExp(`(${FIELD_NAMES.join('|')}|${STRUCTURED}):`, 'y');
const LEVEL = new RegExp(`(${LEVEL_FIELDS.join('|')})(<=|>=|!=|<|>|=)`, 'y');

/**
 * The name of a field at `start` with its colon, or that of a level with its sign. What has nothing behind the sign, or quotation
 * marks, or with `=` and `!=` what is no level, is none: a key of the text, or a word.
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
  if (text[end] === '"' || isBoundary(text, end)) return undefined;
  const isEquality = level[2] === '=' || level[2] === '!=';
  if (isEquality && text[end] !== '(') {
    const value = bareValue(text.slice(end, wordEnd(text, end)));
    if (levelCode(level[1] as LevelField, value) === undefined) return undefined;
  }
  return lexeme(level, start);
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
