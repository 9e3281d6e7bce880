import { MAX_MESSAGE_BYTES } from '../base/limits.js';
import { type Batch, BatchBuilder, type ResumePoint } from './batch-builder.js';

/** Messages cut from a stream; see `Batch`. */
export type FramedBatch = Batch;
/** Where a framer stands between two messages; see `ResumePoint`. */
export type FramerState = ResumePoint;

export type FramerOptions = Partial<FramerState> & {
  /** The longest piece, in bytes. */
  limit?: number;
  /** What the stream is called; no framer needs it, but a caller may hand the same options to any. */
  name?: string;
};

/** Cuts a stream, which arrives in chunks of any size, into messages. A chunk must stay unchanged until the next call. */
export interface Framer {
  push(chunk: Uint8Array): FramedBatch;
  /** The stream has ended: whatever is left over is a message. */
  finish(): FramedBatch;
  /** The state behind message `index` of the last batch, or behind what came before it with index -1. */
  stateAfter(index: number): FramerState;
}

const LF = 0x0a;

/**
 * Newline framing: LF ends a message and belongs to none; CR, NUL and anything else belong to the message; consecutive LFs
 * are empty messages; what stands behind the last LF is a message. A longer line than the limit comes as several pieces.
 */
export class LineFramer implements Framer {
  readonly #builder: BatchBuilder;
  readonly #limit: number;

