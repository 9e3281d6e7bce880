import { isDeepStrictEqual } from 'node:util';
import { Header, parseHeader } from '../../src/syslog/header.js';
import { type Duel, duel } from './duel.js';
import type { Lines } from './generated-lines.js';
import { type PlainHeader, plainHeader } from './plain-header.js';

/** How a message in the plain form of RFC 3164 begins: the input is picked by this, not by what either side reads. */
const RFC_3164 = /^<\d+>\w{3} [ \d]\d [\d:]{8} [\w.-]+ [\w./-]+\[\d+\]: /;

/**
 * Headers of RFC 3164 from bytes: `parseHeader`, which knows every dialect, against one regular expression. Host, app and
 * pid are positions on our side and strings on the twin's, which the expression makes anyway.
 */
export function headerDuels(lines: Lines, twin: typeof plainHeader = plainHeader): Duel[] {
  const buffer = Buffer.from(lines.text);
  const messages = lines.starts
    .map((start, n) => buffer.subarray(start, lines.ends[n]))
    .filter((message) => RFC_3164.test(message.toString('latin1')));
  if (messages.length === 0) throw new Error('No line has a header of RFC 3164');
  const headers = messages.map(() => new Header());
  return [
    duel({
      row: 'parse a header of RFC 3164, per message',
      items: messages.length,
      hayabusa: () => {
        for (let n = 0; n < messages.length; n++)
          parseHeader(messages[n]!, 0, messages[n]!.length, headers[n]!);
        return headers;
      },
      plain: () => messages.map((message) => twin(message)),
      same: (ours, plain) =>
        isDeepStrictEqual(
          ours.map((header, n) => asPlain(header, messages[n]!)),
          plain,
        ),
    }),
  ];
}

function asPlain(header: Header, message: Buffer): PlainHeader {
  const { facility, severity, month, day, hour, minute, second, contentStart } = header;
  const host = message.toString('latin1', header.hostStart, header.hostEnd);
  const app = message.toString('latin1', header.appStart, header.appEnd);
  const pid = message.toString('latin1', header.pidStart, header.pidEnd);
  return { facility, severity, month, day, hour, minute, second, host, app, pid, contentStart };
}
