/**
 * Branded numbers: plain numbers at run time, kept apart by the compiler at the boundaries between modules. Inside a
 * loop they are numbers; elements of typed arrays are never branded.
 */
declare const brand: unique symbol;
type Branded<Name extends string> = number & { readonly [brand]: Name };

/** Milliseconds since 1970-01-01T00:00:00Z. Whole, may be negative. */
export type EpochMillis = Branded<'EpochMillis'>;

/** An hour of event time: whole hours since 1970-01-01T00:00:00Z. Names a segment. */
export type SegmentHour = Branded<'SegmentHour'>;

export const MILLIS_PER_HOUR = 3_600_000;
export const MILLIS_PER_DAY = 86_400_000;

export function epochMillis(value: number): EpochMillis {
  if (!Number.isSafeInteger(value)) throw new RangeError(`Not a time in milliseconds: ${value}`);
  return value as EpochMillis;
}

export function segmentHour(value: number): SegmentHour {
  if (!Number.isInteger(value) || Math.abs(value) > 0x7fff_ffff)
    throw new RangeError(`Not an hour: ${value}`);
  return value as SegmentHour;
}

/** The hour that a time belongs to. */
export function hourOf(time: number): SegmentHour {
  return segmentHour(Math.floor(time / MILLIS_PER_HOUR));
}
