import { ByteWriter } from '../../src/codec/byte-writer.js';
import { ColumnWriter } from '../../src/column/column-writer.js';
import { Elements } from '../../src/column/elements.js';
import { valueHash } from '../../src/template/line-scanner.js';
import { Random } from '../generator/random.js';

/** A column of a block as it stands in a pack, and the same values as plain text, one a line. */
export type StoredColumn = {
  readonly bytes: Uint8Array;
  readonly count: number;
  readonly text: string;
  /** One of the values: a word. */
  readonly wanted: string;
};

/** Values of a block's most frequent template. */
const VALUES = 8192;

const USERS = 40;

/** Process ids: numbers. */
export function numberColumn(seed: number): StoredColumn {
  const random = new Random(seed, 11);
  return stored(() => String(1 + random.below(32_768)));
}

/** Names of the same few users: a dictionary. */
export function dictionaryColumn(seed: number): StoredColumn {
  const random = new Random(seed, 12);
  return stored(() => `user${random.skewed(USERS)}`);
}

/** Names of which hardly two are alike: text. */
export function textColumn(seed: number): StoredColumn {
  const random = new Random(seed, 13);
  return stored(() => `job${random.next().toString(36)}`);
}

function stored(draw: () => string): StoredColumn {
  const values = Array.from({ length: VALUES }, draw);
  const text = values.join('\n');
  const bytes = new Uint8Array(Buffer.from(text, 'latin1'));
  const elements = new Elements();
  let at = 0;
  for (const { length } of values) {
    elements.add(at, at + length, valueHash(bytes, at, at + length));
    at += length + 1;
  }
  const out = new ByteWriter();
  new ColumnWriter().write(out, bytes, elements, { addValue: () => {} });
  return { bytes: out.copy(), count: VALUES, text, wanted: values[VALUES >> 1]! };
}
