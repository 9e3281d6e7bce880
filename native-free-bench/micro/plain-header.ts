/** What a header of RFC 3164 states. Positions are from the start of the message. */
export type PlainHeader = {
  facility: number;
  severity: number;
  /** 1 to 12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  host: string;
  app: string;
  pid: string;
  contentStart: number;
};

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/** The header as the RFC has it: `<34>Oct 11 22:14:15 host app[17]: `. */
const HEADER =
  /^<(\d{1,3})>([A-Z][a-z]{2}) ([ \d]\d) (\d\d):(\d\d):(\d\d) ([\w.-]+) ([\w./-]+)\[(\d+)\]: /;

/** The plain twin of `parseHeader` for that one form: a regular expression over Latin-1 text. Undefined for others. */
export function plainHeader(message: Buffer): PlainHeader | undefined {
  const match = HEADER.exec(message.toString('latin1'));
  if (match === null) return undefined;
  const [all, priority, month, day, hour, minute, second, host, app, pid] = match;
  return {
    facility: Number(priority) >> 3,
    severity: Number(priority) & 7,
    month: MONTHS.indexOf(month!) / 3 + 1,
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    host: host!,
    app: app!,
    pid: pid!,
    contentStart: all.length,
  };
}
