import { ByteReader } from '../../src/codec/byte-reader.js';
import { ByteWriter } from '../../src/codec/byte-writer.js';
import type { Column, SearchableColumn } from '../../src/column/column.js';
import { readColumn } from '../../src/column/column-reader.js';
import type { ColumnRoom } from '../../src/column/column-room.js';
import { ColumnWriter, type ValueSink } from '../../src/column/column-writer.js';
import { Elements } from '../../src/column/elements.js';
import { writeTimeColumn } from '../../src/column/time-column.js';
import { valueHash } from '../../src/template/line-scanner.js';
import { asText, latin1 } from './bytes.js';

/** Values, Latin-1, amid other bytes of a text, and where they are. */
export function elementsOf(
  values: readonly string[],
  hash: (text: Uint8Array, start: number, end: number) => number = valueHash,
): { text: Uint8Array; elements: Elements } {
  const text = latin1(`x${values.join('7')}7`);
  const elements = new Elements();
  let at = 1;
  for (const value of values) {
    elements.add(at, at + value.length, hash(text, at, at + value.length));
    at += value.length + 1;
  }
  return { text, elements };
}

/** A column's bytes, and the values that a sink was told, with how many messages have each. */
export function writeColumn(
  values: readonly string[],
  writer: ColumnWriter = new ColumnWriter(),
  hash: typeof valueHash = valueHash,
): { bytes: Uint8Array; told: Map<string, number> } {
  const { text, elements } = elementsOf(values, hash);
  const out = new ByteWriter(0);
  const told = new Map<string, number>();
  const sink: ValueSink = {
    addValue: (bytes, start, end, messages) => {
      const value = asText(bytes.subarray(start, end));
      told.set(value, (told.get(value) ?? 0) + messages);
    },
  };
  writer.write(out, text, elements, sink);
  return { bytes: out.copy(), told };
}

const noTimes = () => {
  throw new Error('Times are asked for timestamps only');
};

export function openColumn(bytes: Uint8Array, count: number, room?: ColumnRoom): SearchableColumn {
  const reader = new ByteReader(bytes, 'a.pack', 100);
  const column = readColumn(reader, count, noTimes, room) as SearchableColumn;
  reader.expectEnd('a column');
  return column;
}

/** All values; expects that none is longer than the column says, and that nothing is written beyond it. */
export function valuesOf(column: Column, count: number): string[] {
  const out = new Uint8Array(column.maxLength + 8);
  return Array.from({ length: count }, (_, i) => {
    out.fill(0xee);
    const end = column.write(i, out, 3);
    if (end - 3 > column.maxLength)
      throw new Error(`Value of ${end - 3}: at most ${column.maxLength}`);
    if (out[2] !== 0xee || out[end] !== 0xee) throw new Error('Written beyond the value');
    return asText(out.subarray(3, end));
  });
}

/** Bytes of a column of timestamps; undefined when they are none of ours. */
export function writeTimes(
  values: readonly string[],
  times: readonly number[],
): Uint8Array | undefined {
  const { text, elements } = elementsOf(values);
  const out = new ByteWriter(0);
  const written = writeTimeColumn(out, text, elements, Float64Array.from(times));
  if (!written && out.length > 0) throw new Error('Bytes of a column that was not written');
  return written ? out.copy() : undefined;
}

export function openTimes(bytes: Uint8Array, times: readonly number[]): Column {
  const reader = new ByteReader(bytes, 'a.pack', 100);
  const column = readColumn(reader, times.length, () => Float64Array.from(times));
  reader.expectEnd('a column');
  return column;
}

/** How often each value occurs: what a sink should be told. */
export function countsOf(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
