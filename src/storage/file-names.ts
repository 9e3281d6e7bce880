import { MILLIS_PER_HOUR, type SegmentHour, segmentHour } from '../base/ids.js';

/**
 * Every name on disk.
 *
 *     STORE/CATALOG                        what is committed; replaced by rename
 *     STORE/writer.<pid>.<start>.<boot>.lock  the lock of a writing process
 *     STORE/2021/08/17/09/                 one hour of event time, UTC
 *       messages.log                       the message log
 *       0000000000-0000000587.1.index      an index part: first message, end, generation
 *     *.tmp                                not yet published; removed by the next writer
 */
export const CATALOG = 'CATALOG';
export const MESSAGE_LOG = 'messages.log';
export const TEMPORARY = '.tmp';

const two = (value: number) => String(value).padStart(2, '0');

/** `2021/08/17/09` */
export function segmentFolder(hour: SegmentHour): string {
  const date = new Date(hour * MILLIS_PER_HOUR);
  const year = String(date.getUTCFullYear()).padStart(4, '0');
  return `${year}/${two(date.getUTCMonth() + 1)}/${two(date.getUTCDate())}/${two(date.getUTCHours())}`;
}

/** The hour of a segment folder, or undefined for any other path. */
export function parseSegmentFolder(path: string): SegmentHour | undefined {
  const match = /^(\d{4})\/(\d\d)\/(\d\d)\/(\d\d)$/.exec(path);
  if (match === null) return undefined;
  const time = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]), Number(match[4]));
  const hour = segmentHour(time / MILLIS_PER_HOUR);
  return segmentFolder(hour) === path ? hour : undefined;
}

export function messageLogPath(hour: SegmentHour): string {
  return `${segmentFolder(hour)}/${MESSAGE_LOG}`;
}

/** The part of the index that covers the messages [first, end) in order of arrival. */
export function indexPartPath(
  hour: SegmentHour,
  first: number,
  end: number,
  generation: number,
): string {
  const ten = (value: number) => String(value).padStart(10, '0');
  return `${segmentFolder(hour)}/${ten(first)}-${ten(end)}.${generation}.index`;
}

/** True for the name (without folder) of an index part. */
export function isIndexPartName(name: string): boolean {
  return /^\d{10}-\d{10}\.\d+\.index$/.test(name);
}

/** `2021-08-17T09`, as commands and errors name an hour. */
export function formatHour(hour: SegmentHour): string {
  return new Date(hour * MILLIS_PER_HOUR).toISOString().slice(0, 13);
}
