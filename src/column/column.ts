import type { PassingValues, ValueDictionary } from './value-kinds.js';

/** A column, read: its values by their place. */
export interface Column {
  /** The most bytes one value has. */
  readonly maxLength: number;
  /** Whether all of its values are the same. */
  readonly isConstant?: boolean;
  /** Whether its values are timestamps that are all spelled alike. */
  readonly isOneSpelling?: boolean;
  /** Of timestamps: writes how a time is spelled, whether a value has it or not. */
  spell?(time: number, out: Uint8Array, at: number): number;
  /** Writes value `i` to `out`, which has room for `maxLength` bytes, and returns where it ends. */
  write(i: number, out: Uint8Array, at: number): number;
}

/**
 * What values are asked. `exact` decides for numbers and addresses without making their text: values of nothing but digits that
 * have a word pass by `number` (without leading zeros; else -1), digits behind a point by `number` or `digits` of them that
 * make `value`, IPv4 addresses from `address` (-1: none) to `lastAddress`, or by one of their octets. Without `exact` each text is tested.
 */
export type ValueTest = {
  readonly test: (bytes: Uint8Array, start: number, end: number) => boolean;
  readonly exact?: {
    readonly number: number;
    readonly digits: number;
    readonly value: number;
    readonly address: number;
    readonly lastAddress: number;
  };
  /** What is known of values that pass, where it is more than nothing. */
  readonly passing?: PassingValues;
  /** The folded token that is all a text has to hold; with `isPrefix`, one that begins with it. */
  readonly word?: { readonly bytes: Uint8Array; readonly isPrefix: boolean };
};

/** A column that can be searched. `mark` sets the mark of each value: 1 of those that pass, else 0. It returns how many pass. */
export interface SearchableColumn extends Column {
  mark(test: ValueTest, marks: Uint8Array): number;
  /** Codes of the values, the same for the same value, where there are such. */
  readonly dictionary?: ValueDictionary;
}

/** Whether a column can be searched: all but those of timestamps. */
export function isSearchable(column: Column): column is SearchableColumn {
  return 'mark' in column;
}

/** Marks values that pass, of columns whose values are made one by one. */
export function markEach(column: Column, { test }: ValueTest, marks: Uint8Array): number {
  const scratch = new Uint8Array(column.maxLength);
  let passing = 0;
  for (let i = 0; i < marks.length; i++) {
    const passes = test(scratch, 0, column.write(i, scratch, 0));
    marks[i] = passes ? 1 : 0;
    if (passes) passing++;
  }
  return passing;
}

/** No value passes. */
export function markNone(marks: Uint8Array): number {
  marks.fill(0);
  return 0;
}

/** An address as it is compared: less 2^31, with a sign. */
export function lessHalf(address: number): number {
  return address ^ 0x8000_0000;
}
