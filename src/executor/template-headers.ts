import type { ValueTest } from '../column/column-reader.js';
import type { StoredTemplates } from '../pack/stored-templates.js';
import { isLevelWord } from '../syslog/level-words.js';
import {
  BLANK,
  CLASS,
  CLOSE,
  COLON,
  DIGIT,
  LETTER,
  OPEN,
  PERCENT,
  SLASH,
  SPACE,
  skipBlanks,
  UPPER,
} from '../syslog/scan.js';
import { SLOT_PREFIX, SLOT_TIME, SLOT_VALUE } from '../template/line-scanner.js';
import type { Template } from '../template/template.js';
import {
  BEHIND_HOST,
  BEHIND_PRIORITY,
  isLetteredHost,
  isMnemonic,
  isMnemonicByte,
  isPlainHost,
  isPlainTag,
  isTagByte,
  TIME_FIRST,
  type TimePlace,
} from './header-values.js';

/** Where a field of the header stands in every message of a template: in its literals, always these bytes, or in a slot. */
export type FieldPlace = {
  readonly literal: Uint8Array | undefined;
  /** The field of the slot, and what of the literals around it belongs to the value. */
  readonly field: number;
  readonly before: Uint8Array;
  readonly behind: Uint8Array;
  /** Whether the whole value is as usual. */
  readonly isPlain: ValueTest['test'];
  /** The field of the slot behind it that has the process id, or -1. */
  readonly pid: number;
};

/**
 * Where the messages of a template have host and app, if what fills its slots is as usual: the time is one of which
 * `isTimeOf` is true, the host plain, before it maybe a number, behind it maybe a node.
 */
export type TemplateHeader = {
  readonly time: number;
  readonly timePlace: TimePlace;
  /** The field of a sequence number before the host, or -1. */
  readonly sequence: number;
  /** The fields of the parts of a node. */
  readonly node: readonly number[];
  readonly host: FieldPlace;
  readonly app: FieldPlace | undefined;
};

/**
 * What the templates of a pack say of the headers of their messages, each asked once. It is what `parseHeader` does with
 * them, step by step, of three forms that most messages have:
 *
 *     [PRI] time host app: …          RFC 3164, and what rsyslog and NX-OS write in its place
 *     [PRI] time host app[pid]: …
 *     [PRI] number: host: time: …     IOS; with a node in place of the first colon IOS-XR
 *
 * App is a mnemonic, `%SYS-5-CONFIG_I`, where one stands in its place.
 *
 * It stands on the kinds of slots: a slot of kind 1 is the prefix, and one of kind 2 the time, that `parseHeader` found in
 * the message. Of other templates, and other values, headers are read.
 */
export class TemplateHeaders {
  readonly #templates: StoredTemplates;
  readonly #known: (TemplateHeader | null | undefined)[];

  constructor(templates: StoredTemplates) {
    this.#templates = templates;
    this.#known = new Array(templates.count);
  }

  /** Of template `id`; undefined when nothing is known. */
  of(id: number): TemplateHeader | undefined {
    let known = this.#known[id];
    if (known === undefined) {
      const template = this.#templates.template(id);
      known = (template && headerOf(template)) ?? null;
      this.#known[id] = known;
    }
    return known ?? undefined;
  }
}

function headerOf(template: Template): TemplateHeader | undefined {
  const { literals, kinds, fields } = template;
  const first = kinds[0] === SLOT_PREFIX ? 1 : 0;
  for (let i = 0; i <= first; i++) if (literals[i]!.length > 0) return undefined;
  if (kinds[first] === SLOT_VALUE) return ciscoHeaderOf(template, first);
  if (kinds[first] !== SLOT_TIME || kinds[first + 1] !== SLOT_VALUE) return undefined;
  const between = literals[first + 1]!;
  const behind = literals[first + 2]!;
  if (between.length !== 1 || between[0] !== SPACE) return undefined;
  if (behind.length === 0 || CLASS[behind[0]!] !== BLANK) return undefined;
  return {
    time: fields[first]!,
    timePlace: first === 1 ? BEHIND_PRIORITY : TIME_FIRST,
    sequence: -1,
    node: [],
    host: slotPlace(fields[first + 1]!, isPlainHost),
    app: appBehindHost(template, first + 2),
  };
}

/** The header that begins with a number in slot `first`. */
function ciscoHeaderOf(template: Template, first: number): TemplateHeader | undefined {
  const { literals, kinds, fields } = template;
  if (kinds[first + 1] !== SLOT_VALUE || !isColonAndBlanks(literals[first + 1]!)) return undefined;
  let time = first + 2;
  let isPlain: ValueTest['test'] = isPlainHost;
  if (!isColonAndBlanks(literals[time]!)) {
    time = nodeBehind(template, time);
    isPlain = isLetteredHost;
  }
  if (kinds[time] !== SLOT_TIME) return undefined;
  const closing = literals[time + 1]!;
  if (closing[0] !== COLON) return undefined;
  return {
    time: fields[time]!,
    timePlace: BEHIND_HOST,
    sequence: fields[first]!,
    node: [...fields.subarray(first + 2, time)],
    host: slotPlace(fields[first + 1]!, isPlain),
    app: appAt(template, time + 1, skipBlanks(closing, 1, closing.length)),
  };
}

