/** The searches that a reader in a hurry is shown; the others stand in the result file. */
const TELLING = [
  /^.*, count, span, warm$/,
  /^(?:rare|common|rare AND common|phrase), count, span, fresh$/,
  /^(?:rare|common|common AND common), first 100, span, (?:fresh|warm)$/,
  /^common, all, span, (?:fresh|warm)$/,
  /^rare, count, hour, (?:fresh|warm)$/,
];

/** Whether a row of the searches is one of those. */
export function isTelling(row: string): boolean {
  return TELLING.some((pattern) => pattern.test(row));
}
