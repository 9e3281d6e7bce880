import { expect } from 'vitest';
import { utcMillis } from '../../../src/syslog/calendar.js';
import { dialectName } from '../../../src/syslog/dialects.js';
import { Header, parseHeader } from '../../../src/syslog/header.js';
import { searchedText } from '../../../src/syslog/searched-text.js';

/** A header as text for tables; `-` for what is absent. */
export type Parsed = {
  dialect: string;
  /** `2021-08-17T09:29:03.123+02:00`; the year `----` when there is none, no offset when no zone; `@ms` for an instant. */
  time: string;
  host: string;
  app: string;
  pid: string;
  msgid: string;
  data: string;
  /** `facility.severity`. */
  priority: string;
  /** The bytes of the time. */
  stamp: string;
  content: string;
  /** The searched text. */
  text: string;
};

/** Bytes of a string: UTF-8, where `\xNN` as an escape of the string itself stays a character. */
export function bytesOf(line: string | Uint8Array): Uint8Array {
  return typeof line === 'string' ? new TextEncoder().encode(line) : line;
}

const header = new Header();

/** Parses a message that stands between other bytes, which must not matter. */
export function parse(line: string | Uint8Array): Parsed {
  const message = bytesOf(line);
  const start = 5;
  const end = start + message.length;
  const bytes = new Uint8Array(end + 8);
  bytes.set(bytesOf('9<7>:'));
  bytes.set(message, start);
  bytes.set(bytesOf('0]: 1[2:'), end);
  parseHeader(bytes, start, end, header);
  const text = (from: number, to: number) =>
    to > from
      ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(from, to))
      : '-';
  return {
    dialect: dialectName(header.dialect),
    time: timeText(header),
    host: text(header.hostStart, header.hostEnd),
    app: text(header.appStart, header.appEnd),
    pid: text(header.pidStart, header.pidEnd),
    msgid: text(header.msgidStart, header.msgidEnd),
    data: text(header.dataStart, header.dataEnd),
    priority: header.severity < 0 ? '-' : `${header.facility}.${header.severity}`,
    stamp: text(header.timeStart, header.timeEnd),
    content: text(header.contentStart, end),
    text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      searchedText(bytes, start, end, header),
    ),
  };
}

function timeText(h: Header): string {
  if (h.timeEnd === h.timeStart) return '-';
  if (!Number.isNaN(h.epoch)) return `@${h.epoch}`;
  const pad = (value: number, width = 2) => String(value).padStart(width, '0');
  const year = h.year === 0 ? '----' : pad(h.year, 4);
  const date = `${year}-${pad(h.month)}-${pad(h.day)}`;
  const clock = `${pad(h.hour)}:${pad(h.minute)}:${pad(h.second)}.${pad(h.millisecond, 3)}`;
  if (Number.isNaN(h.zoneMinutes)) return `${date}T${clock}`;
  const minutes = Math.abs(h.zoneMinutes);
  const sign = h.zoneMinutes < 0 ? '-' : '+';
  return `${date}T${clock}${sign}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

/** Holds a line's dialect, time, host, app and pid to `expected`, words with spaces between. */
export function check(line: string | Uint8Array, expected: string): void {
  const { dialect, time, host, app, pid } = parse(line);
  expect(`${dialect} ${time} ${host} ${app} ${pid}`, String(line)).toBe(expected);
}

/** The instant of a header, with 2021 and UTC for what it does not state; undefined without a time. */
export function instantIn2021(h: Header): number | undefined {
  if (h.timeEnd === h.timeStart) return undefined;
  if (!Number.isNaN(h.epoch)) return Math.floor(h.epoch);
  const zone = Number.isNaN(h.zoneMinutes) ? 0 : h.zoneMinutes;
  const wall = utcMillis(
    h.year === 0 ? 2021 : h.year,
    h.month,
    h.day,
    h.hour,
    h.minute,
    h.second,
    h.millisecond,
  );
  return wall - zone * 60_000;
}
