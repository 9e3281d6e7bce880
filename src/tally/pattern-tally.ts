import { type HayabusaError, isHayabusaError } from '../base/errors.js';
import { MAX_COUNTED_VALUES } from '../base/limits.js';
import type { BlockAnswer } from '../executor/block-answer.js';
import type { BlockReader } from '../pack/block-reader.js';
import { RowFront } from '../pack/row-front.js';
import { Header, parseHeader } from '../syslog/header.js';
import type { Template } from '../template/template.js';
import { KnownTemplates } from './known-templates.js';
import { isMixed, looksOf, patternOf } from './pattern.js';
import { type RowValues, rowValues } from './row-values.js';
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

/** Messages of each pattern whose values are looked at, beside one of each template, and how much of an example is kept. */
const LOOKED_AT = 8;
const EXAMPLE_BYTES = 4096;
/** Apps that one template is told apart by: where there are more, their names are values like any others. */
const MOST_APPS = 64;

/** A pattern, and how many more of its messages are looked at. */
type Counted = { readonly pattern: PatternCount; left: number };

/** What is known of a template, or of one app in it. */
type Known = {
  readonly counted: Counted | undefined;
  readonly slots: readonly number[];
  /** Where the app is filled in: what is known of each. */
  readonly byApp: Map<string, Known> | undefined;
};

/** A message whose values are to be looked at. */
type Look = { readonly known: Known; readonly row: number };

/**
 * Counts messages by pattern: by the template that their block says they have. A message is made only to see where its header
 * ends and what values look like, a few of each pattern; and where the app is filled in, to tell apps apart.
 */
export class PatternTally implements Tally<PatternCounts> {
  readonly #patterns = new Map<string, Counted>();
  readonly #known = new KnownTemplates<Known>();
  readonly #front = new RowFront();
  readonly #header = new Header();
  readonly #most: number;
  #others = 0;

  constructor(most: number = MAX_COUNTED_VALUES) {
    this.#most = most;
  }

  add(answer: BlockAnswer, onDamage: (error: HayabusaError) => void): number {
    const rows = answer.rows();
    const count = rows?.length ?? answer.block.rows;
    if (count === 0) return 0;
    const block = answer.reader;
    const found = rowsOfPlaces(block.places(), rows, block.templateIds.length);
    const { order, firsts, lasts, counts } = found;
    const looks: Look[] = [];
    const ofApps: (Known | undefined)[] = [];
    // Rows are made in their order, once for what is learned of templates, and once for what else is looked at.
    for (let i = 0; i < order.length; i++) {
      const place = order[i]!;
      try {
        const learned = this.#known.get(block, place);
        const known = learned ?? this.#learnFrom(block, place, firsts[place]!);
        if (known.byApp !== undefined) {
          ofApps[place] = known;
          continue;
        }
        this.#add(known, counts[place]!);
        const isLookedAt = learned === undefined && counts[place] === 1;
        if (isLookedAtNext(known) && !isLookedAt) looks.push({ known, row: lasts[place]! });
      } catch (error) {
        if (!isHayabusaError(error, 'corruption')) throw error;
        onDamage(error);
      }
    }
    this.#lookAt(block, looks);
    if (ofApps.length > 0) this.#countApps(answer, rows, ofApps, onDamage);
    return count;
  }

  part(): PatternCounts {
    const counted = [...this.#patterns.values()];
    return { patterns: counted.map(({ pattern }) => pattern), others: this.#others };
  }

  merge({ patterns, others }: PatternCounts): void {
    for (const { texts, looks, count, example } of patterns) {
      const pattern = this.#pattern(texts, example)?.pattern;
      if (pattern === undefined) this.#others += count;
      else {
        pattern.count += count;
        for (const [i, each] of looks.entries()) pattern.looks[i]! |= each;
      }
    }
    this.#others += others;
  }

  #add(known: Known, times: number): void {
    if (known.counted === undefined) this.#others += times;
    else known.counted.pattern.count += times;
  }

  #lookAt(block: BlockReader, looks: Look[]): void {
    looks.sort((a, b) => a.row - b.row);
    for (const { known, row } of looks) {
      // Several templates of a block may have one pattern.
      if (!isLookedAtNext(known)) continue;
      try {
        this.#read(block, row);
        this.#look(known);
      } catch (error) {
        // Nothing of the answer is lost with it.
        if (!isHayabusaError(error, 'corruption')) throw error;
      }
    }
  }

