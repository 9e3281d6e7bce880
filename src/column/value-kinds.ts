/** Whether values of nothing but digits pass, or of digits and points; the number that an IPv4 address among them has, or -1. */
export type PassingValues = {
  readonly digits: boolean;
  readonly dotted: boolean;
  readonly octet: number;
};

/** What a column is made of that says each of its values once: place i has value codes[i]. */
export type ValueDictionary = {
  readonly entries: number;
  readonly codes: Uint8Array | Uint16Array;
};
