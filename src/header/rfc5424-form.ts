import {
  BLANK,
  CLASS,
  COLON,
  COMMA,
  DASH,
  EQUALS,
  OPEN,
  QUOTE,
  SPACE,
  skipBlanks,
  tokenEnd,
} from '../syslog/scan.js';
import { SLOT_VALUE } from '../template/line-scanner.js';
import type { Template } from '../template/template.js';
import {
  expectedBehind,
  type FieldPlace,
  type FieldSlot,
  fieldSlot,
  nowhere,
  type TemplateHeader,
  type Usual,
} from './field-place.js';
import { isNumber, TIME_BEHIND_VERSION } from './header-values.js';

const PIPE = 124;
const BRACE = 123;
const LESS = 60;

/** The header `PRI version time host app pid msgid …` of RFC 5424, as far as its fields are tokens between spaces. */
export function rfc5424Header(template: Template): TemplateHeader | undefined {
  const { literals, fields } = template;
  const [, , between, behind] = literals;
  if (between![0] !== SPACE || skipBlanks(between!, 0, between!.length) !== between!.length)
    return undefined;
  if (behind![0] !== SPACE) return undefined;
  const front = [fieldSlot(fields[1]!, VERSION), fieldSlot(fields[2]!, TIME_BEHIND_VERSION)];
  const host = tokenAt(template, 3, 0, front, HOST_TOKEN);
  if (host === undefined) return undefined;
  const app = behindToken(template, host, APP_TOKEN);
  const pid = app && behindToken(template, app, ID_TOKEN);
  const msgid = pid && behindToken(template, pid, ID_TOKEN);
  return { host: host.place, app: app?.place, pid: pid?.place, msgid: msgid?.place };
}

/** A token, and where the literal goes on behind it; nowhere (-1) where no more fields come: none of them has a value. */
type Token = { readonly place: FieldPlace; readonly at: number; readonly p: number };

function behindToken(template: Template, { place, at, p }: Token, usual: Usual): Token | undefined {
  const expected = expectedBehind(place);
  if (at < 0) return { place: nowhere(expected), at, p };
  return tokenAt(template, at, p, expected, usual);
}

/** The token behind blanks at `p` of literal `at`: of the template, or of a slot and maybe what stands beside it. */
function tokenAt(
  { literals, kinds, fields }: Template,
  at: number,
  p: number,
  expected: readonly FieldSlot[],
  usual: Usual,
): Token | undefined {
  const literal = literals[at]!;
  const start = skipBlanks(literal, p, literal.length);
  const stop = tokenEnd(literal, start, literal.length);
  if (stop < literal.length) {
    if (usual.test(literal, start, stop))
      return { place: { expected, literal: literal.subarray(start, stop) }, at, p: stop };
    if (isNil(literal, start, stop)) return { place: nowhere(expected), at, p: stop };
  }
  // What a token begins with may say that it is none.
  if (usual !== HOST_TOKEN && breaksHeader(literal, start, stop))
    return { place: nowhere(expected), at: -1, p: 0 };
  if (stop < literal.length) return undefined;
  if (kinds[at] !== SLOT_VALUE) return undefined;
  const behind = literals[at + 1]!;
  const end = tokenEnd(behind, 0, behind.length);
  if (end === behind.length) return undefined;
  const slot = fieldSlot(fields[at]!, usual, literal.subarray(start), behind.subarray(0, end));
  return { place: { expected, slot }, at: at + 1, p: end };
}

function isNil(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start === 1 && bytes[start] === DASH;
}

/** Whether a token ends the header: it is data or text. */
function breaksHeader(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start]!;
  if (first === OPEN || first === QUOTE || first === BRACE || first === LESS) return true;
  for (let i = start; i < end; i++)
    if (bytes[i] === COMMA || bytes[i] === EQUALS || bytes[i] === BRACE) return true;
  return false;
}

function isTagShaped(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[end - 1] === COLON) return true;
  for (let i = start; i < end; i++) if (bytes[i] === PIPE || bytes[i] === OPEN) return true;
  return false;
}

const VERSION: Usual = {
  test: (bytes, start, end) =>
    end - start <= 3 && bytes[start] !== 0x30 && isNumber(bytes, start, end),
};

/** A field that has a value: any token but a dash. */
const HOST_TOKEN: Usual = {
  test: (bytes, start, end) => {
    for (let i = start; i < end; i++) if (CLASS[bytes[i]!] === BLANK) return false;
    return end > start && !isNil(bytes, start, end);
  },
};
/** Of the fields behind the host, which end the header where they look like data or text. */
const ID_TOKEN: Usual = {
  test: (bytes, start, end) =>
    HOST_TOKEN.test(bytes, start, end) && !breaksHeader(bytes, start, end),
};
/** Of the app, in whose place a tag may stand. */
const APP_TOKEN: Usual = {
  test: (bytes, start, end) => ID_TOKEN.test(bytes, start, end) && !isTagShaped(bytes, start, end),
};
