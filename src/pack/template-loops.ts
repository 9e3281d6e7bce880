/**
 * Loops over the templates of a block, by place, and over the slots that these have: the one at `place` [firstSlots[place],
 * firstSlots[place + 1]). The kernel of a search is made of this file too (`.ci/compile-kernel.mjs` says what that takes).
 */

/** What is known of the rows of a template: none answers, some may, all do. OR takes the greater, AND the less of two. */
export const NO = 0;
export const MAYBE = 1;
export const YES = 2;

/** Where the slots of some templates begin, when those of a pack are written out for them; returns how many these are. */
export function countSlots(
  ids: Int32Array,
  count: number,
  shared: Int32Array,
  ownStarts: Int32Array,
  firstSlots: Int32Array,
): number {
  let slots = 0;
  firstSlots[0] = 0;
  for (let place = 0; place < count; place++) {
    const id = ids[place]!;
    slots += shared[id]! + ownStarts[id + 1]! - ownStarts[id]!;
    firstSlots[place + 1] = slots;
  }
  return slots;
}

/** Writes the slots of some templates out: the last ones are a template's own, those before them its like's, and so on. */
export function layOutSlots(
  ids: Int32Array,
  count: number,
  likes: Int32Array,
  shared: Int32Array,
  ownStarts: Int32Array,
  ownFields: Int32Array,
  firstSlots: Int32Array,
  slotFields: Int32Array,
): void {
  for (let place = 0; place < count; place++) {
    const first = firstSlots[place]!;
    let id = ids[place]!;
    let end = firstSlots[place + 1]!;
    while (end > first) {
      const kept = first + shared[id]!;
      let own = ownStarts[id]!;
      for (let slot = kept; slot < end; slot++) {
        slotFields[slot] = ownFields[own]!;
        own++;
      }
      if (kept < end) end = kept;
      id = likes[id]!;
    }
  }
}

/** Of some templates: sets whether each has a field. */
export function findField(
  count: number,
  firstSlots: Int32Array,
  slotFields: Int32Array,
  field: number,
  marks: Uint8Array,
): void {
  for (let place = 0; place < count; place++) {
    const end = firstSlots[place + 1]!;
    let mark = 0;
    for (let slot = firstSlots[place]!; slot < end; slot++)
      mark |= slotFields[slot]! === field ? 1 : 0;
    marks[place] = mark;
  }
}

/** Counts the slots of some templates by field: sets where those of each field end, among all by field; returns how many there are. */
export function countByField(
  count: number,
  firstSlots: Int32Array,
  slotFields: Int32Array,
  fieldCount: number,
  ends: Int32Array,
): number {
  for (let field = 0; field < fieldCount; field++) ends[field] = 0;
  for (let place = 0; place < count; place++) {
    const end = firstSlots[place + 1]!;
    for (let slot = firstSlots[place]!; slot < end; slot++) {
      const field = slotFields[slot]!;
      ends[field] = ends[field]! + 1;
    }
  }
  let all = 0;
  for (let field = 0; field < fieldCount; field++) {
    all += ends[field]!;
    ends[field] = all;
  }
  return all;
}

/** Lists the places of templates by their fields; `ends`, where those of each field end, is then where they begin. */
export function groupByField(
  count: number,
  firstSlots: Int32Array,
  slotFields: Int32Array,
  ends: Int32Array,
  places: Uint16Array,
): void {
  for (let place = count - 1; place >= 0; place--) {
    const end = firstSlots[place + 1]!;
    for (let slot = firstSlots[place]!; slot < end; slot++) {
      const field = slotFields[slot]!;
      const at = ends[field]! - 1;
      ends[field] = at;
      places[at] = place;
    }
  }
}

/**
 * Whether columns have as many values of each field as templates with so many rows take: -1, or the first field of which they
 * have others, and `values` says how many are missing. Column i has counts[i] of fields[i]; `values` has room for one of each field.
 */
export function checkValues(
  count: number,
  firstSlots: Int32Array,
  slotFields: Int32Array,
  templateRows: Int32Array,
  columns: number,
  fields: Int32Array,
  counts: Int32Array,
  fieldCount: number,
  values: Int32Array,
): number {
  for (let field = 0; field < fieldCount; field++) values[field] = 0;
  for (let place = 0; place < count; place++) {
    const end = firstSlots[place + 1]!;
    for (let slot = firstSlots[place]!; slot < end; slot++) {
      const field = slotFields[slot]!;
      values[field] = values[field]! + templateRows[place]!;
    }
  }
  for (let i = 0; i < columns; i++) values[fields[i]!] = values[fields[i]!]! - counts[i]!;
  for (let field = 0; field < fieldCount; field++) if (values[field]! !== 0) return field;
  return -1;
}

