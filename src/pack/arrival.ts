import { partitionPoint } from '../base/partition-point.js';
import { takeInts } from '../codec/arena.js';
import type { ByteReader } from '../codec/byte-reader.js';
import type { ByteWriter } from '../codec/byte-writer.js';
import { unzigzag, zigzag } from '../codec/varint.js';
import type { MessageBatch, SourceRun } from '../messagelog/message-batch.js';
import { type BlockRoom, FRESH_BLOCKS } from './block-room.js';

/**
 * Where the messages of a block came from, and in which order.
 *
 *     arrival := sources:varint (length:varint name){sources}
 *                run*                              until all rows are covered
 *                1:u8 | 0:u8 zigzag{rows}          1: row r arrived at place r; 0: place less that of the row before, less 1
 *                continuations:varint gap:varint{continuations}
 *     run     := count:varint source:varint receivedAt firstSequence
 *
 * Runs cover places: the messages in order of arrival, not of rows. The first run's `receivedAt` (epoch milliseconds) and `firstSequence` are varints and absolute; later ones differences:
 * `receivedAt` as zigzag to the run before, `firstSequence` as zigzag to the sequence after the run before.
 * Before the first row the place is -1. Continuations are rows; the first gap to 0, later ones to the continuation before.
 */
export function writeArrival(
  out: ByteWriter,
  batch: MessageBatch,
  order: Uint32Array | undefined,
  putOrder: (order: Uint32Array) => void = (places) => writeOrder(out, places),
): void {
  out.varint(batch.sources.length);
  for (const source of batch.sources) out.prefixed(Buffer.from(source, 'utf8'));
  let receivedAt = 0;
  let sequence = 0;
  batch.runs.forEach((run, index) => {
    out.varint(run.count);
    out.varint(run.source);
    out.varint(index === 0 ? run.receivedAt : zigzag(run.receivedAt - receivedAt));
    out.varint(index === 0 ? run.firstSequence : zigzag(run.firstSequence - sequence));
    receivedAt = run.receivedAt;
    sequence = run.firstSequence + run.count;
  });
  out.u8(order === undefined ? 1 : 0);
  if (order !== undefined) putOrder(order);
  let rows = batch.continuations;
  if (order !== undefined && rows.length > 0) {
    const pieces = new Set(rows);
    rows = [];
    order.forEach((place, row) => {
      if (pieces.has(place)) rows.push(row);
    });
  }
  out.varint(rows.length);
  let before = 0;
  for (const row of rows) {
    out.varint(row - before);
    before = row;
  }
}

/** The order of rows that do not stand in order of arrival. */
export function writeOrder(out: ByteWriter, order: Uint32Array): void {
  let before = -1;
  for (const place of order) {
    out.varint(zigzag(place - before - 1));
    before = place;
  }
}

/** The least and the greatest number of arrival in runs. */
export function sequencesOf(runs: readonly SourceRun[]): {
  firstSequence: number;
  lastSequence: number;
} {
  let firstSequence = Number.POSITIVE_INFINITY;
  let lastSequence = Number.NEGATIVE_INFINITY;
  for (const run of runs) {
    firstSequence = Math.min(firstSequence, run.firstSequence);
    lastSequence = Math.max(lastSequence, run.firstSequence + run.count - 1);
  }
  return { firstSequence, lastSequence };
}

/** The place of arrival of each row, in some room. */
function readOrder(reader: ByteReader, rows: number, room: BlockRoom): Uint32Array {
  const order = takeInts(room, rows);
  const rest = reader.view(reader.position, reader.remaining);
  const end = room.loops.readOrder(rest, rest.length, rows, order, room.take(rows));
  if (end < 0) return readSteps(reader, rows);
  reader.skip(end);
  return new Uint32Array(order.buffer, order.byteOffset, rows);
}

