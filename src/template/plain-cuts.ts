import {
  type ScannedRange,
  SLOT_PLAIN,
  SLOT_PREFIX,
  SLOT_TIME,
  timeSpelling,
} from './line-scanner.js';

/** Told of the slots of a message in their order. */
export type CutVisitor = (kind: number, start: number, end: number) => void;

/** A message without a template of its own: its text as it is, around what is cut for the searched text. */
export function cutPlain(text: Uint8Array, range: ScannedRange, add: CutVisitor): void {
  let from = range.start;
  if (range.prefixEnd > range.prefixStart) {
    if (range.prefixStart > from) add(SLOT_PLAIN, from, range.prefixStart);
    add(SLOT_PREFIX, range.prefixStart, range.prefixEnd);
    from = range.prefixEnd;
  }
  if (range.timeEnd > range.timeStart) {
    if (range.timeStart > from) add(SLOT_PLAIN, from, range.timeStart);
    const spelling = timeSpelling(text, range.timeStart, range.timeEnd);
    add(SLOT_TIME | spelling, range.timeStart, range.timeEnd);
    from = range.timeEnd;
  }
  add(SLOT_PLAIN, from, range.end);
}
