import { usage } from '../base/errors.js';
import type { TimeRange } from './plan.js';

const MILLIS_PER_MINUTE = 60_000;
const COMPONENTS = ['year', 'month', 'day', 'hour', 'minute'] as const;

/** Of what a clock and a calendar show. */
const RANGES: Readonly<Record<(typeof COMPONENTS)[number], { least: number; most: number }>> = {
  year: { least: 0, most: 9999 },
  month: { least: 1, most: 12 },
  day: { least: 1, most: 31 },
  hour: { least: 0, most: 23 },
  minute: { least: 0, most: 59 },
};

/** What a glob needs to know of a time zone: its offset from UTC in milliseconds at an instant. */
export type ZoneOffset = (time: number) => number;

/**
 * The minutes of local time that a path such as `2017/05/11/13/*` names, as the original's `--time`: year, month, day,
 * hour and minute, each with `*`, `?` and `[…]`; a shorter path names everything below it. Only minutes of hours that
 * have messages are looked at.
 */
export function rangesOfGlob(
  glob: string,
  hours: readonly TimeRange[],
  offsetAt: ZoneOffset,
): TimeRange[] {
  const patterns = parseGlob(glob);
  const ranges: { from: number; to: number }[] = [];
  for (const hour of hours) {
    for (let { from } = hour; from < hour.to; from += MILLIS_PER_MINUTE) {
      const local = new Date(from + offsetAt(from));
      const parts = [
        local.getUTCFullYear(),
        local.getUTCMonth() + 1,
        local.getUTCDate(),
        local.getUTCHours(),
        local.getUTCMinutes(),
      ];
      if (!patterns.every((matches, i) => matches(parts[i] ?? 0))) continue;
      const last = ranges[ranges.length - 1];
      if (last?.to === from) last.to += MILLIS_PER_MINUTE;
      else ranges.push({ from, to: from + MILLIS_PER_MINUTE });
    }
  }
  return ranges;
}

function parseGlob(glob: string): ((value: number) => boolean)[] {
  const components = glob.replace(/\/+$/, '').split('/');
  if (components.length > COMPONENTS.length || components[0] === '')
    throw usage(
      `Time pattern ${JSON.stringify(glob)} cannot be read: expected yyyy/mm/dd/hh/mm or a shorter path, ` +
        `got ${components.length} components: write for example --time '2017/05/11/13/*'`,
    );
  return components.map((component, i) => parseComponent(component, i, glob));
}

function parseComponent(
  component: string,
  index: number,
  glob: string,
): (value: number) => boolean {
  const name = COMPONENTS[index] ?? 'year';
  const width = index === 0 ? 4 : 2;
  if (component === '*') return () => true;
  if (!/^(\d|\?|\*|\[[!^]?[\d-]+\])+$/.test(component))
    throw usage(
      `Time pattern ${JSON.stringify(glob)} has no ${name} in ${JSON.stringify(component)}: ` +
        `expected ${width} digits, *, ? or [0-9]: write for example --time '2017/05/11/13/*'`,
    );
  const source = component.replaceAll('[!', '[^').replaceAll('*', '\\d*').replaceAll('?', '\\d');
  let expression: RegExp;
  try {
    expression = new RegExp(`^${source}$`);
  } catch {
    throw usage(
      `Time pattern ${JSON.stringify(glob)} has a bad range in ${JSON.stringify(component)}: expected one like [0-4]`,
    );
  }
  const accepted = new Set<number>();
  const { least, most } = RANGES[name];
  for (let value = least; value <= most; value++)
    if (expression.test(String(value).padStart(width, '0'))) accepted.add(value);
  if (accepted.size === 0)
    throw usage(
      `Time pattern ${JSON.stringify(glob)} has no ${name} in ${JSON.stringify(component)}: expected ${width} digits from ` +
        `${String(least).padStart(width, '0')} to ${most}, *, ? or [0-9]: write for example --time '2017/05/11/13/*'`,
    );
  return (value) => accepted.has(value);
}
