import { dialectName } from './dialects.js';
import { Header, parseHeader } from './header.js';

/** What a message states about itself, as text for people and JSON; what it does not state is absent. */
export type MessageFields = {
  host?: string;
  app?: string;
  /** The process id as it stands: RFC 5424 allows any text. */
  pid?: string;
  msgid?: string;
  severity?: string;
  facility?: string;
  /** RFC 5424 structured data, with its brackets. */
  structuredData?: string;
  dialect: string;
};

const FACILITIES: readonly string[] = [
  'kern',
  'user',
  'mail',
  'daemon',
  'auth',
  'syslog',
  'lpr',
  'news',
  'uucp',
  'cron',
  'authpriv',
  'ftp',
  'ntp',
  'audit',
  'alert',
  'clock',
  'local0',
  'local1',
  'local2',
  'local3',
  'local4',
  'local5',
  'local6',
  'local7',
];

const SEVERITIES: readonly string[] = [
  'emerg',
  'alert',
  'crit',
  'err',
  'warning',
  'notice',
  'info',
  'debug',
];

/** The name of a facility (0 to 23), or undefined. */
export function facilityName(code: number): string | undefined {
  return FACILITIES[code];
}

/** The name of a severity (0 to 7), or undefined. */
export function severityName(code: number): string | undefined {
  return SEVERITIES[code];
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const scratch = new Header();

/** Describes one message from its bytes; what is not UTF-8 becomes U+FFFD. For output, not for hot loops. */
export function describeMessage(raw: Uint8Array): MessageFields {
  const header = scratch;
  parseHeader(raw, 0, raw.length, header);
  const fields: MessageFields = { dialect: dialectName(header.dialect) };
  const take = (start: number, end: number): string | undefined =>
    end > start ? decoder.decode(raw.subarray(start, end)) : undefined;
  const host = take(header.hostStart, header.hostEnd);
  const app = take(header.appStart, header.appEnd);
  const pid = take(header.pidStart, header.pidEnd);
  const msgid = take(header.msgidStart, header.msgidEnd);
  const structuredData = take(header.dataStart, header.dataEnd);
  const severity = severityName(header.severity);
  const facility = facilityName(header.facility);
  if (host !== undefined) fields.host = host;
  if (app !== undefined) fields.app = app;
  if (pid !== undefined) fields.pid = pid;
  if (msgid !== undefined) fields.msgid = msgid;
  if (severity !== undefined) fields.severity = severity;
  if (facility !== undefined) fields.facility = facility;
  if (structuredData !== undefined) fields.structuredData = structuredData;
  return fields;
}
