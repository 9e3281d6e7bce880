/**
 * The header dialects and their codes. The codes are stable: they may be stored. A code says what form the time has (a
 * mnemonic makes it Cisco's or Huawei's whatever its form) or, without a time, what else was recognised.
 */
export const DIALECTS = {
  /** Nothing recognised: no PRI, no time, no tag. */
  none: 0,
  /** `Mmm dd hh:mm:ss`, a year before or behind the clock tolerated, with or without PRI. */
  rfc3164: 1,
  rfc5424: 2,
  /** A sequence number, a clock mark, an IOS-XR node or a `%FACILITY-SEVERITY-MNEMONIC`. */
  cisco: 3,
  /** `%%01MODULE/severity/MNEMONIC(l)`: Huawei, Comware. */
  huawei: 4,
  /** Year first: ISO 8601, RFC 3339, `yyyy/mm/dd`, `yyyy Mmm dd`. */
  iso: 5,
  /** Seconds, milli-, micro- or nanoseconds since 1970, TAI64N. */
  epoch: 6,
  /** The time is the value of a key: `date=… time=…`, `eventtime=…`, `rt=…`. */
  keyValue: 7,
  /** `[dd/Mmm/yyyy:hh:mm:ss +zzzz]` of an access log. */
  webServer: 8,
  /** Dates that programs write: `dd Mmm`, `yymmdd`, `mm/dd/yyyy`, klog, logcat. */
  application: 9,
  /** A date found further on in a message without a header date. */
  embedded: 10,
  /** No time, but a tag: `sshd[17]: …`, `CEF:…`. */
  tag: 11,
  /** A PRI and nothing else. */
  priority: 12,
} as const;

const NAMES: readonly string[] = [
  'none',
  'rfc3164',
  'rfc5424',
  'cisco',
  'huawei',
  'iso',
  'epoch',
  'key-value',
  'web-server',
  'application',
  'embedded',
  'tag',
  'priority',
];

/** How many codes there are; codes run from 0 to one less. */
export const DIALECT_COUNT: number = NAMES.length;

/** The name of a dialect for people, `unknown` for a code that is none. */
export function dialectName(code: number): string {
  return code >= 0 && code < NAMES.length ? NAMES[code]! : 'unknown';
}
