/** What clocks show. */
export type ClockTime = {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
};

export const MIDNIGHT: ClockTime = { hour: 0, minute: 0, second: 0, millisecond: 0 };

/**
 * `10:00`, `10:00:30`, `10:00:30.5`, `9am`, `9:30 pm`; `24:00` is the end of a day. Undefined for what is none, or no time of
 * day.
 */
export function readClockTime(text: string): ClockTime | undefined {
  const match = /^(\d{1,2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?(?: ?([ap])\.?m\.?)?$/i.exec(
    text,
  );
  const half = match?.[5]?.toLowerCase();
  if (match === null || (match[2] === undefined && half === undefined)) return undefined;
  const hour = Number(match[1]);
  if (half !== undefined && (hour < 1 || hour > 12)) return undefined;
  const clock = {
    hour: half === undefined ? hour : (hour % 12) + (half === 'p' ? 12 : 0),
    minute: Number(match[2] ?? 0),
    second: Number(match[3] ?? 0),
    millisecond: Number((match[4] ?? '').padEnd(3, '0').slice(0, 3)),
  };
  return isTimeOfDay(clock) ? clock : undefined;
}

/** Whether clocks show such a time, or it is 24:00. */
export function isTimeOfDay({ hour, minute, second, millisecond }: ClockTime): boolean {
  if (hour === 24) return minute === 0 && second === 0 && millisecond === 0;
  return hour < 24 && minute < 60 && second < 60;
}