/** Gathers of each template the bits of its fields. */
export function gatherBits(
  count: number,
  firstSlots: Int32Array,
  slotFields: Int32Array,
  byField: Int32Array,
  into: Int32Array,
): void {
  for (let place = 0; place < count; place++) {
    const end = firstSlots[place + 1]!;
    let bits = 0;
    for (let slot = firstSlots[place]!; slot < end; slot++) bits |= byField[slotFields[slot]!]!;
    into[place] = bits;
  }
}

/** Marks the fields of marked templates that may answer. */
export function markFields(
  count: number,
  firstSlots: Int32Array,
  slotFields: Int32Array,
  open: Uint8Array,
  verdicts: Uint8Array,
  marks: Uint8Array,
): void {
  for (let place = 0; place < count; place++) {
    if (open[place]! === 0 || verdicts[place]! !== MAYBE) continue;
    const end = firstSlots[place + 1]!;
    for (let slot = firstSlots[place]!; slot < end; slot++) marks[slotFields[slot]!] = 1;
  }
}

/** Marks the places with a verdict; returns how many rows they have. */
export function markThose(
  verdicts: Uint8Array,
  count: number,
  wanted: number,
  templateRows: Int32Array,
  marks: Uint8Array,
): number {
  let rows = 0;
  for (let place = 0; place < count; place++) {
    const mark = verdicts[place]! === wanted ? 1 : 0;
    marks[place] = mark;
    rows += mark * templateRows[place]!;
  }
  return rows;
}

/** A bit for each verdict that marked places have. */
export function verdictsWithin(verdicts: Uint8Array, count: number, marks: Uint8Array): number {
  let found = 0;
  for (let place = 0; place < count; place++)
    if (marks[place]! === 1) found |= 1 << verdicts[place]!;
  return found;
}

/** Of templates with all of some bits: those answer that have them in literals, others may. */
export function decideByBits(
  inLiterals: Int32Array,
  inColumns: Int32Array,
  count: number,
  bits: number,
  verdicts: Uint8Array,
): void {
  for (let place = 0; place < count; place++) {
    const literal = inLiterals[place]! & bits;
    const either = literal | (inColumns[place]! & bits);
    verdicts[place] = literal === bits ? YES : either === bits ? MAYBE : NO;
  }
}

/** Leaves of two verdicts the greater one, for OR, or the less. */
export function joinVerdicts(
  verdicts: Uint8Array,
  others: Uint8Array,
  count: number,
  isOr: number,
): void {
  for (let place = 0; place < count; place++) {
    const verdict = verdicts[place]!;
    const other = others[place]!;
    if (isOr !== 0 ? other > verdict : other < verdict) verdicts[place] = other;
  }
}

/** The verdicts of what is denied. */
export function denyVerdicts(verdicts: Uint8Array, count: number): void {
  for (let place = 0; place < count; place++) verdicts[place] = YES - verdicts[place]!;
}

/** Counts, of each template, the slots with fields that are asked for. */
export function countAsked(
  count: number,
  firstSlots: Int32Array,
  slotFields: Int32Array,
  asked: Uint8Array,
  counts: Int32Array,
): void {
  for (let place = 0; place < count; place++) {
    const end = firstSlots[place + 1]!;
    let found = 0;
    for (let slot = firstSlots[place]!; slot < end; slot++) found += asked[slotFields[slot]!]!;
    counts[place] = found;
  }
}

/** Marks the fields that are asked for and stand beside others of them in a template, or in one that is not open. */
export function markShared(
  count: number,
  firstSlots: Int32Array,
  slotFields: Int32Array,
  open: Uint8Array,
  asked: Uint8Array,
  counts: Int32Array,
  marks: Uint8Array,
): void {
  for (let place = 0; place < count; place++) {
    if (counts[place]! <= open[place]!) continue;
    const end = firstSlots[place + 1]!;
    for (let slot = firstSlots[place]!; slot < end; slot++) {
      const field = slotFields[slot]!;
      marks[field] = marks[field]! | asked[field]!;
    }
  }
}

/** How many rows marked places have. */
export function rowsOf(marks: Uint8Array, count: number, templateRows: Int32Array): number {
  let rows = 0;
  for (let place = 0; place < count; place++) rows += marks[place]! * templateRows[place]!;
  return rows;
}
