/** What `--histogram` is without a width. */
export const AUTOMATIC = 'auto';

/** What cannot be but a width: `5m`, `10min`, `1 hour`. */
const WIDTH =
  /^\d+\s*(?:ms|mo|[smhdwy]|secs?|seconds?|mins?|minutes?|hrs?|hours?|days?|weeks?|months?|years?)$/;

/**
 * The command line with `--histogram` given its width where it has none, for commander would take the next word for it:
 * in `--histogram sshd` that is what to search for.
 */
export function withHistogramWidth(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  return argv.flatMap((argument, i) => {
    if (argument !== '--histogram' || (end >= 0 && i > end)) return [argument];
    return WIDTH.test(argv[i + 1] ?? '') ? [argument] : [`${argument}=${AUTOMATIC}`];
  });
}
