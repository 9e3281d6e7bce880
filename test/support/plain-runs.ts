import type { ScannedRange } from '../../src/template/line-scanner.js';
import { latin1 } from './bytes.js';

/** What a message looks like to the scanner, as Latin-1 texts one behind the other. */
export type CutMessage = {
  front: string;
  /** Cut from the searched text; empty: there is none. */
  prefix: string;
  middle: string;
  stamp: string;
  rest: string;
  /** Where in `rest` the host begins; undefined: none is known. */
  host?: number | undefined;
};

export const textOf = ({ front, prefix, middle, stamp, rest }: CutMessage): string =>
  front + prefix + middle + stamp + rest;

/** As a batch says that a message has none. */
const NO_HOST = 0xffff_ffff;

/** A message without cuts. */
export function uncut(rest: string, host?: number): CutMessage {
  return { front: '', prefix: '', middle: '', stamp: '', rest, host };
}

/** The message's bytes amid others, and what a batch tells of it. */
export function rangeOf(
  message: CutMessage,
  before = 'x',
): { text: Uint8Array; range: ScannedRange } {
  const { front, prefix, middle, stamp, rest, host } = message;
  const start = before.length;
  // As `resetHeader` leaves them where nothing was found.
  const prefixStart = prefix === '' ? start : start + front.length;
  const prefixEnd = prefixStart + prefix.length;
  const timeStart = stamp === '' ? start : start + (front + prefix + middle).length;
  const timeEnd = timeStart + stamp.length;
  const end = start + textOf(message).length;
  const hostStart = host === undefined ? NO_HOST : end - rest.length + host;
  return {
    text: latin1(`${before}${textOf(message)}9x`),
    range: { start, end, prefixStart, prefixEnd, timeStart, timeEnd, hostStart },
  };
}

/** Slots of a message: offset in its text, bytes and kind. */
export type PlainSlot = { start: number; value: string; kind: 'value' | 'prefix' | 'time' };

const RUN = /[0-9A-Za-z.:\x80-\xff-]+/gs;
/** A digit; or an upper-case letter right behind a lower-case one. */
const VALUE = /[0-9]|[a-z][A-Z]/;

/** The values of a message, by regular expressions: the oracle for `LineScanner`. */
export function plainSlots(message: CutMessage): PlainSlot[] {
  const { front, prefix, middle, stamp, rest, host } = message;
  const slots: PlainSlot[] = [];
  const hostAt = host === undefined ? -1 : textOf(message).length - rest.length + host;
  const region = (text: string, at: number) => {
    for (const run of text.matchAll(RUN)) {
      const start = at + run.index;
      if (!VALUE.test(run[0]) && start !== hostAt) continue;
      // One mark at an end stays literal, when what it marks is a letter, a digit or a byte >= 0x80.
      const value = run[0]
        .replace(/(?<=[^.:-])[.:]$/, '')
        .replace(/^:(?=[^.:-])/, (mark) => (run[0].length > 1 ? '' : mark));
      const first = run[0].length - run[0].replace(/^:(?=[^.:-])/, '').length;
      slots.push({ start: start + first, value, kind: 'value' });
    }
  };
  let at = 0;
  const cut = (text: string, kind: 'prefix' | 'time') => {
    if (text !== '') slots.push({ start: at, value: text, kind });
    at += text.length;
  };
  if (prefix === '' && stamp === '') region(textOf(message), 0);
  else if (prefix === '') {
    region(front + middle, at);
    at += (front + middle).length;
    cut(stamp, 'time');
    region(rest, at);
  } else {
    region(front, at);
    at += front.length;
    cut(prefix, 'prefix');
    if (stamp === '') region(middle + rest, at);
    else {
      region(middle, at);
      at += middle.length;
      cut(stamp, 'time');
      region(rest, at);
    }
  }
  return slots;
}