/** The same without a loop, which does not say what is wrong. */
function readSteps(reader: ByteReader, rows: number): Uint32Array {
  const order = new Uint32Array(rows);
  reader.varints(order);
  const wrong = followSteps(order);
  if (wrong !== undefined)
    throw reader.error('Place of arrival', `each of 0 to ${rows - 1} once`, `${wrong}`);
  return order;
}

/** Makes places of the steps from each to the next; returns one that there is not, or that is taken, if there is such. */
function followSteps(steps: Uint32Array): number | undefined {
  const taken = new Uint8Array(steps.length);
  let place = -1;
  for (let row = 0; row < steps.length; row++) {
    const step = steps[row]!;
    place += ((step >>> 1) ^ -(step & 1)) + 1;
    if (taken[place] !== 0) return place;
    taken[place] = 1;
    steps[row] = place;
  }
  return undefined;
}

/** Where a message came from, when it came, and its store-wide number of arrival. */
export type Origin = { source: string; receivedAt: number; sequence: number };

/** The arrival of a block's messages, read. */
export class Arrival {
  readonly sources: string[] = [];
  readonly runs: SourceRun[] = [];
  /** First place of each run. */
  readonly #starts: number[] = [];
  /** Place of arrival of each row; undefined when it is the row itself. */
  readonly order: Uint32Array | undefined;
  /** Rows that are further pieces of the message that arrived before them. */
  readonly continuations: ReadonlySet<number>;

  /** Read in `room`: the order of rows is there. */
  constructor(reader: ByteReader, rows: number, room: BlockRoom = FRESH_BLOCKS) {
    const sources = reader.varint(rows);
    for (let i = 0; i < sources; i++)
      this.sources.push(Buffer.from(reader.prefixed()).toString('utf8'));
    let receivedAt = 0;
    let sequence = 0;
    for (let seen = 0; seen < rows; ) {
      const count = reader.varint(rows - seen);
      if (count === 0) throw reader.error('Empty run of sources', 'at least one message', '0');
      const source = reader.varint(sources - 1);
      const time = reader.varint();
      const first = reader.varint();
      receivedAt = seen === 0 ? time : receivedAt + unzigzag(time);
      const firstSequence = seen === 0 ? first : sequence + unzigzag(first);
      this.runs.push({ count, source, receivedAt, firstSequence });
      this.#starts.push(seen);
      sequence = firstSequence + count;
      seen += count;
    }
    const ordered = reader.u8();
    if (ordered > 1) throw reader.error('Order of arrival', '0 or 1', `${ordered}`);
    if (ordered === 0) this.order = readOrder(reader, rows, room);
    const continuations = new Set<number>();
    const count = reader.varint(rows);
    let row = 0;
    for (let i = 0; i < count; i++) {
      row += reader.varint(rows);
      if (row >= rows) throw reader.error('Row of a further piece', `0 to ${rows - 1}`, `${row}`);
      continuations.add(row);
    }
    this.continuations = continuations;
    reader.expectEnd('the arrival');
  }

  /** Rows, which are given in their order, in order of arrival. */
  inOrder(rows: Uint32Array): Uint32Array {
    const sequences = Float64Array.from(rows, (row) => this.sequence(row));
    if (sequences.every((each, i) => i === 0 || sequences[i - 1]! < each)) return rows;
    const places = rows.map((_, i) => i).sort((a, b) => sequences[a]! - sequences[b]!);
    return places.map((place) => rows[place]!);
  }

  sequence(row: number): number {
    const place = this.order === undefined ? row : this.order[row]!;
    const run = this.#run(place);
    return this.runs[run]!.firstSequence + place - this.#starts[run]!;
  }

  origin(row: number): Origin {
    const place = this.order === undefined ? row : this.order[row]!;
    const index = this.#run(place);
    const run = this.runs[index]!;
    return {
      source: this.sources[run.source]!,
      receivedAt: run.receivedAt,
      sequence: run.firstSequence + place - this.#starts[index]!,
    };
  }

  #run(place: number): number {
    const starts = this.#starts;
    return partitionPoint(1, starts.length, (each) => starts[each]! <= place) - 1;
  }
}
