import { outsideIpv4 } from './addresses.js';
import { capital, type FreshWords, randomName, randomWord, writeBase64 } from './hostile-words.js';
import type { LineWriter } from './line-writer.js';
import type { Random } from './random.js';

/** What makes text unfriendly to an engine that looks for templates, or for words that come again. */
export const HOSTILE_SORTS = [
  'random-words',
  'fresh-words',
  'url',
  'base64',
  'stack-trace',
  'shape',
  'long',
] as const;

export type HostileSort = (typeof HOSTILE_SORTS)[number];

/** Bytes of a long line's text; with its header it has about as many as the longest of real devices. */
export const LONG_TEXT: number = 28 * 1024 - 200;

const PUNCTUATION: readonly string[] = [
  ' ',
  ' ',
  ' ',
  ' ',
  ', ',
  ': ',
  ' = ',
  '; ',
  ' (',
  ') ',
  '/',
  ' | ',
  ' -> ',
];
const MOST_BLOB = 3000;
/** More than any of the pieces that a long line is made of. */
const LARGEST_PIECE = 1500;
const DEEPEST_STACK = 30;

/** How structured lines look in one part of the file. */
export type Shape = {
  readonly form: 'json' | 'pairs' | 'commas' | 'bars';
  /** Names of the fields, in their order. */
  readonly keys: readonly string[];
};

const FORMS: readonly Shape['form'][] = ['json', 'pairs', 'commas', 'bars'];

export function randomShape(random: Random, part: number): Shape {
  const keys = Array.from({ length: 3 + random.below(12) }, () => randomName(random));
  return { form: FORMS[part % FORMS.length]!, keys };
}

/** A template of its own: random words, random punctuation, numbers in between. */
export function writeRandomWords(out: LineWriter, random: Random): void {
  for (let words = 3 + random.below(25); words > 0; words--) {
    if (random.oneIn(6)) out.number(random.skewed(10_000_000));
    else out.text(randomName(random));
    if (words > 1) out.text(PUNCTUATION[random.below(PUNCTUATION.length)]!);
  }
}

/** Words that nobody has ever seen, nor will again. */
export function writeFreshWords(out: LineWriter, random: Random, fresh: FreshWords): void {
  out.text(fresh.next());
  for (let words = 5 + random.below(15); words > 0; words--) out.text(' ').text(fresh.next());
}

/** A request with a path and a query string of parameters that come and go. */
export function writeUrl(out: LineWriter, random: Random): void {
  out.ipv4(outsideIpv4(random.skewed(5000))).text(' "GET https://');
  out.text(randomWord(random)).text('.example/');
  for (let parts = 1 + random.below(4); parts > 0; parts--) out.text(randomName(random)).text('/');
  out.text(randomWord(random));
  for (let n = 0, count = 1 + random.below(12); n < count; n++) {
    out
      .text(n === 0 ? '?' : '&')
      .text(randomWord(random))
      .text('=');
    writeParameter(out, random);
  }
  out
    .text(' HTTP/1.1" ')
    .number(random.oneIn(10) ? 404 : 200)
    .text(' ')
    .number(random.skewed(1_000_000));
}

function writeParameter(out: LineWriter, random: Random): void {
  switch (random.below(4)) {
    case 0:
      out.hex(random.next(), 8).hex(random.next(), 8).hex(random.next(), 8).hex(random.next(), 8);
      return;
    case 1:
      out
        .text(randomWord(random))
        .text('%20')
        .text(randomWord(random))
        .text('%2F')
        .text(randomWord(random));
      return;
    case 2:
      out.number(random.next());
      return;
    default:
      out.text(randomName(random));
  }
}

export function writeBlob(out: LineWriter, random: Random): void {
  out.text('attachment ').text(randomName(random)).text(' data:application/octet-stream;base64,');
  writeBase64(out, random, 40 + random.skewed(MOST_BLOB));
}

/** A trace of at most `mostLines`, each with its LF but the last. Answers how many lines it wrote. */
export function writeTrace(out: LineWriter, random: Random, mostLines: number): number {
  const lines = Math.min(mostLines, 3 + random.below(DEEPEST_STACK - 2));
  out.text('Exception in thread "').text(randomName(random)).text('" ');
  writeClass(out, random)
    .text('Exception: ')
    .text(randomName(random))
    .text(' ')
    .text(randomWord(random));
  for (let line = 1; line < lines; line++) {
    out.endLine();
    if (random.oneIn(12)) {
      out.text('Caused by: ');
      writeClass(out, random).text('Error: ').text(randomName(random));
      continue;
    }
    out.text('\tat ');
    const name = capital(randomWord(random));
    out.text(randomWord(random)).text('.').text(randomWord(random)).text('.').text(name).text('.');
    out
      .text(randomName(random))
      .text('(')
      .text(name)
      .text('.java:')
      .number(1 + random.below(2000))
      .text(')');
  }
  return lines;
}

function writeClass(out: LineWriter, random: Random): LineWriter {
  return out
    .text(randomWord(random))
    .text('.')
    .text(randomWord(random))
    .text('.')
    .text(capital(randomWord(random)));
}

/** The fields of a shape with values of all kinds. */
export function writeShaped(out: LineWriter, random: Random, { form, keys }: Shape): void {
  if (form === 'json') out.text('{');
  keys.forEach((key, n) => {
    if (n > 0) out.text(form === 'pairs' ? ' ' : form === 'bars' ? '|' : ',');
    if (form === 'json') out.text('"').text(key).text('":');
    if (form === 'pairs') out.text(key).text('=');
    // Which kind of value a field has changes too.
    const quote = form === 'json' || random.oneIn(8);
    if (quote) out.text('"');
    writeParameter(out, random);
    if (quote) out.text('"');
  });
  if (form === 'json') out.text('}');
}

/** A line of at most LONG_TEXT bytes, hardly less: words, fresh words, base64 and fields in turns. */
export function writeLong(out: LineWriter, random: Random, fresh: FreshWords): void {
  const end = out.length + LONG_TEXT - LARGEST_PIECE;
  const shape = randomShape(random, random.below(FORMS.length));
  while (out.length < end) {
    switch (random.below(4)) {
      case 0:
        writeRandomWords(out, random);
        break;
      case 1:
        writeFreshWords(out, random, fresh);
        break;
      case 2:
        writeBase64(out, random, 200);
        break;
      default:
        writeShaped(out, random, shape);
    }
    out.text(' ');
  }
}
