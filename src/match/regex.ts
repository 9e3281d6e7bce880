import { createRequire } from 'node:module';
import type { RE2JS, RE2JSException } from 're2js';
import type { HayabusaError } from '../base/errors.js';
import { shown, syntaxError } from '../query/syntax-error.js';
import { foldedSearch, type Search } from './folded-search.js';
import { regexProgram } from './leaf-automaton.js';
import type { MessageView } from './message-view.js';
import { requiredLiterals } from './required-literals.js';
import { MATCHED, TextAutomaton, UNKNOWN } from './text-automaton.js';

/**
 * A regular expression in RE2's syntax, on UTF-8: its time is linear in the text's length, whatever the expression. A byte
 * that is no UTF-8 counts as one character, U+FFFD. As in RE2, `.` is no LF, `^` and `$` are the text's ends, and `\w`, `\d`,
 * `\b` know ASCII only; `(?s)`, `(?m)` and so on change that.
 */
export interface Regex {
  /** Whether it matches somewhere in the text from `start` on, where it takes the text to begin. */
  test(text: Uint8Array, start: number): boolean;
  /** Tells `visit` of all matches that are not empty, from left to right, none of which overlap. */
  matches(text: Uint8Array, start: number, visit: (start: number, end: number) => void): void;
  /**
   * Tells `visit` of the first group of the first match, where groups have names of the first of these, and where there is none
   * of the whole match. Returns false, without a visit, when nothing matches or the group is none of the match.
   */
  capture(text: Uint8Array, start: number, visit: (start: number, end: number) => void): boolean;
}

/** Compiles an expression, or throws an error that says what of it RE2 does not read. */
export function compileRegex(source: string, ignoreCase: boolean): Regex {
  const compiled = compile(source, ignoreCase);
  const mayMatch = literalTest(requiredLiterals(source, ignoreCase));
  const program = regexProgram(source, ignoreCase);
  const automaton = program && new TextAutomaton(program);
  const named = Object.values(compiled.namedGroups());
  const group = named.length > 0 ? Math.min(...named) : Math.min(1, compiled.groupCount());
  return {
    test(text, start) {
      if (!mayMatch(text, start)) return false;
      if (automaton !== undefined) {
        const state = automaton.atEnd(automaton.run(automaton.begin, text, start, text.length));
        if (state !== UNKNOWN) return state === MATCHED;
      }
      return compiled.test(start === 0 ? text : text.subarray(start));
    },
    matches(text, start, visit) {
      const matcher = compiled.matcher(text.subarray(start));
      while (matcher.find())
        if (matcher.end() > matcher.start()) visit(start + matcher.start(), start + matcher.end());
    },
    capture(text, start, visit) {
      if (!mayMatch(text, start)) return false;
      const matcher = compiled.matcher(start === 0 ? text : text.subarray(start));
      if (!matcher.find()) return false;
      const from = matcher.start(group);
      if (from < 0) return false;
      visit(start + from, start + matcher.end(group));
      return true;
    },
  };
}

/**
 * Where an expression takes a searched text to begin: at its first byte, but where the header's prefix or time was cut off
 * there, behind the blanks that are left of it: so that `^` is where the host stands.
 */
export function regexStart({ text, header }: MessageView): number {
  const { prefixStart, prefixEnd, timeStart, timeEnd } = header;
  const isCut = (prefixStart === 0 && prefixEnd > 0) || (timeStart === 0 && timeEnd > timeStart);
  let i = 0;
  if (isCut) while (i < text.length && (text[i] === 0x20 || text[i] === 0x09)) i++;
  return i;
}

/**
 * Whether a text holds what every match has: one literal of each list. Looked for in a fifth of the automaton's time, and
 * what has none is nearly every message.
 */
function literalTest(
  lists: readonly (readonly Uint8Array[])[],
): (text: Uint8Array, start: number) => boolean {
  // One list is enough: the one whose shortest literal is longest, since long ones are rare and looked for in long steps.
  let best: readonly Uint8Array[] | undefined;
  for (const list of lists) if (best === undefined || shortest(list) > shortest(best)) best = list;
  if (best === undefined) return () => true;
  const searches: readonly Search[] = best.map(foldedSearch);
  return (text, start) => {
    for (const search of searches) if (search(text, start, text.length) >= 0) return true;
    return false;
  };
}

function shortest(list: readonly Uint8Array[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const { length } of list) if (length < least) least = length;
  return least;
}

type Library = typeof import('re2js');
let loaded: Library | undefined;

/** Loaded for the first expression: it takes as long as a small search. */
function library(): Library {
  loaded ??= createRequire(import.meta.url)('re2js') as Library;
  return loaded;
}

function compile(source: string, ignoreCase: boolean): RE2JS {
  const { RE2JS, RE2JSException } = library();
  try {
    return RE2JS.compile(source, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
  } catch (error) {
    // The stack is full: RE2 reads what is nested by calls within each other.
    if (error instanceof RangeError) throw tooDeep(source);
    if (!(error instanceof RE2JSException)) throw error;
    throw badExpression(source, error);
  }
}

function badExpression(source: string, error: RE2JSException): HayabusaError {
  const isSyntax = error instanceof library().RE2JSSyntaxException;
  const part = isSyntax ? (error.input ?? '') : '';
  const what = isSyntax ? error.error : error.message;
  const missing = missingFeature(source, part);
  const column = Math.max(0, part === '' ? source.length - 1 : source.indexOf(part));
  const expected = 'an expression in the syntax of RE2';
  const where = part === '' || part === source ? '' : ` at ${shown(part)}`;
  const got =
    missing === undefined
      ? what
      : `${missing}, which RE2 leaves out, since its time would not be linear: join queries by AND and NOT instead`;
  // Delimited as it is typed, so that the caret stands one to the right.
  return syntaxError(
    `/${source}/`,
    column + 1,
    expected,
    `The regular expression cannot be read${where}: expected ${expected}, got ${got}`,
  );
}

function tooDeep(source: string): HayabusaError {
  const expected = 'groups and repetitions that are nested a thousand deep at most';
  return syntaxError(
    '/…/',
    0,
    expected,
    `The regular expression of ${source.length} characters cannot be read: expected ${expected}, got more: ` +
      'leave out parentheses that change nothing',
  );
}

/** What other engines have and RE2 has not, where an error is about that. */
function missingFeature(source: string, part: string): string | undefined {
  const from = part === '' ? '' : source.slice(Math.max(0, source.indexOf(part)));
  if (/^\\(?:[1-9]|k)/.test(from) || from.startsWith('(?P=')) return 'a back-reference';
  if (/^\(\?<?[=!]/.test(from)) return 'a look-around';
  if (from.startsWith('(?>') || /^[*+?}]\+/.test(from)) return 'a possessive repetition';
  return undefined;
}
