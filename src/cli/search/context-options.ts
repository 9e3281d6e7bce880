import { usage } from '../../base/errors.js';
import type { ContextOptions } from '../../engine/context-reader.js';
import { countOption, flagOption, type OptionValues } from '../option-values.js';

/** `-A`, `-B`, `-C` and `--same-host`; undefined when no context is asked for. */
export function contextOf(options: OptionValues): ContextOptions | undefined {
  const both = countOption(options, 'context', '-C', 0);
  const after = countOption(options, 'afterContext', '-A', 0) ?? both;
  const before = countOption(options, 'beforeContext', '-B', 0) ?? both;
  const sameHost = flagOption(options, 'sameHost');
  if (before === undefined && after === undefined) {
    if (sameHost)
      throw usage(
        '--same-host says whose messages stand around what is found: expected -A, -B or -C with it, got none',
      );
    return undefined;
  }
  if (flagOption(options, 'onlyMatching'))
    throw usage(
      '-o prints only what answers the query: expected no -A, -B or -C with it, got both',
    );
  if (options['cursor'] !== undefined)
    throw usage(
      '--cursor prints each message once, in order of arrival: expected no -A, -B or -C with it, got both',
    );
  if (!before && !after) return undefined;
  return { before: before ?? 0, after: after ?? 0, sameHost };
}
