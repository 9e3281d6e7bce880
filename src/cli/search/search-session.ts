import type { StoreReader } from '../../engine/store-reader.js';
import type { Plan } from '../../planner/plan.js';
import type { TimeZone } from '../../syslog/time-zones.js';
import type { OptionValues } from '../option-values.js';
import type { Output } from '../output.js';
import type { Progress } from '../progress.js';

/** One run of `hayabusa search`: what every mode of it works with. */
export type SearchSession = {
  readonly options: OptionValues;
  readonly reader: StoreReader;
  readonly plan: Plan;
  /** `-n` */
  readonly limit: number | undefined;
  /** The zone of times typed and printed, looked up when it is first needed: most searches do without. */
  readonly zone: () => TimeZone;
  readonly output: Output;
  /** To be ended before anything is printed. */
  readonly progress: Progress;
};

/**
 * A way to answer: prints, and returns how many messages were found (0 makes the exit code 1). What it prints must be
 * flushed when it returns.
 */
export type SearchMode = (session: SearchSession) => number | Promise<number>;
