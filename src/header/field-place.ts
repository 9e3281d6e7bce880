import type { ValueTest } from '../column/column.js';
import type { PassingValues } from '../column/value-kinds.js';

/** What values of a slot usually are, so that it is known what the parser makes of them. */
export type Usual = {
  readonly test: ValueTest['test'];
  /** What is known of values that are not: of numbers and addresses none may have to be looked at. */
  readonly others?: PassingValues;
};

/** A slot of a template, and what of the literals around it belongs to its value. */
export type FieldSlot = {
  readonly field: number;
  readonly before: Uint8Array;
  readonly behind: Uint8Array;
  /** What the whole value usually is. */
  readonly usual: Usual;
};

/**
 * Where a field of the header stands in every message of a template, if the values in some slots are as usual: in its literals,
 * always these bytes (none: the messages do not have it), or in a slot, if its value is as usual.
 */
export type FieldPlace = { readonly expected: readonly FieldSlot[] } & (
  | { readonly literal: Uint8Array; readonly slot?: undefined }
  | { readonly slot: FieldSlot; readonly literal?: undefined }
);

/** Where the messages of a template have the fields of their header; undefined where that is not known. */
export type TemplateHeader = {
  readonly host?: FieldPlace | undefined;
  readonly app?: FieldPlace | undefined;
  readonly pid?: FieldPlace | undefined;
  readonly msgid?: FieldPlace | undefined;
};

export const NOTHING: Uint8Array = new Uint8Array(0);

export function fieldSlot(
  field: number,
  usual: Usual,
  before: Uint8Array = NOTHING,
  behind: Uint8Array = NOTHING,
): FieldSlot {
  return { field, usual, before, behind };
}

/** A field that messages do not have. */
export function nowhere(expected: readonly FieldSlot[]): FieldPlace {
  return { expected, literal: NOTHING };
}

/** What is expected behind a field: also that its own value is as usual. */
export function expectedBehind({ expected, slot }: FieldPlace): readonly FieldSlot[] {
  return slot === undefined ? expected : [...expected, slot];
}

/** A test of values with what of the literals belongs to them. */
export function whole({ before, behind }: FieldSlot, test: ValueTest['test']): ValueTest['test'] {
  if (before.length + behind.length === 0) return test;
  let scratch = new Uint8Array(64);
  return (bytes, start, end) => {
    const length = before.length + end - start + behind.length;
    if (length > scratch.length) scratch = new Uint8Array(2 * length);
    let at = 0;
    for (let i = 0; i < before.length; i++) scratch[at++] = before[i]!;
    for (let i = start; i < end; i++) scratch[at++] = bytes[i]!;
    for (let i = 0; i < behind.length; i++) scratch[at++] = behind[i]!;
    return test(scratch, 0, length);
  };
}
