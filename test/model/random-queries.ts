import { Header, parseHeader } from '../../src/syslog/header.js';
import { asText } from '../support/bytes.js';
import {
  type Asked,
  addressTerm,
  type KnownMessage,
  plainWords,
  typed,
} from '../support/oracle.js';
import { ADDRESSES } from '../support/oracle-messages.js';
import type { Choices } from '../support/oracle-random.js';
import { plainAddresses } from '../support/plain-terms.js';

const HOUR = 3_600_000;
const header = new Header();

/** A query as it is typed, and what it asks for. */
export type RandomQuery = Asked & { readonly text: string; readonly exact: boolean };

/** Words as they are typed, and as Latin-1. */
type Excerpt = { readonly text: string; readonly latin1: string };

/** Words with punctuation that are nearly addresses: phrases. */
const NEARLY = [
  '10.0.0.1:443',
  '192.168.0',
  '10.1.1.1/443',
  '1.2.3.4.5',
  'fe80::1%eth0',
  '12:34:56',
  '00:11:22',
];

/** A word in which no mark, and no name before a colon, means more than itself. */
const PLAIN =
  /^(?!(?:AND|OR|NOT)$|(?:host|app|pid|msgid|severity|facility|ip|mac|sd\..*):|[0-9A-Fa-f.:]+\/\d{1,3}$)[^"\s*()=<>]*$/;

export function randomQuery(choices: Choices, messages: readonly KnownMessage[]): RandomQuery {
  const options = {
    ranges: randomRanges(choices, messages),
    limit: choices.chance(0.3) ? choices.between(1, messages.length + 2) : undefined,
    newestFirst: choices.chance(0.3),
  };
  const nothing = { phrases: [], prefixes: [], addresses: [] };
  if (choices.chance(0.06)) return { text: '', exact: choices.chance(0.5), ...nothing, ...options };
  if (choices.chance(0.15)) {
    // All words as they are typed form one phrase, quotation marks and all.
    const phrase = excerpt(choices, messages, 6, /./s);
    return { text: phrase.text, exact: true, ...nothing, phrases: [phrase.latin1], ...options };
  }
  const lexemes: string[] = [];
  const phrases: string[] = [];
  const prefixes: string[] = [];
  const addresses: string[] = [];
  for (let i = choices.of([1, 1, 1, 2, 2, 3, 4]); i > 0; i--) {
    const kind = choices.below(13);
    if (kind < 2) {
      const spellings = choices.of(ADDRESSES);
      lexemes.push(choices.of(spellings));
      addresses.push(addressTerm(spellings[0] ?? ''));
    } else if (kind === 2) {
      const text = choices.of(NEARLY);
      lexemes.push(text);
      phrases.push(text);
    } else if (kind < 6) {
      const { text, latin1 } = excerpt(choices, messages, 5, /^[^"]*$/);
      lexemes.push(`"${text}"`);
      phrases.push(latin1);
    } else if (kind >= 10) {
      const isQuoted = kind === 12;
      const allowed = isQuoted ? /^[^"]*$/ : PLAIN;
      const { text, latin1 } = beginning(
        excerpt(choices, messages, choices.of([1, 1, 3]), allowed),
        choices,
      );
      lexemes.push(isQuoted ? `"${text}"*` : `${text}*`);
      prefixes.push(latin1);
    } else {
      const most = kind === 9 ? 3 : 1;
      const { text, latin1 } = excerpt(choices, messages, most, PLAIN);
      // What is an address by itself is another query.
      if (plainAddresses(latin1).length > 0) continue;
      lexemes.push(text);
      phrases.push(latin1);
    }
  }
  if (lexemes.length === 0)
    return { text: 'root', exact: false, ...nothing, phrases: ['root'], ...options };
  const text = lexemes.join(choices.of([' ', '  ', '\t']));
  return {
    // A line with its time would lose it: within parentheses it is a query.
    text: isTimed(text) || choices.chance(0.1) ? `(${text})` : text,
    exact: false,
    phrases,
    prefixes,
    addresses,
    ...options,
  };
}

function isTimed(text: string): boolean {
  const bytes = Buffer.from(text);
  parseHeader(bytes, 0, bytes.length, header);
  return header.timeEnd > header.timeStart;
}

/** An excerpt up to somewhere in its last word: to its first character at least, at most to its end. */
function beginning({ text }: Excerpt, choices: Choices): Excerpt {
  const [, before = '', last = ''] =
    /^(.*?)([0-9A-Za-z\x80-\uffff]+)[^0-9A-Za-z\x80-\uffff]*$/s.exec(text) ?? [];
  const characters = [...last];
  const cut = before + characters.slice(0, choices.between(1, characters.length)).join('');
  return { text: cut, latin1: asText(Buffer.from(cut)) };
}

/**
 * Some words of some message, with what stands between them and sometimes around them, of which `allowed` holds; as it
 * is typed and as Latin-1. A word from nowhere when nothing can be found.
 */
function excerpt(
  choices: Choices,
  messages: readonly KnownMessage[],
  mostWords: number,
  allowed: RegExp,
): Excerpt {
  for (let attempt = 0; attempt < 10; attempt++) {
    const message = choices.of(messages);
    const piece = choices.of(message.pieces);
    const source = asText(choices.chance(0.1) ? Buffer.from(message.raw, 'latin1') : piece.text);
    const words = [...source.matchAll(/[0-9A-Za-z\x80-\xff]+/g)];
    if (words.length === 0) continue;
    const first = choices.below(words.length);
    const last = Math.min(words.length - 1, first + choices.below(mostWords));
    const start = words[first]?.index ?? 0;
    const end = (words[last]?.index ?? 0) + (words[last]?.[0].length ?? 0);
    let latin1 = source.slice(start, end);
    // Sometimes the words in another order, or half a word: that must not be found by chance.
    if (choices.chance(0.1)) latin1 = plainWords(latin1).reverse().join(' ');
    if (choices.chance(0.05)) latin1 = latin1.slice(0, Math.ceil(latin1.length / 2));
    if (choices.chance(0.2))
      latin1 = latin1.replace(/[A-Za-z]/g, (letter) =>
        choices.chance(0.5) ? letter.toUpperCase() : letter,
      );
    const text = typed(latin1);
    if (
      text !== undefined &&
      allowed.test(text) &&
      plainWords(latin1).length > 0 &&
      latin1.length < 2000
    )
      return { text, latin1 };
  }
  return { text: 'nowhere', latin1: 'nowhere' };
}

/** Ranges whose ends lie on and around the times of messages and the ends of hours. */
export function randomRanges(choices: Choices, messages: readonly KnownMessage[]): Asked['ranges'] {
  if (choices.chance(0.5)) return undefined;
  const ends: number[] = [];
  for (let i = choices.of([2, 2, 2, 4, 6]); i > 0; i--) {
    const { time } = choices.of(messages);
    const around = choices.of([0, 0, 1, -1, choices.between(-HOUR, HOUR)]);
    ends.push(choices.chance(0.3) ? Math.floor(time / HOUR) * HOUR + around : time + around);
  }
  const sorted = [...new Set(ends)].sort((a, b) => a - b);
  if (sorted.length % 2 === 1) sorted.pop();
  const ranges: { from: number; to: number }[] = [];
  for (let i = 0; i + 1 < sorted.length; i += 2)
    ranges.push({ from: sorted[i] ?? 0, to: sorted[i + 1] ?? 0 });
  return ranges;
}
