/** What `--histogram` is without a width. */
export const AUTOMATIC = 'auto';

/**
 * The command line with `--histogram` given its width where it has none, for commander would take the next word for it:
 * in `--histogram sshd` that is what to search for.
 */
export function withHistogramWidth(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  return argv.flatMap((argument, i) => {
    if (argument !== '--histogram' || (end >= 0 && i > end)) return [argument];
    return /^\d+\s*(?:ms|mo|[smhdwy])$/.test(argv[i + 1] ?? '')
      ? [argument]
      : [`${argument}=${AUTOMATIC}`];
  });
}