/** The slot behind the node that begins with a blank in literal `at`, or -1. */
function nodeBehind({ literals, kinds }: Template, at: number): number {
  const front = literals[at]!;
  let slashes = 0;
  let p = skipBlanks(front, 0, front.length);
  if (front[0] !== SPACE || CLASS[front[p]!] !== UPPER) return -1;
  for (let i = at; i < kinds.length; i++) {
    const literal = literals[i]!;
    for (; p < literal.length; p++) {
      if (literal[p] === SLASH) slashes++;
      else if ((CLASS[literal[p]!]! & (UPPER | DIGIT)) === 0)
        return literal[p] === COLON && p + 1 === literal.length && slashes >= 2 ? i : -1;
    }
    if (kinds[i] !== SLOT_VALUE) return -1;
    p = 0;
  }
  return -1;
}

const NOTHING = new Uint8Array(0);

function slotPlace(field: number, isPlain: ValueTest['test'], pid = -1): FieldPlace {
  return { literal: undefined, field, before: NOTHING, behind: NOTHING, isPlain, pid };
}

/** What `readBehindHost` finds in literal `at`: a tag, maybe behind a level; a mnemonic, maybe behind a colon. */
function appBehindHost(template: Template, at: number): FieldPlace | undefined {
  const literal = template.literals[at]!;
  let p = skipBlanks(literal, 0, literal.length);
  if (literal[p] === COLON) {
    p = skipBlanks(literal, p + 1, literal.length);
    return literal[p] === PERCENT ? appAt(template, at, p) : undefined;
  }
  const space = literal.indexOf(SPACE, p);
  if (space > p && isLevel(literal, p, space)) p = skipBlanks(literal, space, literal.length);
  return appAt(template, at, p);
}

/** The mnemonic or the tag that begins at `p` of literal `at`. */
function appAt(template: Template, at: number, p: number): FieldPlace | undefined {
  const { literals, kinds, fields } = template;
  const literal = literals[at]!;
  if (literal[p] === PERCENT) return mnemonicAt(template, at, p + 1);
  if (p === literal.length) {
    // The tag is a value: it must be all of what stands between blanks and its mark.
    if (p === 0 || CLASS[literal[p - 1]!] !== BLANK || kinds[at] !== SLOT_VALUE) return undefined;
    const mark = tagMark(template, at + 1, 0);
    return mark === undefined ? undefined : slotPlace(fields[at]!, isPlainTag, mark);
  }
  let q = p;
  while (q < literal.length && isTagByte(literal[q]!)) q++;
  if (q === literal.length || !isPlainTag(literal, p, q)) return undefined;
  const mark = tagMark(template, at, q);
  if (mark === undefined) return undefined;
  return { ...slotPlace(-1, isPlainTag, mark), literal: literal.subarray(p, q) };
}

/** The mnemonic whose name begins at `p` of literal `at`: a value, and what stands beside it. */
function mnemonicAt(
  { literals, kinds, fields }: Template,
  at: number,
  p: number,
): FieldPlace | undefined {
  if (kinds[at] !== SLOT_VALUE) return undefined;
  const before = literals[at]!.subarray(p);
  const rest = literals[at + 1]!;
  let q = 0;
  while (q < rest.length && isMnemonicByte(rest[q]!)) q++;
  if (q === rest.length || !before.every(isMnemonicByte)) return undefined;
  return {
    ...slotPlace(fields[at]!, (bytes, start, end) => isMnemonic(bytes.subarray(start, end))),
    before,
    behind: rest.subarray(0, q),
  };
}

/** What ends a tag at `q` of a literal: a colon and a blank (-1), or the field of a process id in brackets and a colon. */
function tagMark({ literals, kinds, fields }: Template, at: number, q: number): number | undefined {
  const literal = literals[at]!;
  if (literal[q] === COLON)
    return q + 1 < literal.length && CLASS[literal[q + 1]!] === BLANK ? -1 : undefined;
  if (literal[q] !== OPEN || q + 1 !== literal.length || kinds[at] !== SLOT_VALUE) return undefined;
  const behind = literals[at + 1]!;
  return behind[0] === CLOSE && behind[1] === COLON ? fields[at]! : undefined;
}

/** Whether a word of letters is a level's, which stands before some tags. */
function isLevel(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if ((CLASS[bytes[i]!]! & LETTER) === 0) return false;
  return isLevelWord(bytes, start, end);
}

function isColonAndBlanks(bytes: Uint8Array): boolean {
  return (
    bytes.length > 1 && bytes[0] === COLON && skipBlanks(bytes, 1, bytes.length) === bytes.length
  );
}
