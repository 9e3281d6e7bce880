import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CorpusInfo } from '../result/result.js';
import { heldBytes } from './held-bytes.js';
import { type LineTable, readLines } from './line-table.js';

const LF = 10;
const MINUTE = 60_000;
const HOUR = 3_600_000;

/** Consecutive lines, in order of time: what one file of the original, or one hour, holds. */
export type Slice = {
  /** Epoch milliseconds of its beginning. */
  readonly time: number;
  /** Lines [first, end). */
  readonly first: number;
  readonly end: number;
};

/**
 * One input made ready for every engine. Hayabusa reads `rawFile`, in order of arrival. The others read `textFile`: the
 * searched text of the same messages, one a line, in order of time, so that an hour is a run of lines for all of them.
 * A *line* is a number in that order, from 0.
 */
export class Corpus {
  readonly name: string;
  readonly rawFile: string;
  readonly textFile: string;
  /** What `ingest` must be told of it. */
  readonly ingestFlags: readonly string[];
  readonly info: CorpusInfo;
  readonly hours: readonly Slice[];
  readonly minutes: readonly Slice[];
  /** Text of all lines, each with its LF; line i begins at `offsets[i]`. */
  readonly text: Buffer;
  readonly offsets: Float64Array;
  /** From number of arrival to line, as 32-bit little-endian numbers. */
  readonly lineOfArrivalFile: string;
  readonly #folder: string;
  readonly #sliceFiles = new Map<string, string>();

  /** `raw` is the content of `rawFile`; `folder` is where the corpus may write. */
  constructor(
    name: string,
    rawFile: string,
    raw: Buffer,
    folder: string,
    year: number | undefined,
  ) {
    this.name = name;
    this.rawFile = rawFile;
    this.#folder = folder;
    this.ingestFlags = [
      '--input-timezone',
      'UTC',
      ...(year === undefined ? [] : ['--year', String(year)]),
    ];
    const table = readLines(rawFile, raw, year);
    const order = orderOfTime(table.times);
    const { text, offsets } = inOrder(table, order);
    this.text = text;
    this.offsets = offsets;
    this.textFile = join(folder, 'text.log');
    writeFileSync(this.textFile, text);
    const lineOfArrival = new Uint32Array(table.count);
    for (let line = 0; line < table.count; line++) lineOfArrival[order[line]!] = line;
    this.lineOfArrivalFile = join(folder, 'line-of-arrival.bin');
    writeFileSync(this.lineOfArrivalFile, lineOfArrival);
    const times = Float64Array.from(order, (arrival) => table.times[arrival]!);
    this.hours = slices(times, HOUR);
    this.minutes = slices(times, MINUTE);
    this.info = {
      name,
      lines: table.count,
      rawBytes: raw.length,
      textBytes: text.length,
      hours: this.hours.length,
    };
  }

  get lines(): number {
    return this.info.lines;
  }

  line(line: number): string {
    return this.text.toString('utf8', this.offsets[line]!, this.offsets[line + 1]! - 1);
  }

  hourOf(line: number): Slice {
    return this.hours.find(({ first, end }) => first <= line && line < end)!;
  }

  /** A file of these lines alone; made when first asked for. */
  sliceFile({ first, end }: Pick<Slice, 'first' | 'end'>): string {
    const name = `lines-${first}-${end}.log`;
    let path = this.#sliceFiles.get(name);
    if (path === undefined) {
      path = join(this.#folder, name);
      writeFileSync(path, this.text.subarray(this.offsets[first]!, this.offsets[end]!));
      this.#sliceFiles.set(name, path);
    }
    return path;
  }

  /** All lines in so many parts of about as many bytes. */
  parts(count: number): Slice[] {
    const parts: Slice[] = [];
    let first = 0;
    for (let part = 1; part <= count; part++) {
      const target = (this.text.length * part) / count;
      let end = part === count ? this.lines : first;
      while (end < this.lines && this.offsets[end]! < target) end++;
      parts.push({ time: Number.NaN, first, end });
      first = end;
    }
    return parts;
  }

  /** The file of all lines, or of a part of them. */
  partFile(part: Slice): string {
    return part.first === 0 && part.end === this.lines ? this.textFile : this.sliceFile(part);
  }
}

/** Numbers of arrival in order of time, and then of arrival. */
function orderOfTime(times: Float64Array): Uint32Array {
  const order = Uint32Array.from(times, (_, arrival) => arrival);
  let isSorted = true;
  for (let i = 1; i < times.length && isSorted; i++) isSorted = times[i - 1]! <= times[i]!;
  if (!isSorted) order.sort((a, b) => times[a]! - times[b]! || a - b);
  return order;
}

function inOrder(table: LineTable, order: Uint32Array): { text: Buffer; offsets: Float64Array } {
  const text = heldBytes(table.text.length + table.count);
  const offsets = new Float64Array(table.count + 1);
  let length = 0;
  for (let line = 0; line < table.count; line++) {
    const arrival = order[line]!;
    offsets[line] = length;
    const message = table.text.subarray(table.starts[arrival]!, table.starts[arrival + 1]!);
    text.set(message, length);
    length += message.length;
    text[length++] = LF;
  }
  offsets[table.count] = length;
  return { text, offsets };
}

function slices(times: Float64Array, millis: number): Slice[] {
  const all: Slice[] = [];
  for (let first = 0; first < times.length; ) {
    const time = Math.floor(times[first]! / millis) * millis;
    let end = first + 1;
    while (end < times.length && times[end]! < time + millis) end++;
    all.push({ time, first, end });
    first = end;
  }
  return all;
}
