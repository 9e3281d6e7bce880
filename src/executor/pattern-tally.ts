import { type HayabusaError, isHayabusaError } from '../base/errors.js';
import { MAX_COUNTED_VALUES } from '../base/limits.js';
import type { BlockReader } from '../pack/block-reader.js';
import { RowFront } from '../pack/row-front.js';
import { Header, parseHeader } from '../syslog/header.js';
import type { Template } from '../template/template.js';
import type { BlockAnswer } from './block-answer.js';
import { looksOf, patternOf } from './pattern.js';
import type { Tally } from './tally.js';

/** A pattern and how many messages have it: plain data. */
export type PatternCount = {
  readonly texts: readonly string[];
  /** What the values behind each text but the last look like. */
  readonly looks: number[];
  count: number;
  /** A message that has it, as far as EXAMPLE_BYTES. */
  readonly example: Uint8Array;
};

export type PatternCounts = {
  readonly patterns: readonly PatternCount[];
  /** Messages of patterns that came when there were too many. */
  readonly others: number;
};

/** Messages of each template whose values are looked at, and how much of an example is kept. */
const LOOKED_AT = 8;
const EXAMPLE_BYTES = 4096;
/** Apps that one template is told apart by: where there are more, their names are values like any others. */
const MOST_APPS = 64;

/** What is known of a template, or of one app in it. */
type Known = {
  readonly pattern: PatternCount | undefined;
  readonly slots: readonly number[];
  /** Messages whose values may still be looked at. */
  left: number;
  /** Where the app is filled in: what is known of each. */
  readonly byApp: Map<string, Known> | undefined;
};

/**
 * Counts messages by pattern: by the template that their block says they have. A message is made only to see where its header
 * ends and what values look like, a few of each template; and where the app is filled in, to tell apps apart.
 */
export class PatternTally implements Tally<PatternCounts> {
  readonly #patterns = new Map<string, PatternCount>();
  readonly #known = new WeakMap<Template, Known>();
  readonly #front = new RowFront();
  readonly #header = new Header();
  readonly #most: number;
  #others = 0;

  constructor(most: number = MAX_COUNTED_VALUES) {
    this.#most = most;
  }

  add(answer: BlockAnswer, onDamage: (error: HayabusaError) => void): number {
    const rows = answer.rows() ?? allRows(answer.block.rows);
    if (rows.length === 0) return 0;
    const block = answer.reader;
    for (const [place, ofPlace] of rowsByPlace(block, rows)) {
      try {
        const template = block.template(place);
        const known = this.#templateOf(block, template, ofPlace[0]!);
        if (known.byApp === undefined) this.#count(block, known, ofPlace);
        else this.#countApps(block, template, known, known.byApp, ofPlace, onDamage);
      } catch (error) {
        if (!isHayabusaError(error, 'corruption')) throw error;
        onDamage(error);
      }
    }
    return rows.length;
  }

  part(): PatternCounts {
    return { patterns: [...this.#patterns.values()], others: this.#others };
  }

  merge({ patterns, others }: PatternCounts): void {
    for (const { texts, looks, count, example } of patterns) {
      const known = this.#pattern(texts, example);
      if (known === undefined) this.#others += count;
      else {
        known.count += count;
        for (const [i, each] of looks.entries()) known.looks[i]! |= each;
      }
    }
    this.#others += others;
  }

  #count(block: BlockReader, known: Known, rows: readonly number[]): void {
    if (known.pattern === undefined) this.#others += rows.length;
    else known.pattern.count += rows.length;
    if (known.left === 0) return;
    try {
      this.#read(block, rows[rows.length - 1]!);
      this.#look(known);
    } catch (error) {
      // Nothing of the answer is lost with it.
      if (!isHayabusaError(error, 'corruption')) throw error;
    }
  }

  #countApps(
    block: BlockReader,
    template: Template,
    known: Known,
    byApp: Map<string, Known>,
    rows: readonly number[],
    onDamage: (error: HayabusaError) => void,
  ): void {
    for (const row of rows) {
      try {
        this.#read(block, row);
      } catch (error) {
        if (!isHayabusaError(error, 'corruption')) throw error;
        onDamage(error);
        continue;
      }
      const { appStart, appEnd } = this.#header;
      const app = Buffer.from(this.#front.bytes.buffer, appStart, appEnd - appStart).toString(
        'latin1',
      );
      let ofApp = byApp.get(app);
      if (ofApp === undefined && byApp.size < MOST_APPS) {
        ofApp = this.#learn(template, true);
        byApp.set(app, ofApp);
      }
      ofApp ??= known;
      if (ofApp.left > 0) this.#look(ofApp);
      if (ofApp.pattern === undefined) this.#others++;
      else ofApp.pattern.count++;
    }
  }

  #templateOf(block: BlockReader, template: Template, row: number): Known {
    const known = this.#known.get(template);
    if (known !== undefined) return known;
    this.#read(block, row);
    const learned = this.#learn(template, false);
    this.#known.set(template, learned);
    return learned;
  }

  /** What the message that was read last says of its template. */
  #learn(template: Template, keepsApp: boolean): Known {
    const front = this.#front;
    const { texts, slots, isAppFilled } = patternOf(template, front, this.#header, keepsApp);
    const known: Known = {
      pattern: this.#pattern(texts, front.bytes.subarray(0, front.end)),
      slots,
      left: LOOKED_AT,
      byApp: isAppFilled ? new Map() : undefined,
    };
    this.#look(known);
    return known;
  }

  /** Makes a row and reads its header. */
  #read(block: BlockReader, row: number): void {
    const front = this.#front;
    block.front(row, Number.POSITIVE_INFINITY, front);
    parseHeader(front.bytes, 0, front.end, this.#header);
  }

  /** Notes what the values of the message that was read last look like. */
  #look(known: Known): void {
    known.left--;
    known.slots.forEach((slot, i) => {
      if (known.pattern !== undefined) known.pattern.looks[i]! |= looksOf(this.#front, slot);
    });
  }

  /** The pattern of these texts; undefined when there are too many to keep another one. */
  #pattern(texts: readonly string[], example: Uint8Array): PatternCount | undefined {
    const key = JSON.stringify(texts);
    const known = this.#patterns.get(key);
    if (known !== undefined || this.#patterns.size >= this.#most) return known;
    const looks = new Array<number>(texts.length - 1).fill(0);
    const pattern = { texts, looks, count: 0, example: example.slice(0, EXAMPLE_BYTES) };
    this.#patterns.set(key, pattern);
    return pattern;
  }
}

function allRows(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, row) => row);
}

/** The rows of each template of a block, by its place. */
function rowsByPlace(block: BlockReader, rows: Uint32Array): Map<number, number[]> {
  const places = block.places();
  const found = new Map<number, number[]>();
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const known = found.get(places[row]!);
    if (known === undefined) found.set(places[row]!, [row]);
    else known.push(row);
  }
  return found;
}
