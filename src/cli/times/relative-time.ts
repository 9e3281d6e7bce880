import { readDuration } from './duration.js';

/** `now`, `now-2h`, `-2h`, `2 hours ago`, `2h`, which is ago too; undefined for what is none of these. */
export function readRelativeTime(text: string, now: number): number | undefined {
  if (text === 'now') return now;
  const ago = /^(.+?) ?ago$/.exec(text)?.[1];
  if (ago !== undefined) return from(now, -1, ago);
  const [, sign, duration] = /^(?:now ?)?([+-]) ?(.+)$/.exec(text) ?? [];
  if (duration === undefined) return from(now, -1, text);
  return from(now, sign === '-' ? -1 : 1, duration);
}

function from(now: number, sign: number, duration: string): number | undefined {
  const millis = readDuration(duration);
  return millis === undefined ? undefined : now + sign * millis;
}
