import { facilityName, severityName } from '../syslog/message.js';
import type { LevelField, PairOperator } from './ast.js';

/** Other names that people and programs give to levels. */
const OTHER_NAMES: Readonly<Record<LevelField, ReadonlyMap<string, string>>> = {
  severity: new Map(
    Object.entries({
      emergency: 'emerg',
      panic: 'emerg',
      critical: 'crit',
      error: 'err',
      warn: 'warning',
      information: 'info',
      informational: 'info',
    }),
  ),
  facility: new Map(Object.entries({ kernel: 'kern', security: 'auth' })),
};

/** The highest number of a level; the lowest is 0. */
export const HIGHEST: Readonly<Record<LevelField, number>> = { severity: 7, facility: 23 };

export function levelName(field: LevelField, code: number): string {
  return (field === 'severity' ? severityName(code) : facilityName(code)) ?? String(code);
}

/** The names of all levels, in order of their numbers. */
export function levelNames(field: LevelField): string[] {
  return Array.from({ length: HIGHEST[field] + 1 }, (_, code) => levelName(field, code));
}

/** The number of a level that is named, in any case, or given as a number; undefined when it is none. */
export function levelCode(field: LevelField, text: string): number | undefined {
  const lower = text.toLowerCase();
  if (/^[0-9]{1,2}$/.test(lower))
    return Number(lower) <= HIGHEST[field] ? Number(lower) : undefined;
  const name = OTHER_NAMES[field].get(lower) ?? lower;
  const code = levelNames(field).indexOf(name);
  return code < 0 ? undefined : code;
}

export type LevelRange = { readonly least: number; readonly most: number };

/**
 * The levels that a sign and a level ask for, by their numbers: `<=err` is `err` and what is worse. Those that are not
 * the level (`!=`) are up to two ranges; there may be none.
 */
export function levelRanges(
  field: LevelField,
  operator: PairOperator | ':',
  code: number,
): LevelRange[] {
  const below = { least: 0, most: code - 1 };
  const above = { least: code + 1, most: HIGHEST[field] };
  const ranges: Readonly<Record<PairOperator | ':', readonly LevelRange[]>> = {
    ':': [{ least: code, most: code }],
    '=': [{ least: code, most: code }],
    '!=': [below, above],
    '<': [below],
    '<=': [{ least: 0, most: code }],
    '>': [above],
    '>=': [{ least: code, most: HIGHEST[field] }],
  };
  return ranges[operator].filter(({ least, most }) => least <= most);
}
