import type { BucketWidth } from '../planner/bucket-width.js';
import { TimeBuckets } from '../planner/time-buckets.js';
import { timeZone } from '../syslog/time-zones.js';
import { CaptureTally } from './capture-tally.js';
import { type HeaderField, HeaderTally } from './header-tally.js';
import { PatternTally } from './pattern-tally.js';
import { SourceTally } from './source-tally.js';
import type { Tally } from './tally.js';
import type { TextCapture } from './text-capture.js';
import { TimeTally } from './time-tally.js';

/** What a tally sums up, as plain data: another thread makes one like it, whose part is merged. */
export type TallySpec =
  /** The zone by its name. */
  | { readonly kind: 'time'; readonly width: BucketWidth; readonly zone: string }
  | { readonly kind: 'header'; readonly field: HeaderField }
  | { readonly kind: 'source' }
  | { readonly kind: 'capture'; readonly capture: TextCapture }
  | { readonly kind: 'pattern' };

/** A new tally. */
export function tallyOf(spec: TallySpec): Tally<unknown> {
  switch (spec.kind) {
    case 'time':
      return new TimeTally(new TimeBuckets(spec.width, timeZone(spec.zone))) as Tally<unknown>;
    case 'header':
      return new HeaderTally(spec.field) as Tally<unknown>;
    case 'source':
      return new SourceTally() as Tally<unknown>;
    case 'capture':
      return new CaptureTally(spec.capture) as Tally<unknown>;
    case 'pattern':
      return new PatternTally() as Tally<unknown>;
  }
}
