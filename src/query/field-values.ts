import { compareTerms, parseIpAddress, parseMacPrefix } from '../analysis/address-ranges.js';
import { formatNetworkTerm } from '../analysis/network-terms.js';
import type { LevelField, Query, TextField } from './ast.js';
import { LEVEL_FIELDS, TEXT_FIELDS } from './ast.js';
import { combine } from './combine.js';
import { globOfText, globOfValue } from './globs.js';
import { addressesOf, networkLeaf } from './leaves.js';
import { levelCode, levelName, levelNames, levelRanges } from './levels.js';
import type { FieldLexeme, ValueLexeme } from './lexeme.js';
import { bareValue } from './pairs.js';
import { at, shown, syntaxError } from './syntax-error.js';

/** What a field with a value asks for; `text` is the whole query. */
export function queryOfField(text: string, field: FieldLexeme, value: ValueLexeme): Query {
  if (value.text === '') throw emptyValue(text, field, value);
  const { name } = field;
  if (isLevelField(name)) return levelQuery(text, name, field, value);
  if (name === 'ip') return ipQuery(text, value);
  if (name === 'mac') return macQuery(text, value);
  const glob = globOf(value);
  if (name === 'source') return { kind: 'source', glob };
  if (isTextField(name)) return { kind: 'field', field: name, glob };
  const dot = name.lastIndexOf('.');
  return {
    kind: 'structured',
    id: name.slice('sd.'.length, dot),
    parameter: name.slice(dot + 1),
    glob,
  };
}

function isLevelField(name: string): name is LevelField {
  return LEVEL_FIELDS.some((field) => field === name);
}

function isTextField(name: string): name is TextField {
  return TEXT_FIELDS.some((field) => field === name);
}

function globOf({ text, isQuoted, isPrefix }: ValueLexeme): string {
  const glob = isQuoted ? globOfText(text) : globOfValue(text);
  return isPrefix ? `${glob}*` : glob;
}

function levelQuery(text: string, name: LevelField, field: FieldLexeme, value: ValueLexeme): Query {
  const isEquality = field.operator === '=' || field.operator === '!=';
  const typed = isEquality ? bareValue(value.text) : value.text;
  const codes = typed.split('-').map((part) => levelCode(name, part));
  const [code, last, ...more] = codes;
  const { operator } = field;
  if (operator === ':' && code !== undefined && last !== undefined && more.length === 0) {
    if (last < code) throw reversedLevels(text, name, value, code, last);
    return { kind: 'level', field: name, least: code, most: last };
  }
  if (code === undefined || codes.length > 1) throw unknownLevel(text, name, value);
  const ranges = levelRanges(name, operator, code);
  if (ranges.length === 0) throw noLevels(text, field, value, code);
  const levels = ranges.map((range): Query => ({ kind: 'level', field: name, ...range }));
  // Pasted from a message it is a pair, and asks for the message that it came from.
  if (operator === '=') levels.push({ kind: 'pair', key: name, operator, value: typed });
  return combine('or', levels);
}

function ipQuery(text: string, value: ValueLexeme): Query {
  const { column } = value;
  const typed = addressIn(value);
  const address = parseIpAddress(typed);
  if (address !== undefined) return { kind: 'address', term: address };
  const network = networkLeaf(text, typed, column, true);
  if (network !== undefined) return network;
  const [first = '', last = '', ...more] = typed.split('-');
  const from = parseIpAddress(first);
  const to = parseIpAddress(last);
  if (from === undefined || to === undefined || from.length !== to.length || more.length > 0)
    throw noAddress(
      text,
      value,
      'an address, a network or a range, such as 10.0.0.1, 10.0.0.0/8 or 10.0.0.1-10.0.0.20',
    );
  if (compareTerms(from, to) > 0) throw reversedRange(text, value, from, to);
  return addressesOf(from, to);
}

/** Pasted, it may have a comma behind it: `ip:10.0.0.1, intf:…`. */
function addressIn({ text }: ValueLexeme): string {
  return text.replace(/[,;]+$/, '');
}

