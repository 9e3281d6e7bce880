import type { Clock } from './clock.js';
import type { Device } from './device-kind.js';
import type { LineWriter } from './line-writer.js';
import type { World } from './world.js';

/** Facilities, times eight: add a severity to get a PRI. */
export const KERNEL = 0;
export const USER = 8;
export const DAEMON: number = 3 * 8;
export const AUTH: number = 4 * 8;
export const AUTHPRIV: number = 10 * 8;
export const LOCAL0: number = 16 * 8;
export const LOCAL4: number = 20 * 8;
export const LOCAL7: number = 23 * 8;

export const ERROR = 3;
export const WARNING = 4;
export const NOTICE = 5;
export const INFO = 6;

const MONTHS = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
] as const;

export function monthName(clock: Clock): string {
  return MONTHS[clock.month - 1]!;
}

/** `<189>`, or nothing in a run without PRI. */
export function writePri(out: LineWriter, world: World, pri: number): LineWriter {
  return world.pri ? out.text('<').number(pri).text('>') : out;
}

/** `12:34:56` */
export function writeTimeOfDay(out: LineWriter, clock: Clock): LineWriter {
  return out
    .digits(clock.hour, 2)
    .text(':')
    .digits(clock.minute, 2)
    .text(':')
    .digits(clock.second, 2);
}

/** `Jun  9 12:34:56` */
export function writeStamp(out: LineWriter, clock: Clock): LineWriter {
  out
    .text(monthName(clock))
    .text(clock.day < 10 ? '  ' : ' ')
    .number(clock.day)
    .text(' ');
  return writeTimeOfDay(out, clock);
}

/** `Jun  9 12:34:56.789` */
export function writeMillisStamp(out: LineWriter, clock: Clock): LineWriter {
  return writeStamp(out, clock).text('.').digits(clock.millis, 3);
}

/** The date with `separator` between year, month and day: `2026-06-09`. */
export function writeDate(out: LineWriter, clock: Clock, separator: string): LineWriter {
  return out
    .digits(clock.year, 4)
    .text(separator)
    .digits(clock.month, 2)
    .text(separator)
    .digits(clock.day, 2);
}

/** `2026/06/09 12:34:56` */
export function writeSlashStamp(out: LineWriter, clock: Clock): LineWriter {
  writeDate(out, clock, '/').text(' ');
  return writeTimeOfDay(out, clock);
}

/** `2026-06-09T12:34:56.789`; the zone is the caller's. */
export function writeIsoStamp(out: LineWriter, clock: Clock): LineWriter {
  writeDate(out, clock, '-').text('T');
  return writeTimeOfDay(out, clock).text('.').digits(clock.millis, 3);
}

/** RFC 3164 as far as the host: `<30>Jun  9 12:34:56 host `. */
export function writeBsdHeader(
  out: LineWriter,
  device: Device,
  world: World,
  pri: number,
): LineWriter {
  writePri(out, world, pri);
  return writeStamp(out, world.clock).text(' ').text(device.host).text(' ');
}

/** `bgp[1051]: ` */
export function writeTag(out: LineWriter, tag: string, pid: number): LineWriter {
  return out.text(tag).text('[').number(pid).text(']: ');
}
