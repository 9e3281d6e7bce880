/**
 * A template: `literals[0]`, slot 0, `literals[1]`, slot 1, …, the last literal. Its number is its place in the table
 * of a pack.
 */
export type Template = {
  readonly literals: readonly Uint8Array[];
  /** What fills each slot. */
  readonly kinds: Uint8Array;
  /** The field whose column each slot's values stand in. No field occurs twice. */
  readonly fields: Int32Array;
};
