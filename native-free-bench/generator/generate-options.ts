import { parseArgs } from 'node:util';
import type { GeneratorOptions } from './generator.js';
import type { Needle, NeedleSort } from './needles.js';

export const USAGE = `Usage: generate [options] > FILE

Writes the syslog of a made-up exhibition network: the same options give the same bytes.

  --lines N          how many lines (100000)
  --seed N           any whole number (1)
  --start TIME       the first line's time in UTC: 2026-06-10 or 2026-06-10T08:30:00Z (2026-06-10)
  --span LENGTH      how much time the lines cover: a number and ms, s, m, h or d (24h)
  --devices N        how many machines send (120)
  --no-pri           without <PRI>, as collectors write files
  --no-odd           without the unfriendly lines
  --odd-every N      one unfriendly message in N lines (2048)
  --needle SORT=TEXT,COUNT
                     hide TEXT in exactly COUNT messages, instead of the usual needles; may be repeated;
                     SORT is keyword, user, ipv4, ipv6, mac or phrase
  --hostile          instead of the network's, lines without templates and words that never come again: random words,
                     stack traces, URLs, base64, 28 KB lines, fields that change; of the options only lines, seed,
                     start, span and report
  --report FILE      write what was written, as JSON: counts by kind, needles with their exact counts
`;

export interface GenerateRequest {
  readonly options: GeneratorOptions;
  /** Whether it is the hostile corpus that is asked for. */
  readonly hostile: boolean;
  /** Where the report goes, if anywhere. */
  readonly report: string | undefined;
}

const SPAN_UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const NEEDLE_SORTS: readonly NeedleSort[] = ['keyword', 'user', 'ipv4', 'ipv6', 'mac', 'phrase'];

/** What the hostile lines have none of. */
const NETWORK_FLAGS = ['devices', 'no-pri', 'no-odd', 'odd-every', 'needle'] as const;

/** The command line as options; undefined when help is asked for. Throws a RangeError or TypeError that says what is wrong. */
export function parseGenerateArguments(args: readonly string[]): GenerateRequest | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      lines: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      start: { type: 'string', default: '2026-06-10' },
      span: { type: 'string', default: '24h' },
      devices: { type: 'string' },
      'no-pri': { type: 'boolean', default: false },
      'no-odd': { type: 'boolean', default: false },
      'odd-every': { type: 'string' },
      needle: { type: 'string', multiple: true },
      hostile: { type: 'boolean', default: false },
      report: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const { devices, needle, 'odd-every': oddEvery } = values;
  if (values.hostile)
    for (const flag of NETWORK_FLAGS)
      if (values[flag] !== undefined && values[flag] !== false)
        throw new RangeError(`--hostile: expected no --${flag} beside it: it is of the network`);
  const run = {
    seed: parseWhole('--seed', values.seed),
    lines: parseWhole('--lines', values.lines),
    start: parseStart(values.start),
    spanMillis: parseSpan(values.span),
  };
  const network = {
    pri: !values['no-pri'],
    odd: !values['no-odd'],
    ...(devices === undefined ? {} : { devices: parseWhole('--devices', devices) }),
    ...(oddEvery === undefined ? {} : { oddEvery: parseWhole('--odd-every', oddEvery) }),
    ...(needle === undefined ? {} : { needles: needle.map(parseNeedle) }),
  };
  return {
    options: values.hostile ? run : { ...run, ...network },
    hostile: values.hostile,
    report: values.report,
  };
}

function parseWhole(flag: string, text: string): number {
  const value = Number(text);
  if (!/^-?[0-9]+$/.test(text) || !Number.isSafeInteger(value))
    throw new RangeError(`${flag}: expected a whole number, got "${text}"`);
  return value;
}

/** A date, or a date and time in UTC; days that do not exist are refused. */
function parseStart(text: string): number {
  const shape = /^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{3})?)?Z)?$/;
  const time = shape.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(text.slice(0, 10)))
    throw new RangeError(
      `--start: expected a time like 2026-06-10 or 2026-06-10T08:30:00Z, got "${text}"`,
    );
  return time;
}

function parseSpan(text: string): number {
  const [, digits, unit] = /^([0-9]{1,15})(ms|s|m|h|d)$/.exec(text) ?? [];
  if (digits === undefined || unit === undefined)
    throw new RangeError(`--span: expected a length like 90s, 45m, 24h or 7d, got "${text}"`);
  return Number(digits) * SPAN_UNITS[unit]!;
}

function parseNeedle(text: string): Needle {
  const [, name, value, count] = /^([a-z0-9]+)=(.+),([0-9]{1,9})$/.exec(text) ?? [];
  const sort = NEEDLE_SORTS.find((known) => known === name);
  if (sort === undefined || value === undefined)
    throw new RangeError(
      `--needle: expected SORT=TEXT,COUNT, as in user=kurokawa,12, got "${text}"`,
    );
  return { sort, text: value, count: Number(count) };
}
