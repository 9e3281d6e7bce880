import { usage } from '../../base/errors.js';
import { hoursOf } from '../../engine/hours.js';
import { openReader } from '../../engine/open-reader.js';
import type { DamageReport } from '../../engine/store-reader.js';
import type { FoundMessage } from '../../executor/found-message.js';
import type { Plan, TimeRange } from '../../planner/plan.js';
import { rangesOfGlob } from '../../planner/time-glob.js';
import type { Query } from '../../query/ast.js';
import { parsePhrase, parseQuery } from '../../query/parser.js';
import type { TimeZone } from '../../syslog/time-zones.js';
import { EXIT_ERROR, EXIT_FOUND, EXIT_NOTHING } from '../exit-codes.js';
import { jsonLine } from '../message-json.js';
import { plural } from '../numbers.js';
import {
  countOption,
  flagOption,
  type OptionValues,
  storeFolder,
  textOption,
  zoneOption,
} from '../option-values.js';
import { Output, warn } from '../output.js';
import { Progress } from '../progress.js';
import { printable } from '../terminal-text.js';
import { parseRange } from '../time-options.js';

const LF = 0x0a;

/** Runs `hayabusa search`; returns the exit code. */
export function runSearch(words: readonly string[], options: OptionValues): number {
  const zone = lazyZone(options);
  const query = queryOf(words, options);
  const limit = countOption(options, 'limit', '-n', 1);
  checkFlags(options);
  const damage = { lost: false };
  const reader = openReader(storeFolder(options), (report) => reportDamage(report, damage));
  const plan = planOf(query, options, zone, hoursOf(reader.catalog));
  const output = new Output();
  const progress = new Progress(!flagOption(options, 'quiet'), 'searching');

  let found = 0;
  if (flagOption(options, 'count')) {
    for (const count of reader.count(plan)) {
      found += count;
      progress.show(undefined, `${plural(found, 'message')} so far`);
    }
    progress.end();
    if (limit !== undefined) found = Math.min(found, limit);
    if (!flagOption(options, 'quiet')) output.line(String(found));
    output.flush();
  } else if (flagOption(options, 'quiet')) {
    for (const _ of reader.search(plan, { limit: 1 })) found++;
  } else {
    const print = printerOf(options, zone, output);
    const newestFirst = flagOption(options, 'newestFirst');
    const batches = reader.search(plan, {
      newestFirst,
      ...(limit === undefined ? {} : { limit }),
    });
    for (const batch of batches) {
      progress.end();
      for (const message of batch) print(message);
      found += batch.length;
      output.flush();
    }
    progress.end();
  }
  if (damage.lost) return EXIT_ERROR;
  return found > 0 ? EXIT_FOUND : EXIT_NOTHING;
}

function queryOf(words: readonly string[], options: OptionValues): Query {
  const match = textOption(options, 'match');
  const text = [...words, ...(match === undefined ? [] : [match])].join(' ');
  return flagOption(options, 'exact') ? parsePhrase(text) : parseQuery(text);
}

/** The zone of --timezone, looked up when it is first needed: most searches do without. */
function lazyZone(options: OptionValues): () => TimeZone {
  let zone: TimeZone | undefined;
  if (textOption(options, 'timezone') !== undefined) zone = zoneOption(options, 'timezone');
  return () => {
    zone ??= zoneOption(options, 'timezone');
    return zone;
  };
}

function checkFlags(options: OptionValues): void {
  if (flagOption(options, 'json') && flagOption(options, 'raw'))
    throw usage(
      '--json and --raw both say how messages are printed: expected one of them, got both',
    );
  if (textOption(options, 'framing') === 'octet' && !flagOption(options, 'raw'))
    throw usage('--framing octet says how raw messages end: expected --raw with it, got none');
}

function planOf(
  query: Query,
  options: OptionValues,
  zone: () => TimeZone,
  hours: readonly TimeRange[],
): Plan {
  const range = parseRange(
    {
      ...optional('from', textOption(options, 'from')),
      ...optional('to', textOption(options, 'to')),
      ...optional('last', textOption(options, 'last')),
    },
    zone,
  );
  const glob = textOption(options, 'time');
  if (glob === undefined) return { query, ranges: range === undefined ? undefined : [range] };
  const ranges = rangesOfGlob(glob, hours, (time) => zone().offsetAt(time));
  if (range === undefined) return { query, ranges };
  const both = ranges
    .map(({ from, to }) => ({ from: Math.max(from, range.from), to: Math.min(to, range.to) }))
    .filter(({ from, to }) => from < to);
  return { query, ranges: both };
}

function optional<Name extends string>(
  name: Name,
  value: string | undefined,
): { [K in Name]?: string } {
  return (value === undefined ? {} : { [name]: value }) as { [K in Name]?: string };
}

function printerOf(
  options: OptionValues,
  zone: () => TimeZone,
  output: Output,
): (message: FoundMessage) => void {
  if (flagOption(options, 'json')) return (message) => output.text(jsonLine(message, zone()));
  if (flagOption(options, 'raw') && textOption(options, 'framing') === 'octet')
    return ({ raw }) => {
      output.text(`${raw.length} `);
      output.write(raw);
    };
  const isTerminal = !flagOption(options, 'raw') && process.stdout.isTTY === true;
  return ({ raw }) => {
    output.write(isTerminal ? printable(raw) : raw);
    output.byte(LF);
  };
}

function reportDamage(report: DamageReport, damage: { lost: boolean }): void {
  if (report.lost) damage.lost = true;
  warn(
    report.lost
      ? `${report.error.message}; messages may be missing from the answer`
      : `${report.error.message}; until then its messages are searched one by one, which is slower`,
  );
}
