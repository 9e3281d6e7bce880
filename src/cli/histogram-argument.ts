import { unitNamed } from '../base/time-units.js';

/** What `--histogram` is without a width. */
export const AUTOMATIC = 'auto';

/** Whether it cannot be but a width: `5m`, `10min`, `1 hour`. */
function isWidth(text: string): boolean {
  const unit = /^\d+\s*([a-z]+)$/.exec(text)?.[1];
  return unit !== undefined && unitNamed(unit) !== undefined;
}

/**
 * The command line with `--histogram` given its width where it has none, for commander would take the next word for it:
 * in `--histogram sshd` that is what to search for.
 */
export function withHistogramWidth(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  return argv.flatMap((argument, i) => {
    if (argument !== '--histogram' || (end >= 0 && i > end)) return [argument];
    return isWidth(argv[i + 1] ?? '') ? [argument] : [`${argument}=${AUTOMATIC}`];
  });
}
