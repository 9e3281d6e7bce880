import type { SegmentHour } from '../base/ids.js';

/** An index part as the catalog names it: which messages it covers, and what to read to open it. */
export type PartInfo = {
  /** Ordinals [first, end). */
  first: number;
  end: number;
  /** Tells apart parts of the same messages, so that a file name is never used twice. */
  generation: number;
  bytes: number;
  tailBytes: number;
};

/**
 * What is committed of one hour. The hour is *sealed* when one part covers all its messages, else *active*. Parts stand
 * in the order of their messages and do not overlap; messages that no part covers are found by reading the log.
 */
export type SegmentInfo = {
  hour: SegmentHour;
  /** Committed length of the message log. */
  logBytes: number;
  messages: number;
  /** Bytes of the messages themselves, without LF. */
  textBytes: number;
  /** First and last time, in milliseconds within the hour. */
  minTime: number;
  maxTime: number;
  parts: readonly PartInfo[];
};

/** Ranges of ordinals that no part covers. */
export function uncoveredRanges(info: SegmentInfo): { first: number; end: number }[] {
  const ranges: { first: number; end: number }[] = [];
  let next = 0;
  for (const part of info.parts) {
    if (part.first > next) ranges.push({ first: next, end: part.first });
    next = part.end;
  }
  if (next < info.messages) ranges.push({ first: next, end: info.messages });
  return ranges;
}

export function isSealed(info: SegmentInfo): boolean {
  const [part, ...rest] = info.parts;
  return part !== undefined && rest.length === 0 && part.first === 0 && part.end === info.messages;
}
