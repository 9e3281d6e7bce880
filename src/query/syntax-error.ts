import { HayabusaError } from '../base/errors.js';

/**
 * A query that cannot be read, with a caret under the place. `column` counts characters from 0; the message ends with
 * the query that was probably meant, where that is plain.
 */
export function syntaxError(
  text: string,
  column: number,
  expected: string,
  message: string,
): HayabusaError {
  return new HayabusaError(`${message}\n  ${shown(text)}\n  ${caretIndent(text, column)}^`, {
    code: 'query-syntax',
    text,
    column,
    expected,
  });
}

/** What the error says of a place: people count columns from 1. */
export function at(column: number): string {
  return `at column ${column + 1}`;
}

/** The query without [start, end), its spaces drawn together there; for a correction. */
export function without(text: string, start: number, end: number): string {
  const before = text.slice(0, start).trimEnd();
  const behind = text.slice(end).trimStart();
  const isTight = before === '' || behind === '' || before.endsWith('(') || behind.startsWith(')');
  return shown(`${before}${isTight ? '' : ' '}${behind}`.trim());
}

/** One line, whatever was typed: a control character would move the caret or the cursor. */
export function shown(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be printed
  return text.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/g, ' ');
}

/** Japanese, Chinese and Korean characters are two columns wide on a terminal. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]/;

function caretIndent(text: string, column: number): string {
  let indent = '';
  for (const character of text.slice(0, column)) {
    const isWide = character.length > 1 || WIDE.test(character);
    indent += isWide ? '  ' : ' ';
  }
  return indent;
}
