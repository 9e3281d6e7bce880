/**
 * Globs of fields: `*` is any text, `?` a character, and a backslash makes one of these three mean itself. In a query a
 * backslash also protects a space, a quotation mark or a parenthesis; it is dropped here.
 */

/** The glob that a value as typed means. */
export function globOfValue(typed: string): string {
  return typed.replace(/\\([\s\S]?)/g, (_, meant: string) =>
    globOfText(meant === '' ? '\\' : meant),
  );
}

/** The glob that finds a text and no other. */
export function globOfText(text: string): string {
  return text.replace(/[\\*?]/g, '\\$&');
}

/** The text that a glob without `*` and `?` finds; undefined for another. */
export function textOfGlob(glob: string): string | undefined {
  const text = glob.replace(/\\([\s\S])/g, '$1');
  return globOfText(text) === glob ? text : undefined;
}

/** A glob as the value of a field. */
export function printGlob(glob: string): string {
  if (!/[\s"()]/.test(glob)) return glob;
  const text = textOfGlob(glob);
  if (text !== undefined) return `"${text.replaceAll('"', '""')}"`;
  return glob.replace(/[\s"()]/g, '\\$&');
}
