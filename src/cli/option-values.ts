import { usage } from '../base/errors.js';
import { localTimeZone, type TimeZone, timeZone, UTC } from '../syslog/time-zones.js';

/** Options as commander hands them over: names to strings and booleans. */
export type OptionValues = Readonly<Record<string, unknown>>;

export function textOption(options: OptionValues, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

export function flagOption(options: OptionValues, name: string): boolean {
  return options[name] === true;
}

/** A whole number of at least `least`. */
export function countOption(
  options: OptionValues,
  name: string,
  flag: string,
  least: number,
): number | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || !Number.isSafeInteger(value))
    throw usage(`${flag} takes a whole number of at least ${least}, got ${JSON.stringify(text)}`);
  return value;
}

/** A size such as 16MB, 512kB or 1000; in bytes. */
export function sizeOption(options: OptionValues, name: string, flag: string): number | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  const match = /^(\d+)\s*(B|kB|MB|GB)?$/i.exec(text);
  const scale = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9 }[(match?.[2] ?? 'B').toLowerCase()] ?? 1;
  const bytes = match === null ? 0 : Number(match[1]) * scale;
  if (bytes < 1) throw usage(`${flag} takes a size such as 16MB, got ${JSON.stringify(text)}`);
  return bytes;
}

/** The zone an option names, or --utc, else the machine's. */
export function zoneOption(options: OptionValues, option: string): TimeZone {
  const name = textOption(options, option);
  if (!flagOption(options, 'utc')) return name === undefined ? localTimeZone() : timeZone(name);
  if (name === undefined) return UTC;
  throw usage('--utc and --timezone both name the zone: expected one of them, got both');
}

/** The store's folder: --store, else $HAYABUSA_STORE, else ./hayabusa-store. */
export function storeFolder(options: OptionValues): string {
  return textOption(options, 'store') ?? (process.env['HAYABUSA_STORE'] || 'hayabusa-store');
}
