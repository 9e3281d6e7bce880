import { parseIpAddress } from '../analysis/address-ranges.js';
import type { RowFront } from '../pack/row-front.js';
import type { HeaderFields } from '../syslog/header-fields.js';
import { SLOT_PREFIX, SLOT_TIME } from '../template/line-scanner.js';
import type { Template } from '../template/template.js';

/** What messages of one kind have in common: texts, and between them places that values fill. */
export type Pattern = {
  readonly texts: readonly string[];
  /** The slot of the template behind each text but the last. */
  readonly slots: readonly number[];
  /** Whether the app is filled in, at least in part: messages of this template may be of several. */
  readonly isAppFilled: boolean;
};

/** What values look like, as bits: of all that were looked at. */
export const LOOKS_NUMBER = 1;
export const LOOKS_ADDRESS = 2;
export const LOOKS_OTHER = 4;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The pattern of a message, which `front` has whole: its app and what stands behind its header, without the kernel's
 * uptime; blanks in a row count as one. With `keepsApp` the app is text also where it is filled in.
 */
export function patternOf(
  template: Template,
  front: RowFront,
  header: HeaderFields,
  keepsApp: boolean,
): Pattern {
  const parts = new Parts(template, front);
  const { appStart, appEnd, contentStart } = header;
  const hasApp = appEnd > appStart;
  let isAppFilled = false;
  if (hasApp) {
    if (keepsApp) parts.text(appStart, appEnd);
    else parts.range(appStart, appEnd);
    isAppFilled = parts.slots.length > 0;
    parts.add(': ');
  }
  const start = parts.texts.length - 1;
  parts.range(contentStart, front.end);
  const texts = parts.texts.map((text) => text.replace(/[ \t]+/g, ' '));
  const { slots } = parts;
  const opening = texts[start] ?? '';
  const closing = texts[start + 1];
  if (/^kernel: \[ ?$/.test(opening) && closing?.startsWith('] ') === true) {
    texts.splice(start, 2, opening.replace(/\[ ?$/, '') + closing.slice(2));
    slots.splice(start, 1);
  }
  const last = texts.length - 1;
  texts[0] = (texts[0] ?? '').replace(/^[\t-\r ]+/, '');
  texts[last] = (texts[last] ?? '').replace(/[\t-\r ]+$/, '');
  return { texts, slots, isAppFilled };
}

/** What a value looks like. */
export function looksOf(front: RowFront, slot: number): number {
  const value = decoder.decode(
    front.bytes.subarray(front.valueStarts[slot], front.valueEnds[slot]),
  );
  if (/^\d+(?:\.\d+)?$/.test(value)) return LOOKS_NUMBER;
  return parseIpAddress(value) === undefined ? LOOKS_OTHER : LOOKS_ADDRESS;
}

/** Whether values look like no one thing, whatever others look like. */
export function isMixed(looks: number): boolean {
  return looks !== 0 && looks !== LOOKS_NUMBER && looks !== LOOKS_ADDRESS;
}

/** A pattern as it is shown: `<num>` and `<ip>` where all values that were looked at are such, else `<*>`. */
export function patternText(texts: readonly string[], looks: readonly number[]): string {
  return texts
    .map((text, i) => {
      if (i === texts.length - 1) return text;
      if (looks[i] === LOOKS_NUMBER) return `${text}<num>`;
      return looks[i] === LOOKS_ADDRESS ? `${text}<ip>` : `${text}<*>`;
    })
    .join('');
}

/** Texts and slots of parts of a message, one after the other. */
class Parts {
  readonly texts: string[] = [''];
  readonly slots: number[] = [];
  readonly #template: Template;
  readonly #front: RowFront;

  constructor(template: Template, front: RowFront) {
    this.#template = template;
    this.#front = front;
  }

  add(text: string): void {
    this.texts[this.texts.length - 1] += text;
  }

  /** The bytes [from, to) as they are. */
  text(from: number, to: number): void {
    if (to > from) this.add(decoder.decode(this.#front.bytes.subarray(from, to)));
  }

  /** The literals within [from, to), and the slots that reach into it; a space for PRI and timestamp. */
  range(from: number, to: number): void {
    const { valueStarts, valueEnds, slots } = this.#front;
    let at = from;
    for (let slot = 0; slot < slots && at < to; slot++) {
      const start = valueStarts[slot]!;
      const end = valueEnds[slot]!;
      if (end <= at || start >= to) continue;
      this.text(at, start);
      at = end;
      const kind = this.#template.kinds[slot];
      if (kind === SLOT_PREFIX || kind === SLOT_TIME) this.add(' ');
      else {
        this.slots.push(slot);
        this.texts.push('');
      }
    }
    this.text(at, to);
  }
}
