import type { ByteReader } from '../codec/byte-reader.js';
import type { ByteWriter } from '../codec/byte-writer.js';
import { varintLength, zigzag } from '../codec/varint.js';
import { NUMBERS_DELTAS, NUMBERS_PLANES } from './column-format.js';

/** Writes values[0, count), each below 2^31, as byte planes or as deltas, whichever is shorter before compression. */
export function writeNumbers(out: ByteWriter, values: Int32Array, count: number): void {
  let least = values[0] ?? 0;
  let most = least;
  let deltaBytes = 0;
  let previous = 0;
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    if (value < least) least = value;
    else if (value > most) most = value;
    const delta = value - previous;
    deltaBytes += delta < 64 && delta >= -64 ? 1 : varintLength(zigzag(delta));
    previous = value;
  }
  const range = most - least;
  const width =
    range === 0 ? 0 : range < 0x100 ? 1 : range < 0x1_0000 ? 2 : range < 0x100_0000 ? 3 : 4;
  // Planes compress better than deltas of the same length.
  if (deltaBytes * 4 < count * width * 3) {
    out.u8(NUMBERS_DELTAS);
    previous = 0;
    for (let i = 0; i < count; i++) {
      out.varint(zigzag(values[i]! - previous));
      previous = values[i]!;
    }
    return;
  }
  out.u8(NUMBERS_PLANES);
  out.varint(least);
  out.u8(width);
  for (let plane = 0; plane < width; plane++) {
    const at = out.extend(count);
    const bytes = out.buffer;
    const shift = 8 * plane;
    for (let i = 0; i < count; i++) bytes[at + i] = (values[i]! - least) >>> shift;
  }
}

/** Reads `count` numbers; the caller's own. */
export function readNumbers(reader: ByteReader, count: number): Int32Array {
  const values = new Int32Array(count);
  const mode = reader.u8();
  if (mode === NUMBERS_DELTAS) {
    const deltas = new Uint32Array(values.buffer);
    reader.varints(deltas);
    const wrong = sumDeltas(deltas, values);
    if (wrong !== undefined) throw reader.error('Number of a column', '0 to 2^31 - 1', `${wrong}`);
    return values;
  }
  if (mode !== NUMBERS_PLANES) throw reader.error('Form of numbers', '0 or 1', `${mode}`);
  const least = reader.varint(0x7fff_ffff);
  const width = reader.u8();
  if (width > 4) throw reader.error('Bytes of a number', 'at most 4', `${width}`);
  values.fill(least);
  for (let plane = 0; plane < width; plane++) {
    const bytes = reader.raw(count);
    const shift = 8 * plane;
    for (let i = 0; i < count; i++) values[i]! += bytes[i]! << shift;
    // The sum is below 2^32 unless the highest byte says otherwise: beyond 2^31 it is then negative.
    if (plane === 3 && bytes.some((byte) => byte >= 0x80))
      throw reader.error('Number of a column', '0 to 2^31 - 1', 'more');
  }
  if (least + 256 ** width > 0x8000_0000 && values.some((value) => value < 0))
    throw reader.error('Number of a column', '0 to 2^31 - 1', 'more');
  return values;
}

/** Makes numbers of deltas, which may lie in the same memory. Returns a number that is too large or too small, if there is one. */
function sumDeltas(deltas: Uint32Array, values: Int32Array): number | undefined {
  let value = 0;
  for (let i = 0; i < values.length; i++) {
    const delta = deltas[i]!;
    value += (delta >>> 1) ^ -(delta & 1);
    if (value < 0 || value > 0x7fff_ffff) return value;
    values[i] = value;
  }
  return undefined;
}
