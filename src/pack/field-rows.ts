import type { BlockReader } from './block-reader.js';

/** Rows that are fewer than one in so many are gathered and sorted: to go through all of a block takes longer. */
const FEW = 16;

/** Which rows of a block have a field. */
export class FieldRows {
  readonly #block: BlockReader;
  /** Rows by the place of their template, then in order. */
  #byPlace: Uint16Array | undefined;

  constructor(block: BlockReader) {
    this.#block = block;
  }

  /** The rows whose templates are marked, in order; valid until rows of a field are asked for again. */
  rowsOf(marks: Uint8Array): Uint16Array {
    const block = this.#block;
    const { templateRows } = block;
    let count = 0;
    for (let place = 0; place < marks.length; place++)
      if (marks[place] === 1) count += templateRows[place]!;
    if (FEW * count < block.rows) return this.#rowsAt(marks, count);
    return rowsWith(marks, block.places(), count).subarray(0, count);
  }

  /** The rows, `count` of them, whose templates are marked, in order. */
  #rowsAt(marks: Uint8Array, count: number): Uint16Array {
    const { templateRows } = this.#block;
    this.#byPlace ??= sortedByPlace(this.#block.places(), templateRows);
    const rows = new Uint16Array(count);
    let from = 0;
    let at = 0;
    let places = 0;
    for (let place = 0; place < marks.length; place++) {
      const end = from + templateRows[place]!;
      if (marks[place] === 1) {
        places++;
        while (from < end) rows[at++] = this.#byPlace[from++]!;
      }
      from = end;
    }
    return places > 1 ? rows.sort() : rows;
  }
}

/** Rows of marked places, used again. */
let scratch = new Uint16Array(8193);

/** The rows, `count` of them, of marked places, in order; valid until it is called again. */
function rowsWith(marks: Uint8Array, places: Uint16Array, count: number): Uint16Array {
  if (scratch.length <= count) scratch = new Uint16Array(count + 1);
  const rows = scratch;
  let value = 0;
  // Each row is written down as that of the value that comes next, until a row has it: no branch is guessed wrong.
  for (let row = 0; row < places.length; row++) {
    rows[value] = row;
    value += marks[places[row]!]!;
  }
  return rows;
}

function sortedByPlace(places: Uint16Array, templateRows: Int32Array): Uint16Array {
  const next = new Int32Array(templateRows.length);
  for (let place = 1; place < next.length; place++)
    next[place] = next[place - 1]! + templateRows[place - 1]!;
  const rows = new Uint16Array(places.length);
  for (let row = 0; row < rows.length; row++) rows[next[places[row]!]!++] = row;
  return rows;
}
