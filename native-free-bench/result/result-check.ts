import type { Result } from './result.js';
import { QUESTIONS } from './result.js';

/** Says what a value must be, or nothing when it is. */
type Check = (value: unknown, where: string) => string | undefined;

/**
 * A value as a result, proven. Throws one sentence that says where it is none, what belongs there and what was found:
 * `run.json is no result of the benchmark: measurements[3].values: expected a list, got "12"`.
 */
export function parseResult(value: unknown, file: string): Result {
  const wrong = RESULT(value, '');
  if (wrong !== undefined) throw new Error(`${file} is no result of the benchmark: ${wrong}`);
  return value as Result;
}

const expected = (what: string, value: unknown, where: string): string =>
  `${where === '' ? 'the file' : where}: expected ${what}, got ${shown(value)}`;

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

const text: Check = (value, where) =>
  typeof value === 'string' ? undefined : expected('text', value, where);

const number: Check = (value, where) =>
  typeof value === 'number' && Number.isFinite(value)
    ? undefined
    : expected('a number', value, where);

const date: Check = (value, where) =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)
    ? undefined
    : expected('a date like 2026-11-21T10:00:00.000Z', value, where);

const oneOf =
  (...allowed: readonly (string | number)[]): Check =>
  (value, where) =>
    allowed.some((one) => one === value)
      ? undefined
      : expected(allowed.map((one) => JSON.stringify(one)).join(' or '), value, where);

const optional =
  (check: Check): Check =>
  (value, where) =>
    value === undefined ? undefined : check(value, where);

const listOf =
  (check: Check): Check =>
  (value, where) => {
    if (!Array.isArray(value)) return expected('a list', value, where);
    for (const [i, item] of value.entries()) {
      const wrong = check(item, `${where}[${i}]`);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  };

/** An object with exactly these fields: one more is a slip of whoever wrote it. */
const object =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value, where) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return expected('an object', value, where);
    const at = (field: string) => (where === '' ? field : `${where}.${field}`);
    const given = new Map<string, unknown>(Object.entries(value));
    for (const [field, check] of Object.entries(fields)) {
      const wrong = check(given.get(field), at(field));
      if (wrong !== undefined) return wrong;
    }
    for (const [field, found] of given)
      if (!(field in fields)) return expected('no such field', found, at(field));
    return undefined;
  };

const RESULT: Check = object({
  schema: oneOf(1),
  date,
  durationSeconds: number,
  command: text,
  machine: object({
    cpu: text,
    cores: number,
    memoryGiB: number,
    system: text,
    node: text,
    commit: text,
  }),
  seed: number,
  engines: listOf(
    object({
      name: text,
      family: oneOf('hayabusa', 'sqlite', 'scan', 'plain'),
      version: text,
      settings: listOf(text),
    }),
  ),
  absent: listOf(object({ name: text, why: text })),
  corpora: listOf(
    object({
      name: text,
      lines: number,
      rawBytes: number,
      textBytes: optional(number),
      hours: number,
    }),
  ),
  measurements: listOf(
    object({
      question: oneOf(...QUESTIONS),
      corpus: text,
      row: text,
      x: optional(number),
      engine: text,
      unit: text,
      better: oneOf('less', 'more'),
      values: listOf(number),
    }),
  ),
  notes: listOf(text),
});
