import { type FramedBatch, LineFramer, OctetFramer } from '../../src/syslog/framing.js';
import { Header, parseHeader, resetHeader } from '../../src/syslog/header.js';
import { LineClock, type LineClockOptions } from '../../src/syslog/line-clock.js';
import { searchedText } from '../../src/syslog/searched-text.js';
import { asText } from './bytes.js';
import { plainAddresses } from './plain-terms.js';

/**
 * Brute force: the answers of a store as a list of messages that are looked at one by one. Shares with the engine only
 * how a header is read, since the searched text depends on it; words, phrases, addresses, order and ranges are said
 * here once more, as plainly as possible.
 */

/**
 * What is looked for: all phrases (a word is a phrase of one token), all prefixes (phrases whose last token may go on)
 * and all addresses. Texts are Latin-1.
 */
export type Wanted = {
  readonly phrases: readonly string[];
  readonly prefixes: readonly string[];
  readonly addresses: readonly string[];
};

export type Range = { readonly from: number; readonly to: number };

export type Asked = Wanted & {
  /** Undefined: all time. */
  readonly ranges: readonly Range[] | undefined;
  readonly limit: number | undefined;
  readonly newestFirst: boolean;
};

/** A stored message; a line too long to be one has several pieces, each searched by itself. */
export type KnownMessage = {
  readonly raw: string;
  readonly time: number;
  readonly source: string;
  /** Number of arrival of its first piece. */
  readonly sequence: number;
  readonly pieces: readonly KnownPiece[];
};

export type KnownPiece = {
  readonly raw: Uint8Array;
  /** A further piece of a line has no header. */
  readonly isFurther: boolean;
  readonly text: Uint8Array;
  readonly words: string;
  readonly addresses: ReadonlySet<string>;
  /** Where it came from. */
  readonly source: string;
};

export type KnownInput = {
  readonly name: string;
  readonly framing: 'newline' | 'octet';
  /** The longest piece; 1 MiB by default. */
  readonly limit?: number;
  readonly clock: LineClockOptions;
};

/** Tokens of a Latin-1 text, folded. */
export function plainWords(text: string): string[] {
  const words = text.match(/[0-9A-Za-z\x80-\xff]+/g) ?? [];
  return words.map((word) => word.replace(/[A-Z]/g, (letter) => letter.toLowerCase()));
}

/** Tokens with a space before and behind each: a phrase in it is a substring, and so is a prefix without its last space. */
function spaced(words: readonly string[]): string {
  return ` ${words.join(' ')} `;
}

const header = new Header();

/** The searched text of a message, or of a further piece of one, which has no header. */
export function searchedTextOf(raw: Uint8Array, isFurtherPiece = false): Uint8Array {
  if (isFurtherPiece) resetHeader(header, 0);
  else parseHeader(raw, 0, raw.length, header);
  return searchedText(raw, 0, raw.length, header).slice();
}

/** What is known of a message, or of a further piece of one. */
export function knownPiece(raw: Uint8Array, isFurtherPiece: boolean, source = ''): KnownPiece {
  const text = searchedTextOf(raw, isFurtherPiece);
  return {
    raw,
    isFurther: isFurtherPiece,
    text,
    words: spaced(plainWords(asText(text))),
    addresses: new Set(plainAddresses(asText(text))),
    source,
  };
}

/** The messages of an input, which is cut all at once; `sequence` is the number of arrival of the first. */
export function* knownMessages(
  bytes: Uint8Array,
  input: KnownInput,
  sequence: number,
): Generator<KnownMessage> {
  const clock = new LineClock(input.clock);
  const framer = framerOf(input);
  let arrived = sequence;
  let raw = '';
  let time = 0;
  let pieces: KnownPiece[] = [];
  for (const piece of [...cut(framer.push(bytes)), ...cut(framer.finish())]) {
    if (pieces.length === 0) {
      parseHeader(piece.bytes, 0, piece.bytes.length, header);
      time = clock.timeOf(header);
    }
    pieces.push(knownPiece(piece.bytes, pieces.length > 0, input.name));
    raw += asText(piece.bytes);
    if (piece.continues) continue;
    yield { raw, time, source: input.name, sequence: arrived, pieces };
    arrived += pieces.length;
    raw = '';
    pieces = [];
  }
}

export function framerOf({ framing, limit }: KnownInput): LineFramer | OctetFramer {
  const options = limit === undefined ? {} : { limit };
  return framing === 'octet' ? new OctetFramer(options) : new LineFramer(options);
}

function* cut(batch: FramedBatch): Generator<{ bytes: Uint8Array; continues: boolean }> {
  for (let i = 0; i < batch.count; i++)
    yield {
      bytes: batch.bytes.slice(batch.starts[i], batch.ends[i]),
      continues: batch.continues[i] === 1,
    };
}

export class BruteForce {
  readonly messages: KnownMessage[] = [];

  add(message: KnownMessage): void {
    this.messages.push(message);
  }

  /** In order of time and then of arrival, unless told otherwise; with a limit the newest. */
  search(asked: Asked): KnownMessage[] {
    const phrases = [
      ...asked.phrases.map((phrase) => spaced(plainWords(phrase))),
      ...asked.prefixes.map((prefix) => ` ${plainWords(prefix).join(' ')}`),
    ];
    const found = this.messages.filter(
      ({ time, pieces }) =>
        (asked.ranges?.some(({ from, to }) => time >= from && time < to) ?? true) &&
        // What is asked may stand in different pieces of a message, each whole in one.
        phrases.every((phrase) => pieces.some(({ words }) => words.includes(phrase))) &&
        asked.addresses.every((address) => pieces.some(({ addresses }) => addresses.has(address))),
    );
    return inOrder(found, asked);
  }
}

/** Sorts and cuts what matches to what is asked for. */
export function inOrder(found: readonly KnownMessage[], asked: Asked): KnownMessage[] {
  const sorted = [...found].sort((a, b) => a.time - b.time || a.sequence - b.sequence);
  const newest = asked.limit === undefined ? sorted : sorted.slice(-asked.limit);
  return asked.newestFirst ? newest.reverse() : newest;
}

/** The network term of an address, as Latin-1. */
export function addressTerm(text: string): string {
  const [term] = plainAddresses(text);
  if (term === undefined) throw new Error(`No address: ${text}`);
  return term;
}

/** A Latin-1 text as a person types it; undefined when its bytes are no UTF-8. */
export function typed(text: string): string | undefined {
  const bytes = Buffer.from(text, 'latin1');
  const decoded = bytes.toString('utf8');
  return Buffer.from(decoded, 'utf8').equals(bytes) ? decoded : undefined;
}
