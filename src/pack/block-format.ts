/**
 * A block of a pack: up to 8,192 messages in order of time, as columns.
 *
 *     block     := directory chunk*
 *     directory := packed(
 *                    rows:varint
 *                    chunks:varint (rawLength:varint length:varint crc:u32){chunks}
 *                    templates:varint (gap:varint rows:varint){templates}
 *                    head:varint{3}
 *                    columns:varint (gap:varint length:varint values:varint){columns})
 *     chunk     := DEFLATE | raw, when length = rawLength
 *
 * All columns one behind the other, cut at the ends of columns into chunks of at least 16 KiB, are: which template each
 * row has, its time, where it came from (`head` has the lengths of these three), then the columns of fields.
 *
 *     templates of rows := low:byte{rows} | low:byte{rows} high:byte{rows}   places in the list of templates; one plane up to 256
 *     times             := unit:varint delta:varint{rows}                    time / unit less that of the row before; first: less minTime / unit
 *     arrival           := see arrival.ts
 *
 * A `gap` of templates is the number less the one before, less 1 (first: the number); of columns the field less that of the
 * column before (first: the field): several columns of one field hold its values one after the other.
 */

/** What a reader accepts: a block ends late to keep the pieces of a line together. */
export const MAX_ROWS: number = 1 << 16;

/** A chunk ends with the column that goes beyond it: small columns share one, large ones decode alone. */
export const CHUNK_BYTES: number = 16 << 10;
/** Text of one column of plain text: a word in it leads to so much text to look through. */
export const PLAIN_COLUMN_BYTES: number = 32 << 10;