  constructor(options: FramerOptions = {}) {
    this.#limit = options.limit ?? MAX_MESSAGE_BYTES;
    this.#builder = new BatchBuilder({
      offset: options.offset ?? 0,
      continuing: options.continuing ?? false,
      rest: options.rest ?? 0,
    });
  }

  push(chunk: Uint8Array): FramedBatch {
    const builder = this.#builder;
    // What is left over is known to hold no LF.
    const searchFrom = builder.begin(chunk);
    const { bytes } = builder;
    // Node searches a Buffer with memchr: 25 ns a line of auth.log, against 70 of a plain array's indexOf.
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let start = 0;
    let lf = view.indexOf(LF, searchFrom);
    while (lf >= 0) {
      while (lf - start > this.#limit) start = builder.addPiece(start, this.#limit, 0);
      builder.add(start, lf, lf + 1, false, 0);
      start = lf + 1;
      lf = view.indexOf(LF, start);
    }
    while (bytes.length - start > this.#limit) start = builder.addPiece(start, this.#limit, 0);
    return builder.end(start);
  }

  finish(): FramedBatch {
    const builder = this.#builder;
    builder.begin(new Uint8Array(0));
    const { length } = builder.bytes;
    if (length > 0) builder.add(0, length, length, false, 0);
    return builder.end(length);
  }

  stateAfter(index: number): FramerState {
    return this.#builder.stateAfter(index);
  }
}

const ZERO = 48;
const SPACE = 32;
/** More digits than this are no octet count: nobody sends gigabytes as one message. */
const MAX_COUNT_DIGITS = 9;
/** `rest` while in a line without a valid count. */
const IN_LINE = -1;

/**
 * Octet counting (RFC 6587): `LENGTH SP MESSAGE`, again and again. LFs between messages, which some senders add, are
 * passed over. Where no count stands, the line up to its LF is taken as one message, as it is, and counted as malformed.
 * A message that the stream's end cuts off is kept and counted as truncated.
 */
export class OctetFramer implements Framer {
  /** Messages whose count was missing or impossible, and such that the end cut off. */
  readonly counters: { malformed: number; truncated: number } = { malformed: 0, truncated: 0 };
  readonly #builder: BatchBuilder;
  readonly #limit: number;
  /** Bytes of the current message yet to come; 0 between messages. */
  #rest: number;

  constructor(options: FramerOptions = {}) {
    this.#limit = options.limit ?? MAX_MESSAGE_BYTES;
    this.#builder = new BatchBuilder({
      offset: options.offset ?? 0,
      continuing: options.continuing ?? false,
      rest: options.rest ?? 0,
    });
    this.#rest = options.rest ?? 0;
  }

  push(chunk: Uint8Array): FramedBatch {
    this.#builder.begin(chunk);
    return this.#builder.end(this.#scan(false));
  }

  finish(): FramedBatch {
    const builder = this.#builder;
    builder.begin(new Uint8Array(0));
    const start = this.#scan(true);
    const { length } = builder.bytes;
    if (this.#rest > 0) this.counters.truncated++;
    if (this.#rest > 0 || start < length) builder.add(start, length, length, false, 0);
    this.#rest = 0;
    return builder.end(length);
  }

  stateAfter(index: number): FramerState {
    return this.#builder.stateAfter(index);
  }

  /** Adds all whole messages and the pieces of long ones; returns where the rest begins. */
  #scan(isLast: boolean): number {
    const { bytes } = this.#builder;
    let p = 0;
    for (;;) {
      if (this.#rest === 0) {
        while (p < bytes.length && bytes[p] === LF) p++;
        const start = this.#readCount(p, isLast);
        if (start < 0) return p;
        p = start;
        // A count of zero: an empty message.
        if (this.#rest === 0) {
          this.#builder.add(p, p, p, false, 0);
          continue;
        }
      }
      const next = this.#rest === IN_LINE ? this.#takeLine(p) : this.#takeCounted(p);
      if (next < 0) return p;
      p = next;
      if (this.#rest !== 0) return p;
    }
  }

  /** Reads the count at `p` into `#rest`; returns where the message begins, or -1: more bytes are needed to tell. */
  #readCount(p: number, isLast: boolean): number {
    const { bytes } = this.#builder;
    if (p >= bytes.length) return -1;
    let value = 0;
    let q = p;
    while (q < bytes.length && q - p <= MAX_COUNT_DIGITS) {
      const digit = bytes[q]! - ZERO;
      if (digit >>> 0 > 9) break;
      value = value * 10 + digit;
      q++;
    }
    const digits = q - p;
    // RFC 6587 knows no count of zero, but an empty message has no other: it counts when another count, or nothing, follows.
    const isZero = digits === 1 && bytes[p] === ZERO;
    const isCount =
      digits <= MAX_COUNT_DIGITS &&
      (bytes[p] !== ZERO ||
        (isZero && (q + 1 >= bytes.length || (bytes[q + 1]! - ZERO) >>> 0 <= 9)));
    const ends = isZero ? q + 1 >= bytes.length : q === bytes.length;
    if (ends && isCount && !isLast) return -1;
    if (digits > 0 && isCount && bytes[q] === SPACE) {
      this.#rest = value;
      return q + 1;
    }
    this.counters.malformed++;
    this.#rest = IN_LINE;
    return p;
  }

  /** Takes the message of `#rest` bytes at `p`, or what is there of one over the limit; returns its end, or -1. */
  #takeCounted(p: number): number {
    const builder = this.#builder;
    const { bytes } = builder;
    let start = p;
    while (this.#rest > this.#limit && bytes.length - start >= this.#limit) {
      const end = builder.pieceEnd(start, this.#limit);
      this.#rest -= end - start;
      builder.add(start, end, end, true, this.#rest);
      start = end;
    }
    if (this.#rest > this.#limit || bytes.length - start < this.#rest) return start;
    const end = start + this.#rest;
    this.#rest = 0;
    builder.add(start, end, end, false, 0);
    return end;
  }

  /** Takes the line at `p`, or what is there of one over the limit. */
  #takeLine(p: number): number {
    const builder = this.#builder;
    const { bytes } = builder;
    let start = p;
    const lf = bytes.indexOf(LF, p);
    const end = lf < 0 ? bytes.length : lf;
    while (end - start > this.#limit) start = builder.addPiece(start, this.#limit, IN_LINE);
    if (lf < 0) return start;
    this.#rest = 0;
    builder.add(start, lf, lf + 1, false, 0);
    return lf + 1;
  }
}
