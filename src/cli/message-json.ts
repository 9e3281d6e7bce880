import { isUtf8 } from 'node:buffer';
import type { FoundMessage } from '../executor/found-message.js';
import { Header, parseHeader } from '../syslog/header.js';
import { describeMessage } from '../syslog/message.js';
import { searchedText } from '../syslog/searched-text.js';
import { formatTime, type TimeZone } from '../syslog/time-zones.js';

const header = new Header();

/**
 * A message as one line of JSON: time, host, app, pid, severity, facility and more where the message has them; `text`
 * is the searched text; `raw` the message itself, or `raw_base64` where it is not UTF-8;
 * `context` is true where it is none of the hits.
 */
export function jsonLine(message: FoundMessage, zone: TimeZone): string {
  const { raw } = message;
  parseHeader(raw, 0, raw.length, header);
  const text = Buffer.from(searchedText(raw, 0, raw.length, header)).toString('utf8');
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const { dialect, ...fields } = describeMessage(raw);
  const object = {
    time: formatTime(message.time, zone),
    ...fields,
    dialect,
    source: message.source,
    received: formatTime(message.receivedAt, zone),
    ...(message.isContext ? { context: true } : {}),
    text,
    ...(isUtf8(raw) ? { raw: bytes.toString('utf8') } : { raw_base64: bytes.toString('base64') }),
  };
  return `${jsonText(object)}\n`;
}

/** JSON without DEL and the control characters behind it, which it allows: some terminals obey them. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\x7f-\x9f]/g,
    (character) => `\\u00${character.charCodeAt(0).toString(16)}`,
  );
}
