import { Header, parseHeader } from '../../syslog/header.js';
import { LineClock } from '../../syslog/line-clock.js';
import type { TimeReference } from './time-reference.js';

/**
 * A time in any form that a message's header may have: `Aug 17 09:29:03`, `17/May/2015:10:05:03 +0000`, `*Aug 17
 * 09:29:03.123:`; seconds, or all of the time of day, may be left out. A date without a year is the latest that the
 * store's messages reach. Undefined for what is none.
 */
export function readLogTime(copied: string, reference: TimeReference): number | undefined {
  const typed = copied.replace(/:$/, '');
  for (const text of [typed, `${typed}:00`, `${typed} 00:00:00`]) {
    const bytes = Buffer.from(text, 'utf8');
    const header = new Header();
    parseHeader(bytes, 0, bytes.length, header);
    if (header.timeEnd === header.timeStart || header.timeEnd < bytes.length) continue;
    if (header.timeStart !== header.prefixEnd) continue;
    return instantOf(header, reference);
  }
  return undefined;
}

function instantOf(header: Header, { now, zone, newest }: TimeReference): number | undefined {
  const fallback = Number.NaN;
  const clock = new LineClock({ zone: zone(), reference: newest(), now, fallback });
  const time = clock.timeOf(header);
  return Number.isNaN(time) ? undefined : time;
}
