/** What is known of the rows of a template: none answers, some may, all do. OR takes the greater, AND the less of two. */
export const NO = 0;
export const MAYBE = 1;
export const YES = 2;
export type Verdicts = Uint8Array;

// Loops over templates and their slots are functions of their own, of arrays: V8 compiles what stands around a loop with it, and
// that took longer than what it gained.

/** Marks the places with a verdict; returns how many rows they have. */
export function markThose(
  verdicts: Verdicts,
  wanted: number,
  marks: Uint8Array,
  templateRows: Int32Array,
): number {
  let rows = 0;
  for (let place = 0; place < verdicts.length; place++) {
    if (verdicts[place] !== wanted) continue;
    marks[place] = 1;
    rows += templateRows[place]!;
  }
  return rows;
}

/** A bit for each verdict that marked places have. */
export function verdictsWithin(verdicts: Verdicts, marks: Uint8Array): number {
  let found = 0;
  for (let place = 0; place < marks.length; place++)
    if (marks[place] === 1) found |= 1 << verdicts[place]!;
  return found;
}

/** Of templates with all of some bits: those answer that have them in literals, others may. */
export function decideByBits(
  verdicts: Verdicts,
  inLiterals: Int32Array,
  inColumns: Int32Array,
  bits: number,
): void {
  for (let place = 0; place < verdicts.length; place++) {
    const literal = inLiterals[place]!;
    if ((literal & bits) === bits) verdicts[place] = YES;
    else if (((literal | inColumns[place]!) & bits) === bits) verdicts[place] = MAYBE;
  }
}

export function addBits(into: Int32Array, marks: Uint8Array, bits: number): void {
  for (let place = 0; place < into.length; place++) into[place]! |= bits & -marks[place]!;
}

/** Gathers of each template the bits of its fields. */
export function gatherBits(
  into: Int32Array,
  templateIds: Int32Array,
  { firstSlots, slotFields }: Slots,
  byField: Int32Array,
): void {
  for (let place = 0; place < into.length; place++) {
    const id = templateIds[place]!;
    const end = firstSlots[id + 1]!;
    let bits = 0;
    for (let slot = firstSlots[id]!; slot < end; slot++) bits |= byField[slotFields[slot]!]!;
    into[place] = bits;
  }
}

/** Marks the fields of open templates with a verdict. */
export function markFields(
  marks: Uint8Array,
  open: Uint8Array,
  verdicts: Verdicts,
  templateIds: Int32Array,
  { firstSlots, slotFields }: Slots,
): void {
  for (let place = 0; place < open.length; place++) {
    if (open[place] === 0 || verdicts[place] !== MAYBE) continue;
    const end = firstSlots[templateIds[place]! + 1]!;
    for (let slot = firstSlots[templateIds[place]!]!; slot < end; slot++)
      marks[slotFields[slot]!] = 1;
  }
}

/** The field of each slot, and which slots are a template's. */
type Slots = { readonly firstSlots: Int32Array; readonly slotFields: Int32Array };

/** Whether two say the same of all templates. */
export function haveSame(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
