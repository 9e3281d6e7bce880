/**
 * Milliseconds of a clock that only goes forward, from some beginning. `performance.now()` says the same, but Node loads it when
 * it is first asked for, which takes a small search two milliseconds.
 */
export function monotonicMillis(): number {
  const [seconds, nanos] = process.hrtime();
  return seconds * 1000 + nanos / 1_000_000;
}
