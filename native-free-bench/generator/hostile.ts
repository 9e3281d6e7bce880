import { Clock } from './clock.js';
import { checkRun, type RunOptions } from './generator.js';
import { writeIsoStamp, writeStamp } from './headers.js';
import {
  HOSTILE_SORTS,
  type HostileSort,
  randomShape,
  type Shape,
  writeBlob,
  writeFreshWords,
  writeLong,
  writeRandomWords,
  writeShaped,
  writeTrace,
  writeUrl,
} from './hostile-lines.js';
import { FreshWords } from './hostile-words.js';
import { LineWriter } from './line-writer.js';
import { Random } from './random.js';
import { Timeline } from './timeline.js';

const CHUNK_BYTES = 1024 * 1024;
/** Parts of the file; each has headers and fields of its own. */
const PARTS = 8;
const HOSTS = 20;
const HEADERS = ['bsd', 'iso', 'rfc5424'] as const;

/** Messages of each sort, of a thousand. */
const SHARES: Readonly<Record<HostileSort, number>> = {
  'random-words': 320,
  'fresh-words': 200,
  url: 160,
  base64: 60,
  'stack-trace': 17,
  shape: 240,
  long: 3,
};

/** What a run wrote so far. */
export interface HostileReport {
  readonly lines: number;
  readonly bytes: number;
  /** Lines of each sort. */
  readonly sorts: Readonly<Record<HostileSort, number>>;
  /** Words that occur once and never again. */
  readonly freshWords: number;
}

/** One run: go through it once, then ask for the report. */
export interface HostileGenerator extends Iterable<Buffer> {
  report(): HostileReport;
}

/**
 * Logs that no template fits and whose words do not come again, for an engine that lives of both: every line a text of its
 * own, stack traces, URLs, base64, lines of 28 KB, and headers and fields that change eight times in the file. The name of
 * the program in the header is the line's sort. The same options give the same bytes. Throws a RangeError for options that
 * cannot be met.
 */
export function createHostile(options: RunOptions): HostileGenerator {
  return new Run(options);
}

class Run implements HostileGenerator {
  readonly #options: RunOptions;
  readonly #random: Random;
  readonly #timeline: Timeline;
  readonly #fresh: FreshWords;
  readonly #clock = new Clock();
  readonly #sorts: Record<HostileSort, number>;
  #shape: Shape;
  #part = 0;
  #lines = 0;
  #bytes = 0;

  constructor(options: RunOptions) {
    checkRun(options);
    const { seed, lines, start, spanMillis } = options;
    this.#options = options;
    this.#random = new Random(seed, 21);
    this.#timeline = new Timeline(seed, lines, start, spanMillis);
    this.#fresh = new FreshWords(new Random(seed, 22));
    this.#shape = randomShape(this.#random, 0);
    this.#sorts = Object.fromEntries(HOSTILE_SORTS.map((sort) => [sort, 0])) as Record<
      HostileSort,
      number
    >;
  }

  *[Symbol.iterator](): Generator<Buffer, void, undefined> {
    const out = new LineWriter(CHUNK_BYTES);
    while (this.#lines < this.#options.lines) {
      this.#writeNext(out);
      if (out.isFull) yield this.#take(out);
    }
    if (out.length > 0) yield this.#take(out);
  }

  report(): HostileReport {
    return {
      lines: this.#lines,
      bytes: this.#bytes,
      sorts: { ...this.#sorts },
      freshWords: this.#fresh.count,
    };
  }

  #take(out: LineWriter): Buffer {
    const chunk = out.take();
    this.#bytes += chunk.length;
    return chunk;
  }

  /** One message: a line, but for stack traces. */
  #writeNext(out: LineWriter): void {
    const part = Math.floor((this.#lines * PARTS) / this.#options.lines);
    if (part !== this.#part) {
      this.#part = part;
      this.#shape = randomShape(this.#random, part);
    }
    this.#clock.set(this.#timeline.next());
    const sort = this.#drawSort();
    this.#writeHeader(out, sort);
    const lines = this.#writeText(out, sort);
    out.endLine();
    for (let line = 1; line < lines; line++) this.#timeline.next();
    this.#sorts[sort] += lines;
    this.#lines += lines;
  }

  #drawSort(): HostileSort {
    let draw = this.#random.below(1000);
    for (const sort of HOSTILE_SORTS) {
      draw -= SHARES[sort];
      if (draw < 0) return sort;
    }
    return 'random-words';
  }

  #writeHeader(out: LineWriter, sort: HostileSort): void {
    const host = `node${this.#random.skewed(HOSTS)}`;
    const pid = 1 + this.#random.below(32_768);
    switch (HEADERS[this.#part % HEADERS.length]!) {
      case 'bsd':
        out.text('<13>');
        writeStamp(out, this.#clock).text(' ').text(host).text(' ').text(sort);
        out.text('[').number(pid).text(']: ');
        return;
      case 'iso':
        writeIsoStamp(out, this.#clock).text('Z ').text(host).text(' ').text(sort);
        out.text('[').number(pid).text(']: ');
        return;
      default:
        out.text('<13>1 ');
        writeIsoStamp(out, this.#clock).text('Z ').text(host).text(' ').text(sort);
        out.text(' ').number(pid).text(' - - ');
    }
  }

  /** Answers how many lines it wrote. */
  #writeText(out: LineWriter, sort: HostileSort): number {
    const random = this.#random;
    switch (sort) {
      case 'random-words':
        writeRandomWords(out, random);
        return 1;
      case 'fresh-words':
        writeFreshWords(out, random, this.#fresh);
        return 1;
      case 'url':
        writeUrl(out, random);
        return 1;
      case 'base64':
        writeBlob(out, random);
        return 1;
      case 'shape':
        writeShaped(out, random, this.#shape);
        return 1;
      case 'long':
        writeLong(out, random, this.#fresh);
        return 1;
      case 'stack-trace':
        return writeTrace(out, random, this.#options.lines - this.#lines);
      default:
        return sort satisfies never;
    }
  }
}
