/** A unit of time as it is typed in short. A month and a year are of the calendar. */
export type DurationUnit = 'ms' | 's' | 'm' | 'h' | 'd' | 'w' | 'mo' | 'y';

/** Units as people type them. */
const NAMES: readonly (readonly [RegExp, DurationUnit])[] = [
  [/^(?:ms|msecs?|milliseconds?)$/, 'ms'],
  [/^(?:s|secs?|seconds?)$/, 's'],
  [/^(?:m|mins?|minutes?)$/, 'm'],
  [/^(?:h|hrs?|hours?)$/, 'h'],
  [/^(?:d|days?)$/, 'd'],
  [/^(?:w|weeks?)$/, 'w'],
  [/^(?:mo|months?)$/, 'mo'],
  [/^(?:y|years?)$/, 'y'],
];

/** The unit that a word names, in small letters: `m` for `5m`, `5 min` and `5 minutes`; undefined when it is none. */
export function unitNamed(word: string): DurationUnit | undefined {
  return NAMES.find(([names]) => names.test(word))?.[1];
}

/** How long each unit is that is always as long. */
export const UNIT_MILLIS: Readonly<Record<Exclude<DurationUnit, 'mo' | 'y'>, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
