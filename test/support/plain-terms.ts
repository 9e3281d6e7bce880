import { KIND_IPV4, KIND_IPV6, KIND_MAC } from '../../src/analysis/network-terms.js';
import { tokenize } from '../../src/analysis/tokenizer.js';
import { asText, latin1 } from './bytes.js';

/**
 * The terms of a message, said as plainly as possible: the oracle for `TermCollector`. Words come from `tokenize`;
 * addresses are found by regular expressions, written from the rules and not from the code that they check. Texts and
 * terms are Latin-1: one character a byte.
 */
export function plainTerms(pieces: readonly string[]): Set<string> {
  const terms = new Set<string>();
  for (const piece of pieces) {
    for (const token of tokenize(latin1(piece))) terms.add(asText(token));
    for (const address of plainAddresses(piece)) terms.add(address);
  }
  return terms;
}

/** What a run is made of, as the inside of a character class. */
const RUN = '0-9A-Za-z.:\\x80-\\xff';
const OCTET = '(\\d{1,3})';
const IPV4 = new RegExp(`^${OCTET}\\.${OCTET}\\.${OCTET}\\.${OCTET}$`);
const PORT = /:\d{1,5}$/;
const GROUP = /^[0-9a-f]{1,4}$/i;
const MAC = /^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/i;
/** Destination, source and EtherType, as netfilter prints them. */
const NETFILTER_MACS =
  /^((?:[0-9a-f]{2}:){5}[0-9a-f]{2}):((?:[0-9a-f]{2}:){5}[0-9a-f]{2}):[0-9a-f]{2}:[0-9a-f]{2}$/i;
const DOTTED_MAC = /^(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}$/i;
/** A label is letters and digits before a colon, but no hexadecimal group. */
const LABEL = '(?![0-9A-Fa-f]{1,4}:)[0-9A-Za-z\\x80-\\xff]+:';
const DASHED_MAC = new RegExp(
  '(?:(?:[0-9a-f]{2}-){5}[0-9a-f]{2}|(?:[0-9a-f]{4}-){2}[0-9a-f]{4})' +
    // Nothing of a run and no dash touches its end, but for one final mark.
    `(?=$|[^${RUN}-]|[.:](?:$|[^${RUN}]))`,
  'iy',
);

/** The network terms of a text, each as Latin-1. */
export function plainAddresses(text: string): string[] {
  const found: string[] = [];
  for (const run of text.matchAll(new RegExp(`[${RUN}]+`, 'gs'))) {
    found.push(...addressesOfRun(run[0]));
    found.push(...dashedMacAt(text, run.index, run[0]));
  }
  return found;
}

function addressesOfRun(run: string): string[] {
  let rest = run.replace(/(?:\.|(?<!:):)$/, '').replace(/^:(?!:)/, '');
  for (;;) {
    const terms = wholeAddress(rest);
    if (terms.length > 0) return terms;
    const label = new RegExp(`^${LABEL}`).exec(rest);
    if (label === null) return [];
    rest = rest.slice(label[0].length);
  }
}

/** A run that opens with a dashed MAC, behind labels or with no dash before it. */
function dashedMacAt(text: string, start: number, run: string): string[] {
  const before = new RegExp(`^:?(?:${LABEL})*`).exec(run)![0];
  if (before === '' && text[start - 1] === '-') return [];
  DASHED_MAC.lastIndex = start + before.length;
  const match = DASHED_MAC.exec(text);
  return match === null ? [] : [macTerm(match[0])];
}

/** The terms of an address, with a port if it has one; none when the text is something else. */
function wholeAddress(text: string): string[] {
  const ipv4 = ipv4Bytes(text.replace(PORT, ''));
  if (ipv4 !== undefined) return [term(KIND_IPV4, ipv4)];
  if (MAC.test(text) || DOTTED_MAC.test(text)) return [macTerm(text)];
  const two = NETFILTER_MACS.exec(text);
  if (two !== null) return [macTerm(two[1]!), macTerm(two[2]!)];
  const hasPort = text.split(':').length === 9 && PORT.test(text) && !text.includes('::');
  const ipv6 = ipv6Bytes(hasPort ? text.replace(PORT, '') : text);
  if (ipv6 === undefined) return [];
  const isMapped = asText(Uint8Array.from(ipv6.slice(0, 12))) === `${'\0'.repeat(10)}\xff\xff`;
  const mapped = isMapped ? [term(KIND_IPV4, ipv6.slice(12))] : [];
  return [term(KIND_IPV6, ipv6), ...mapped];
}

function ipv4Bytes(text: string): number[] | undefined {
  const match = IPV4.exec(text);
  const octets = match?.slice(1).map(Number);
  return octets?.every((octet) => octet <= 255) ? octets : undefined;
}

function ipv6Bytes(text: string): number[] | undefined {
  const halves = text.split('::');
  const groups = halves.map((half) => groupsOf(half));
  const [left, right] = groups;
  if (left === undefined || groups.length > 2 || groups.includes(undefined)) return undefined;
  // Dotted groups come last.
  if (groups.length === 2 && halves[0]!.includes('.')) return undefined;
  const count = left.length + (right?.length ?? 0);
  if (right === undefined ? count !== 8 : count < 1 || count > 7) return undefined;
  const zeros = new Array<number>(8 - count).fill(0);
  return [...left, ...zeros, ...(right ?? [])].flatMap((group) => [group >>> 8, group & 0xff]);
}

/** Groups between colons; the last one may be an IPv4 address, which stands for two. */
function groupsOf(half: string): number[] | undefined {
  if (half === '') return [];
  const parts = half.split(':');
  const dotted = ipv4Bytes(parts.at(-1)!);
  if (dotted !== undefined) parts.pop();
  if (!parts.every((part) => GROUP.test(part))) return undefined;
  const groups = parts.map((part) => Number.parseInt(part, 16));
  if (dotted !== undefined)
    groups.push(dotted[0]! * 256 + dotted[1]!, dotted[2]! * 256 + dotted[3]!);
  return groups;
}

function macTerm(text: string): string {
  const digits = text.replaceAll(/[^0-9a-f]/gi, '');
  return term(KIND_MAC, [...Buffer.from(digits, 'hex')]);
}

function term(kind: number, bytes: readonly number[]): string {
  return asText(Uint8Array.of(kind, ...bytes));
}
