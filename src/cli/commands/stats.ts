import { openReader } from '../../engine/open-reader.js';
import { storeStats } from '../../engine/stats.js';
import { formatTime } from '../../syslog/time-zones.js';
import { EXIT_FOUND } from '../exit-codes.js';
import { formatBytes, formatCount, formatPercent, plural } from '../numbers.js';
import {
  countOption,
  flagOption,
  type OptionValues,
  storeFolder,
  zoneOption,
} from '../option-values.js';
import { Output } from '../output.js';

/** Runs `hayabusa stats`. */
export function runStats(options: OptionValues): number {
  const zone = zoneOption(options, 'timezone');
  const top = countOption(options, 'top', '--top', 0) ?? 10;
  const reader = openReader(storeFolder(options), () => {});
  const stats = storeStats(reader.directory, reader.catalog, top);
  const output = new Output();
  const time = (value: number | undefined) =>
    value === undefined ? null : formatTime(value, zone);
  if (flagOption(options, 'json')) {
    output.line(JSON.stringify({ ...stats, first: time(stats.first), last: time(stats.last) }));
    output.flush();
    return EXIT_FOUND;
  }
  const row = (name: string, value: string) => output.line(`${name.padEnd(14)}${value}`);
  row('store', reader.directory.location);
  row('messages', `${formatCount(stats.messages)} (${formatBytes(stats.rawBytes)})`);
  if (stats.messages > 0) row('time', `${time(stats.first)} to ${time(stats.last)}`);
  row('segments', `${plural(stats.segments, 'hour')} in ${plural(stats.packs, 'pack')}`);
  row(
    'store size',
    `${formatBytes(stats.bytes.total)} (${formatPercent(stats.bytes.total, stats.rawBytes)} of raw)`,
  );
  row(
    '  messages',
    `${formatBytes(stats.bytes.messages)} (${formatPercent(stats.bytes.messages, stats.rawBytes)})`,
  );
  row(
    '  index',
    `${formatBytes(stats.bytes.index)} (${formatPercent(stats.bytes.index, stats.rawBytes)})`,
  );
  if (stats.unsealed > 0)
    row(
      '  log',
      `${formatBytes(stats.bytes.log)}, ${plural(stats.unsealed, 'message')} not sealed yet`,
    );
  if (stats.hosts.length > 0) {
    output.line('');
    output.line('top hosts');
    const width = formatCount(stats.hosts[0]?.messages ?? 0).length;
    for (const { host, messages } of stats.hosts)
      output.line(
        `  ${formatCount(messages).padStart(width)}  ${formatPercent(messages, stats.messages).padStart(7)}  ${host}`,
      );
    if (stats.otherHosts.hosts > 0)
      output.line(
        `  ${formatCount(stats.otherHosts.messages).padStart(width)}  ${formatPercent(stats.otherHosts.messages, stats.messages).padStart(7)}  ${plural(stats.otherHosts.hosts, 'other host')}`,
      );
    if (stats.withoutHost > 0)
      output.line(
        `  ${formatCount(stats.withoutHost).padStart(width)}  ${formatPercent(stats.withoutHost, stats.messages).padStart(7)}  (no host in the header)`,
      );
  }
  output.flush();
  return EXIT_FOUND;
}
