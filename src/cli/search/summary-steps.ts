import { plural } from '../numbers.js';
import type { Progress } from '../progress.js';

/** Goes through the steps of a count, each so many messages more, with progress; returns its result. */
export function finished<Result>(steps: Generator<number, Result>, progress: Progress): Result {
  let seen = 0;
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      progress.end();
      return step.value;
    }
    seen += step.value;
    progress.show(undefined, `${plural(seen, 'message')} so far`);
  }
}
