import type { ByteReader } from '../codec/byte-reader.js';
import type { ByteWriter } from '../codec/byte-writer.js';
import { unzigzag, zigzag } from '../codec/varint.js';
import { KIND_TIMES } from './column-format.js';
import type { Elements } from './elements.js';
import { readNumbers, writeNumbers } from './numbers.js';
import { type TimeFormat, TimeFormatter, timeFormatOf } from './time-format.js';

/**
 * Timestamps that can be made again from the times of their messages.
 *
 *     body      := style:u8 prefix suffix mark:u8 digits:u8 point:u8 offset:zigzag numbers? exceptions
 *     prefix, suffix := length:varint byte{length}
 *     exceptions := count:varint (gap:varint length:varint byte{length}){count}
 *
 * See `TimeFormat` for the fields. `numbers` (see column-format.ts) are the digits behind the milliseconds, when `digits` is
 * more than three. An exception stands as it is; its gap is its place less that of the one before, less 1 (first: its
 * place), and its number says nothing.
 */

/** So many of a column's timestamps may differ from what their messages' times make of them. */
export function mostExceptions(count: number): number {
  return 4 + (count >>> 4);
}

/** Writes the column and returns true; or returns false, and nothing is written, when the timestamps do not fit. */
export function writeTimeColumn(
  out: ByteWriter,
  text: Uint8Array,
  { starts, ends, count }: Elements,
  times: Float64Array,
): boolean {
  const format = timeFormatOf(latin1(text, starts[0]!, ends[0]!), times[0]!);
  if (format === undefined) return false;
  const formatter = new TimeFormatter(format);
  const scratch = new Uint8Array(formatter.maxLength + 16);
  const exceptions: number[] = [];
  const most = mostExceptions(count);
  const behind = Math.max(0, format.digits - 3);
  const beyond = new Int32Array(behind > 0 ? count : 0);
  const tail = format.suffix.length;
  let length = formatter.write(scratch, 0, times[0]!, 0);
  let last = times[0]!;
  for (let i = 0; i < count; i++) {
    const start = starts[i]!;
    let fraction = 0;
    if (behind > 0) {
      const end = ends[i]! - tail;
      for (let at = Math.max(start, end - behind); at < end; at++)
        fraction = fraction * 10 + text[at]! - 0x30;
      if (!(fraction >= 0 && fraction < 10 ** behind)) fraction = 0;
      beyond[i] = fraction;
    }
    if (times[i] !== last || behind > 0) {
      last = times[i]!;
      length = formatter.write(scratch, 0, last, fraction);
    }
    let same = ends[i]! - start === length;
    for (let k = 0; same && k < length; k++) same = text[start + k] === scratch[k];
    if (same) continue;
    exceptions.push(i);
    if (exceptions.length > most) return false;
  }
  writeTimes(out, text, { starts, ends }, format, beyond, exceptions);
  return true;
}

/** Writes a column of timestamps whose format is known and none of which is an exception: `putBeyond` appends `numbers`. */
export function writePlainTimes(out: ByteWriter, format: TimeFormat, putBeyond: () => void): void {
  out.u8(KIND_TIMES);
  writeFormat(out, format);
  if (format.digits > 3) putBeyond();
  out.varint(0);
}

/** Writes a column of timestamps whose format is known, what is behind their milliseconds, and which are exceptions. */
function writeTimes(
  out: ByteWriter,
  text: Uint8Array,
  { starts, ends }: Pick<Elements, 'starts' | 'ends'>,
  format: TimeFormat,
  beyond: Int32Array,
  exceptions: readonly number[],
): void {
  out.u8(KIND_TIMES);
  writeFormat(out, format);
  if (beyond.length > 0) writeNumbers(out, beyond, beyond.length);
  out.varint(exceptions.length);
  let next = 0;
  for (const i of exceptions) {
    out.varint(i - next);
    out.varint(ends[i]! - starts[i]!);
    out.rawRange(text, starts[i]!, ends[i]!);
    next = i + 1;
  }
}

function writeFormat(out: ByteWriter, format: TimeFormat): void {
  out.u8(format.style);
  out.prefixed(Buffer.from(format.prefix, 'latin1'));
  out.prefixed(Buffer.from(format.suffix, 'latin1'));
  out.u8(format.mark);
  out.u8(format.digits);
  out.u8(format.point);
  out.varint(zigzag(format.offset));
}

/** A column of timestamps, read. */
export class TimeColumn {
  readonly maxLength: number;
  readonly #formatter: TimeFormatter;
  readonly #timesOf: () => Float64Array;
  #times: Float64Array | undefined;
  readonly #beyond: Int32Array | undefined;
  readonly #exceptions = new Map<number, Uint8Array>();

  /** `times` are those of the `count` messages the timestamps stand in; they are asked for with the first timestamp. */
  constructor(reader: ByteReader, count: number, times: () => Float64Array) {
    const style = reader.u8();
    if (style < 1 || style > 3) throw reader.error('Style of a timestamp', '1 to 3', `${style}`);
    const prefix = latin1(reader.prefixed());
    const suffix = latin1(reader.prefixed());
    const mark = reader.u8();
    const digits = reader.u8();
    if (digits > 9) throw reader.error('Digits of a fraction', 'at most 9', `${digits}`);
    const point = reader.u8();
    const offset = unzigzag(reader.varint());
    this.#formatter = new TimeFormatter({ style, prefix, suffix, mark, digits, point, offset });
    this.#timesOf = times;
    this.#beyond = digits > 3 ? readNumbers(reader, count) : undefined;
    let { maxLength } = this.#formatter;
    const exceptions = reader.varint(count);
    let next = 0;
    for (let n = 0; n < exceptions; n++) {
      const i = next + reader.varint(count);
      const bytes = reader.prefixed();
      this.#exceptions.set(i, bytes);
      maxLength = Math.max(maxLength, bytes.length);
      next = i + 1;
    }
    this.maxLength = maxLength;
  }

  /** Without exceptions they are all made by one format. */
  get isOneSpelling(): boolean {
    return this.#exceptions.size === 0;
  }

  /** Writes how a time is spelled that is no exception. */
  spell(time: number, out: Uint8Array, at: number): number {
    return this.#formatter.write(out, at, time, 0);
  }

  write(i: number, out: Uint8Array, at: number): number {
    this.#times ??= this.#timesOf();
    if (this.#exceptions.size > 0) {
      const exception = this.#exceptions.get(i);
      if (exception !== undefined) {
        out.set(exception, at);
        return at + exception.length;
      }
    }
    return this.#formatter.write(
      out,
      at,
      this.#times[i]!,
      this.#beyond === undefined ? 0 : this.#beyond[i]!,
    );
  }
}

function latin1(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
}