function macQuery(text: string, value: ValueLexeme): Query {
  const typed = addressIn(value);
  const prefix = parseMacPrefix(typed);
  if (prefix !== undefined) return addressesOf(prefix.from, prefix.to);
  const [first = '', last = '', ...more] = typed.split('-');
  const from = parseMacPrefix(first)?.from;
  const to = parseMacPrefix(last)?.to;
  if (from === undefined || to === undefined || more.length > 0)
    throw noAddress(
      text,
      value,
      'a MAC address or its first three bytes or more, such as 00:11:22',
    );
  if (compareTerms(from, to) > 0) throw reversedRange(text, value, from, to);
  return addressesOf(from, to);
}

function emptyValue(text: string, field: FieldLexeme, value: ValueLexeme): Error {
  const expected = 'a value right behind it';
  const behind = text.slice(value.column).trimStart();
  const isApart = value.end === value.column && /^[^\s()]/.test(behind);
  const remedy = isApart
    ? `write ${shown(text.slice(0, field.end) + behind)}, or "${field.name}" for the word`
    : `write ${field.name}:* for any value, or "${field.name}" for the word`;
  return syntaxError(
    text,
    field.column,
    expected,
    `The field ${field.name} ${at(field.column)} has no value: expected ${expected}, got none: ${remedy}`,
  );
}

function unknownLevel(text: string, name: LevelField, { text: typed, column }: ValueLexeme): Error {
  const expected = `one of ${levelNames(name).join(', ')}, or its number`;
  const [, sign = ''] = /^([<>]=?|!?=|[!-])/.exec(typed) ?? [];
  const level = typed.slice(sign.length);
  const meant = /[!-]$/.test(sign) ? `NOT ${name}:${level}` : `${name}${typed}`;
  return syntaxError(
    text,
    column,
    expected,
    `The ${name} ${at(column)} is unknown: expected ${expected}, got ${JSON.stringify(typed)}: ` +
      (levelCode(name, level) !== undefined
        ? `write ${meant}`
        : `write ${name}:${levelName(name, 3)}, or ${name}=${typed} for what stands in the text`),
  );
}

function reversedLevels(
  text: string,
  name: LevelField,
  { text: typed, column }: ValueLexeme,
  from: number,
  to: number,
): Error {
  const expected = 'the lower number first';
  return syntaxError(
    text,
    column,
    expected,
    `The range ${at(column)} is reversed: expected ${expected} (${levelName(name, to)} is ${to}, ` +
      `${levelName(name, from)} is ${from}), got ${typed}: write ` +
      `${name}:${levelName(name, to)}-${levelName(name, from)}`,
  );
}

function noLevels(text: string, field: FieldLexeme, value: ValueLexeme, code: number): Error {
  const isLess = field.operator === '<';
  const expected = isLess ? 'a number above 0' : 'a number below the highest';
  const name = levelName(field.name as LevelField, code);
  return syntaxError(
    text,
    value.column,
    expected,
    `The ${field.name} ${at(value.column)} leaves none: expected ${expected} behind "${field.operator}", got ` +
      `${name}, which is ${code}: write ${field.name}${field.operator}=${name}`,
  );
}

function noAddress(text: string, { text: typed, column }: ValueLexeme, expected: string): Error {
  return syntaxError(
    text,
    column,
    expected,
    `The address ${at(column)} is none: expected ${expected}, got ${JSON.stringify(typed)}: ` +
      `leave the field's name out to look for the words`,
  );
}

function reversedRange(
  text: string,
  { text: typed, column, end }: ValueLexeme,
  from: Uint8Array,
  to: Uint8Array,
): Error {
  const expected = 'the lower address first';
  const range = `${formatNetworkTerm(to)}-${formatNetworkTerm(from)}`;
  return syntaxError(
    text,
    column,
    expected,
    `The range ${at(column)} is reversed: expected ${expected}, got ${typed}: ` +
      `write ${shown(text.slice(0, column) + range + text.slice(end))}`,
  );
}