  /** Counts the rows of templates whose app is filled in, given by their places. */
  #countApps(
    answer: BlockAnswer,
    rows: Uint32Array | undefined,
    ofApps: readonly (Known | undefined)[],
    onDamage: (error: HayabusaError) => void,
  ): void {
    const block = answer.reader;
    const places = block.places();
    const apps = appsOf(answer, ofApps);
    const count = rows?.length ?? block.rows;
    for (let i = 0; i < count; i++) {
      const row = rows === undefined ? i : rows[i]!;
      const known = ofApps[places[row]!];
      if (known?.byApp === undefined) continue;
      const value = apps === undefined ? 0 : apps.of[row]!;
      let app = value === 0 ? undefined : apps?.texts[value - 1];
      let ofApp = app === undefined ? undefined : known.byApp.get(app);
      const isFull = app !== undefined && known.byApp.size >= MOST_APPS;
      if (ofApp === undefined ? !isFull || isLookedAtNext(known) : isLookedAtNext(ofApp)) {
        try {
          this.#read(block, row);
        } catch (error) {
          if (!isHayabusaError(error, 'corruption')) throw error;
          onDamage(error);
          continue;
        }
        const { appStart, appEnd } = this.#header;
        app = Buffer.from(this.#front.bytes.buffer, appStart, appEnd - appStart).toString('latin1');
        ofApp = known.byApp.get(app);
        if (ofApp === undefined && known.byApp.size < MOST_APPS) {
          ofApp = this.#learn(block.template(places[row]!), true);
          known.byApp.set(app, ofApp);
        }
        ofApp ??= known;
        if (isLookedAtNext(ofApp)) this.#look(ofApp);
      }
      this.#add(ofApp ?? known, 1);
    }
  }

  #learnFrom(block: BlockReader, place: number, row: number): Known {
    this.#read(block, row);
    const learned = this.#learn(block.template(place), false);
    this.#known.set(block, place, learned);
    return learned;
  }

  /** What the message that was read last says of its template. */
  #learn(template: Template, keepsApp: boolean): Known {
    const front = this.#front;
    const { texts, slots, isAppFilled } = patternOf(template, front, this.#header, keepsApp);
    const known: Known = {
      counted: this.#pattern(texts, front.bytes.subarray(0, front.end)),
      slots,
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
  #look({ counted, slots }: Known): void {
    if (counted === undefined) return;
    counted.left--;
    const { looks } = counted.pattern;
    slots.forEach((slot, i) => {
      // Behind values of two kinds nothing is to be learned.
      if (!isMixed(looks[i]!)) looks[i]! |= looksOf(this.#front, slot);
    });
  }

  /** The pattern of these texts; undefined when there are too many to keep another one. */
  #pattern(texts: readonly string[], example: Uint8Array): Counted | undefined {
    const key = JSON.stringify(texts);
    const known = this.#patterns.get(key);
    if (known !== undefined || this.#patterns.size >= this.#most) return known;
    const looks = new Array<number>(texts.length - 1).fill(0);
    const pattern = { texts, looks, count: 0, example: example.slice(0, EXAMPLE_BYTES) };
    const counted = { pattern, left: LOOKED_AT };
    this.#patterns.set(key, counted);
    return counted;
  }
}

/** Whether the values of another message are to be looked at. */
function isLookedAtNext({ counted }: Known): boolean {
  return counted !== undefined && counted.left > 0;
}

/** The apps of the rows of some templates, as far as they are known without their messages; undefined where they are not. */
function appsOf(
  { block, reader, headers }: BlockAnswer,
  ofApps: readonly (Known | undefined)[],
): RowValues | undefined {
  if (block.pieces > 0) return undefined;
  try {
    return rowValues(reader, headers, 'app', (place) => ofApps[place] !== undefined);
  } catch (error) {
    if (!isHayabusaError(error, 'corruption')) throw error;
    return undefined;
  }
}

/** The places that some rows have, undefined: all of them, in the order of their first rows; of each its first and last row. */
function rowsOfPlaces(
  places: Uint16Array,
  rows: Uint32Array | undefined,
  templates: number,
): { order: Int32Array; firsts: Int32Array; lasts: Int32Array; counts: Int32Array } {
  const order = new Int32Array(templates);
  const firsts = new Int32Array(templates);
  const lasts = new Int32Array(templates);
  const counts = new Int32Array(templates);
  const count = rows?.length ?? places.length;
  let found = 0;
  for (let i = 0; i < count; i++) {
    const row = rows === undefined ? i : rows[i]!;
    const place = places[row]!;
    if (counts[place]!++ === 0) {
      order[found++] = place;
      firsts[place] = row;
    }
    lasts[place] = row;
  }
  return { order: order.subarray(0, found), firsts, lasts, counts };
}
