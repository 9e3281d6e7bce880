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
 * The raw bytes of the chunks, one behind the other, are: which template each row has, its time, where it came from (`head`
 * has the lengths of these three), then the columns of fields. Each of these lies in one chunk; a chunk ends with one, at
 * 16 KiB or more, or before one that is as large itself.
 *
 *     templates of rows := low:byte{rows} | low:byte{rows} high:byte{rows}   places in the list of templates; one plane up to 256
 *     times             := unit:varint delta:varint{rows}                    time / unit less that of the row before; first: less minTime / unit
 *     arrival           := see arrival.ts
 *
 * A `gap` of templates is the template's number less the one before, less 1 (first: the number). A `gap` of columns is the
 * field's number less that of the column before (first: the number): 0 behind the first column of a field that is split. Each
 * column holds the next `values` values of its field.
 */

/** What a reader accepts: a block ends late to keep the pieces of a line together. */
export const MAX_ROWS: number = 1 << 16;

/**
 * A chunk ends with the column that goes beyond it: small columns share one, large ones decode alone. With chunks of 16 KiB
 * stores are as large within 0.4 % (of 2, within 0.7): DEFLATE begins anew where bytes change their kind, which is where columns
 * end. Counts took a tenth longer with 16 KiB.
 */
export const CHUNK_BYTES: number = 4 << 10;
/** Text of one column of plain text: a word in it leads to so much text to look through. */
export const PLAIN_COLUMN_BYTES: number = 32 << 10;
