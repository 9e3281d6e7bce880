import { usage } from '../../base/errors.js';
import type { FoundMessage } from '../../executor/found-message.js';
import { Header, parseHeader } from '../../syslog/header.js';
import { facilityName, severityName } from '../../syslog/message.js';
import { searchedText } from '../../syslog/searched-text.js';
import { formatTime, type TimeZone } from '../../syslog/time-zones.js';

/** A part of a message's line: text of our own, bytes of the message by their place, or other bytes that are its. */
export type FormatPart =
  | { readonly kind: 'own'; readonly text: string }
  | { readonly kind: 'range'; readonly start: number; readonly end: number }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** A message with its header and the zone that times are printed in. */
type Described = {
  readonly message: FoundMessage;
  readonly header: Header;
  readonly zone: () => TimeZone;
};

type Field = (described: Described) => FormatPart;

const own = (text: string): FormatPart => ({ kind: 'own', text });
const range = (start: number, end: number): FormatPart => ({ kind: 'range', start, end });

/** What `--format` knows; what a message does not have is nothing. */
const FIELDS: Readonly<Record<string, Field>> = {
  time: ({ message, zone }) => own(formatTime(message.time, zone())),
  host: ({ header }) => range(header.hostStart, header.hostEnd),
  app: ({ header }) => range(header.appStart, header.appEnd),
  pid: ({ header }) => range(header.pidStart, header.pidEnd),
  msgid: ({ header }) => range(header.msgidStart, header.msgidEnd),
  severity: ({ header }) => own(severityName(header.severity) ?? ''),
  facility: ({ header }) => own(facilityName(header.facility) ?? ''),
  message: ({ message, header }) => range(header.contentStart, message.raw.length),
  raw: ({ message }) => range(0, message.raw.length),
  text: ({ message: { raw }, header }) => ({
    kind: 'bytes',
    bytes: searchedText(raw, 0, raw.length, header),
  }),
  source: ({ message }) => ({ kind: 'bytes', bytes: Buffer.from(message.source, 'utf8') }),
  received: ({ message, zone }) => own(formatTime(message.receivedAt, zone())),
  sequence: ({ message }) => own(String(message.sequence)),
};

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', '\\': '\\' };

/** The parts of a message's line as the template of `--format` names them. */
export type MessageFormat = (message: FoundMessage) => FormatPart[];

/**
 * Reads a template such as `{time} {host} {message}`: `{{` and `}}` are braces, `\t`, `\n` and `\\` a tab, a line feed and a
 * backslash.
 */
export function messageFormat(template: string, zone: () => TimeZone): MessageFormat {
  const fields = parseTemplate(template);
  const header = new Header();
  return (message) => {
    parseHeader(message.raw, 0, message.raw.length, header);
    return fields.map((field) => field({ message, header, zone }));
  };
}

function parseTemplate(template: string): Field[] {
  const fields: Field[] = [];
  for (const [token] of template.matchAll(/\{\{|\}\}|\{[^{}]*\}?|\\.|[^{}\\]+|./gs)) {
    if (token === '{{' || token === '}}') fields.push(() => own(token.charAt(0)));
    else if (token.startsWith('{')) fields.push(fieldNamed(token, template));
    else {
      const text = token.startsWith('\\') ? (ESCAPES[token.charAt(1)] ?? token) : token;
      fields.push(() => own(text));
    }
  }
  return fields;
}

function fieldNamed(token: string, template: string): Field {
  const name = token.slice(1, -1);
  const field = token.endsWith('}') && Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
  if (field !== undefined) return field;
  const problem = token.endsWith('}') ? `no field ${JSON.stringify(name)}` : 'no } behind a {';
  throw usage(
    `--format ${JSON.stringify(template)} has ${problem}: expected {${Object.keys(FIELDS).join('}, {')}}, or {{ for a brace`,
  );
}
