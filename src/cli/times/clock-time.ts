/** What clocks show. */
export type ClockTime = {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
};

export const MIDNIGHT: ClockTime = { hour: 0, minute: 0, second: 0, millisecond: 0 };

/** `10:00`, `10:00:30` or `10:00:30.5`; undefined for what is none, or no time of day. */
export function readClockTime(text: string): ClockTime | undefined {
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?$/.exec(text);
  if (match === null) return undefined;
  const clock = {
    hour: Number(match[1]),
    minute: Number(match[2]),
    second: Number(match[3] ?? 0),
    millisecond: Number((match[4] ?? '').padEnd(3, '0').slice(0, 3)),
  };
  return clock.hour < 24 && clock.minute < 60 && clock.second < 60 ? clock : undefined;
}
