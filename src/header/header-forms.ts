import { Header, parseHeader } from '../syslog/header.js';
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
  TAG,
  UPPER,
} from '../syslog/scan.js';
import { SLOT_PREFIX, SLOT_TIME, SLOT_VALUE } from '../template/line-scanner.js';
import type { Template } from '../template/template.js';
import {
  expectedBehind,
  type FieldPlace,
  type FieldSlot,
  fieldSlot,
  nowhere,
  type TemplateHeader,
} from './field-place.js';
import {
  isMnemonicByte,
  isPlainTag,
  isTagByte,
  LETTERED_HOST,
  MNEMONIC,
  NODE_PART,
  NUMBER,
  PLAIN_HOST,
  PLAIN_PID,
  PLAIN_TAG,
  PROCESS_ID,
  TIME_BEHIND_HOST,
  TIME_BEHIND_PRIORITY,
  TIME_FIRST,
} from './header-values.js';
import { originlessHeader } from './originless-forms.js';
import { rfc5424Header } from './rfc5424-form.js';

/**
 * What a template says of the headers of its messages. It is what `parseHeader` does with them, step by step, of the forms
 * that most messages have:
 *
 *     [PRI] time host app: …          RFC 3164, and what rsyslog and NX-OS write in its place
 *     [PRI] time host app[pid]: …
 *     [PRI] time host number,…        Palo Alto: no app
 *     [PRI] number: host: time: …     IOS; with a node in place of the first colon IOS-XR
 *     PRI version time host …         RFC 5424: see rfc5424-form.ts
 *     [PRI]key=…, address - - time …  no host: see originless-forms.ts
 *     text                            the same every time: the parser is asked
 *
 * App is a mnemonic, `%SYS-5-CONFIG_I`, where one stands in its place.
 *
 * It stands on the kinds of slots: a slot of kind 1 is the prefix, and one of kind 2 the time, that `parseHeader` found in
 * the message. Of other templates, and other values, headers are read. Of `template` no more than its beginning is needed.
 */
export function templateHeader(template: Template): TemplateHeader | undefined {
  const { literals, kinds, fields } = template;
  if (kinds.length === 0)
    return literals[0]!.length <= MAX_TEXT ? headerOfText(literals[0]!) : undefined;
  const first = kinds[0] === SLOT_PREFIX ? 1 : 0;
  if (first === 1 && literals[0]!.length > 0) return undefined;
  if (literals[first]!.length > 0) return originlessHeader(template, first);
  if (kinds[first] === SLOT_VALUE) {
    if (kinds[first + 1] === SLOT_VALUE) return ciscoHeader(template, first);
    if (kinds[first + 1] !== SLOT_TIME) return undefined;
    return first === 1 ? rfc5424Header(template) : originlessHeader(template, first);
  }
  if (kinds[first] !== SLOT_TIME || kinds[first + 1] !== SLOT_VALUE) return undefined;
  const between = literals[first + 1]!;
  const behind = literals[first + 2]!;
  if (between.length !== 1 || between[0] !== SPACE) return undefined;
  if (behind.length === 0 || CLASS[behind[0]!] !== BLANK) return undefined;
  const time = fieldSlot(fields[first]!, first === 1 ? TIME_BEHIND_PRIORITY : TIME_FIRST);
  const host = { expected: [time], slot: fieldSlot(fields[first + 1]!, PLAIN_HOST) };
  return { host, ...originBehindHost(template, first + 2, expectedBehind(host)) };
}

/** The longest text that is surely a whole message, and not a piece of one. */
const MAX_TEXT = 4096;

const parsed = new Header();

/** The header of messages that are all the same. */
function headerOfText(text: Uint8Array): TemplateHeader {
  parseHeader(text, 0, text.length, parsed);
  const part = (start: number, end: number) => ({
    expected: [],
    literal: text.subarray(start, end),
  });
  return {
    host: part(parsed.hostStart, parsed.hostEnd),
    app: part(parsed.appStart, parsed.appEnd),
    pid: part(parsed.pidStart, parsed.pidEnd),
    msgid: part(parsed.msgidStart, parsed.msgidEnd),
  };
}

