import { isTerminal } from './terminal.js';

/** Eighths of a column, from one to seven. */
const PARTS = '▏▎▍▌▋▊▉';

/**
 * A bar of at most `width` columns, as long as `value` is of `most`. What is above nothing is seen: one eighth of a column at
 * least, or a whole `#` where the terminal has no other signs.
 */
export function bar(value: number, most: number, width: number, isPlain: boolean): string {
  if (value <= 0 || most <= 0 || width <= 0) return '';
  const columns = (value / most) * width;
  if (isPlain) return '#'.repeat(Math.max(1, Math.round(columns)));
  const eighths = Math.max(1, Math.round(columns * 8));
  return '█'.repeat(eighths >> 3) + PARTS.slice((eighths & 7) - 1, eighths & 7);
}

/** Whether the locale is one whose terminals may show nothing but ASCII. */
export function isPlainLocale(env: NodeJS.ProcessEnv = process.env): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  return !/utf-?8/i.test(locale);
}

/** Columns of the terminal; 80 where the output is none. */
export function outputColumns(): number {
  const columns = isTerminal() ? process.stdout.columns : undefined;
  return columns !== undefined && columns > 0 ? columns : 80;
}
