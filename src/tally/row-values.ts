import { HeaderSlots, type SlotTemplates } from '../header/header-slots.js';
import type { TemplateHeaders } from '../header/template-headers.js';
import type { BlockReader } from '../pack/block-reader.js';
import type { TextField } from '../query/ast.js';
import { codesOf, rowsWithField } from './slot-counts.js';

/** A field of the headers of rows, known without them: the number of its text, from 1; 0 where the header is to be read. */
export type RowValues = { readonly of: Uint32Array; readonly texts: readonly string[] };

/** The field of the rows of some templates, given by their places, that have it in a slot. Messages are in one piece each. */
export function rowValues(
  block: BlockReader,
  headers: TemplateHeaders,
  field: TextField,
  asked: (place: number) => boolean,
): RowValues {
  const values: { of: Uint32Array; texts: string[] } = {
    of: new Uint32Array(block.rows),
    texts: [],
  };
  const slots = new HeaderSlots(block, headers);
  for (const each of slots.slotsOf(slots.find(field, asked))) addSlot(block, each, values);
  return values;
}

function addSlot(
  block: BlockReader,
  { slot, has }: SlotTemplates,
  { of, texts }: { readonly of: Uint32Array; readonly texts: string[] },
): void {
  const { field, before, behind, usual } = slot;
  const { columns } = block;
  const places = block.places();
  const rows = rowsWithField(block, field);
  for (const entry of columns.ofField(field)) {
    const first = columns.firsts[entry]!;
    const count = columns.counts[entry]!;
    const column = block.column(entry);
    const { entries, codes } = codesOf(column, count);
    const bytes = new Uint8Array(before.length + column.maxLength + behind.length);
    bytes.set(before);
    /** By code one more than the number of its text, 1: it is not usual, 0: not asked yet. */
    const known = new Uint32Array(entries);
    for (let i = 0; i < count; i++) {
      const row = rows[first + i]!;
      if (has[places[row]!] === 0) continue;
      const code = codes === undefined ? i : codes[i]!;
      if (known[code] === 0) {
        let end = column.write(i, bytes, before.length);
        for (let k = 0; k < behind.length; k++) bytes[end++] = behind[k]!;
        known[code] = usual.test(bytes, 0, end)
          ? texts.push(Buffer.from(bytes.buffer, 0, end).toString('latin1')) + 1
          : 1;
      }
      // Of a code that is none the row is read: that says what is wrong.
      of[row] = Math.max(1, known[code] ?? 1) - 1;
    }
  }
}
