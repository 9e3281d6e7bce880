/**
 * Every name on disk.
 *
 *     STORE/CATALOG                        what is committed; replaced by rename
 *     STORE/writer.<pid>.<start>.<boot>.lock  the lock of a writing process
 *     STORE/packs/0000000001.pack          sealed messages and their index; immutable
 *     STORE/log/0000000002.log             the message log: what is not sealed yet; append-only
 *     *.tmp                                not yet published; removed by whoever takes over from a writer that died
 *     *.damaged                            a pack or log that repair could make nothing of; nobody reads it
 */
export const CATALOG = 'CATALOG';
export const PACKS = 'packs';
export const LOGS = 'log';
export const TEMPORARY = '.tmp';
export const SET_ASIDE = '.damaged';

const ten = (value: number) => String(value).padStart(10, '0');

export function packPath(number: number): string {
  return `${PACKS}/${ten(number)}.pack`;
}

export function logPath(number: number): string {
  return `${LOGS}/${ten(number)}.log`;
}

/** The number in the name (without folder) of a pack, or undefined for any other name. */
export function packNumber(name: string): number | undefined {
  const match = /^(\d{10})\.pack$/.exec(name);
  return match === null ? undefined : Number(match[1]);
}

/** The number in the name (without folder) of a message log, or undefined for any other name. */
export function logNumber(name: string): number | undefined {
  const match = /^(\d{10})\.log$/.exec(name);
  return match === null ? undefined : Number(match[1]);
}

/** `2021-08-17T09`, as commands and errors name an hour. */
export function formatHour(hour: number): string {
  return new Date(hour * 3_600_000).toISOString().slice(0, 13);
}