/** The header that begins with a number in slot `first`. */
function ciscoHeader(template: Template, first: number): TemplateHeader | undefined {
  const { literals, kinds, fields } = template;
  if (!isColonAndBlanks(literals[first + 1]!)) return undefined;
  let time = first + 2;
  let usual = PLAIN_HOST;
  if (!isColonAndBlanks(literals[time]!)) {
    time = nodeBehind(template, time);
    usual = LETTERED_HOST;
  }
  if (kinds[time] !== SLOT_TIME) return undefined;
  const closing = literals[time + 1]!;
  if (closing[0] !== COLON) return undefined;
  const expected = [fieldSlot(fields[first]!, NUMBER), fieldSlot(fields[time]!, TIME_BEHIND_HOST)];
  for (let slot = first + 2; slot < time; slot++)
    expected.push(fieldSlot(fields[slot]!, NODE_PART));
  const host = { expected, slot: fieldSlot(fields[first + 1]!, usual) };
  const p = skipBlanks(closing, 1, closing.length);
  return { host, ...originAt(template, time + 1, p, expectedBehind(host)) };
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

/** App, process id and the id of the message: they are found together. */
type Origin = Pick<TemplateHeader, 'app' | 'pid' | 'msgid'>;

/** What `readBehindHost` finds in literal `at`: a tag, maybe behind a level; a mnemonic, maybe behind a colon; or nothing. */
function originBehindHost(template: Template, at: number, expected: readonly FieldSlot[]): Origin {
  const literal = template.literals[at]!;
  let p = skipBlanks(literal, 0, literal.length);
  if (literal[p] === COLON) {
    p = skipBlanks(literal, p + 1, literal.length);
    return literal[p] === PERCENT ? originAt(template, at, p, expected) : {};
  }
  const space = literal.indexOf(SPACE, p);
  if (space > p && isLevel(literal, p, space)) p = skipBlanks(literal, space, literal.length);
  if (p === literal.length && isNumberAt(template, at))
    return noOrigin([...expected, fieldSlot(template.fields[at]!, NUMBER)]);
  return originAt(template, at, p, expected);
}

/** The mnemonic or the tag that begins at `p` of literal `at`. */
function originAt(
  template: Template,
  at: number,
  p: number,
  expected: readonly FieldSlot[],
): Origin {
  const { literals, kinds, fields } = template;
  const literal = literals[at]!;
  if (literal[p] === PERCENT) return mnemonicAt(template, at, p + 1, expected);
  const q = tagEnd(literal, p);
  if (q < literal.length) {
    if (!isPlainTag(literal, p, q)) return {};
    return tagMark(template, at, q, { expected, literal: literal.subarray(p, q) });
  }
  // A part of the tag is a value: it must stand between blanks and its mark, and there is no other one.
  if (p === 0 || CLASS[literal[p - 1]!] !== BLANK || kinds[at] !== SLOT_VALUE) return {};
  const rest = literals[at + 1]!;
  const mark = tagEnd(rest, 0);
  const slot = fieldSlot(fields[at]!, PLAIN_TAG, literal.subarray(p), rest.subarray(0, mark));
  return tagMark(template, at + 1, mark, { expected, slot });
}

function tagEnd(literal: Uint8Array, p: number): number {
  let q = p;
  while (q < literal.length && isTagByte(literal[q]!)) q++;
  return q;
}

/** The mnemonic whose name begins at `p` of literal `at`: a value, and what stands beside it. */
function mnemonicAt(
  { literals, kinds, fields }: Template,
  at: number,
  p: number,
  expected: readonly FieldSlot[],
): Origin {
  if (kinds[at] !== SLOT_VALUE) return {};
  const before = literals[at]!.subarray(p);
  const rest = literals[at + 1]!;
  let q = 0;
  while (q < rest.length && isMnemonicByte(rest[q]!)) q++;
  if (q === rest.length || !before.every(isMnemonicByte)) return {};
  const app = {
    expected,
    slot: fieldSlot(fields[at]!, MNEMONIC, before, rest.subarray(0, q)),
  };
  const none = nowhere(expectedBehind(app));
  return { app, pid: rest[q] === OPEN ? undefined : none, msgid: none };
}

/**
 * An app that is a tag if its mark stands at `q` of a literal: a colon and a blank, or a process id in brackets and a colon.
 * Of what stands in brackets only a number is one.
 */
function tagMark(
  { literals, kinds, fields }: Template,
  at: number,
  q: number,
  app: FieldPlace,
): Origin {
  const literal = literals[at]!;
  if (literal[q] === COLON) {
    if (q + 1 === literal.length || CLASS[literal[q + 1]!] !== BLANK) return {};
    const none = nowhere(expectedBehind(app));
    return { app, pid: none, msgid: none };
  }
  if (literal[q] !== OPEN || q + 1 !== literal.length || kinds[at] !== SLOT_VALUE) return {};
  const behind = literals[at + 1]!;
  if (behind[0] !== CLOSE || behind[1] !== COLON) return {};
  const pid = { expected: expectedBehind(app), slot: fieldSlot(fields[at]!, PROCESS_ID) };
  const bracketed = fieldSlot(fields[at]!, PLAIN_PID);
  return {
    app: { ...app, expected: [...app.expected, bracketed] },
    pid,
    msgid: nowhere([...pid.expected, bracketed]),
  };
}

function noOrigin(expected: readonly FieldSlot[]): Origin {
  const none = nowhere(expected);
  return { app: none, pid: none, msgid: none };
}

/**
 * Whether the value in slot `at`, if it is a number, is no tag, nor the beginning of what a relay leaves of a header: behind it
 * stands what is neither.
 */
function isNumberAt({ literals, kinds }: Template, at: number): boolean {
  const next = literals[at + 1]?.[0];
  if (kinds[at] !== SLOT_VALUE || next === undefined) return false;
  return (CLASS[next]! & TAG) === 0 && next !== COLON && next !== OPEN;
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
