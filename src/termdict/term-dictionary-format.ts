/**
 * The terms of a pack, sorted by their bytes, each with where its postings are. DocIds are the pack's units.
 *
 *     dictionary := block*
 *     block      := DEFLATE(entry*) | entry*, when length = rawLength      about 8 KiB of entries
 *     entry      := shared:varint suffixLength:varint suffix count:varint messages:varint postings
 *     postings   := doc:varint             when count = 1
 *                 | nothing                when count = units: the term is in all of them
 *                 | (length * 4 + form):varint list      length < 64: the list itself
 *                 | (length * 4 + form):varint           else: it stands in the lists
 *     lists      := (list crc:u32)*        CRC-32 of the list; in the order of their terms
 *     blockIndex := blockCount:varint (termLength:varint firstTerm length:varint rawLength:varint crc:u32 listBytes:varint held)*
 *     held       := low:u32 high:u8        bits, from the lowest: of 0 to 9, a to z, all other bytes: 1 where a term has such a byte
 *
 * `messages` is how many messages of the pack hold the term, summed over the blocks in which its units do not overlap: those
 * where it has only templates, or one column and nothing else. In other blocks a message may have it in two units: they are
 * counted when they are asked for. `shared` counts the leading bytes in common with the term before; it is 0 for the first
 * term of a block. `length` and `crc` are those of the block as it stands in the file. `listBytes` is how much of the lists
 * belongs to the terms of the block, so a block's lists start where those of the block before end.
 */
/** The postings stand in the entry: one DocId. */
export const FORM_ONE = -1;
/** The term is in every unit. */
export const FORM_ALL = -2;

/** What the dictionary says of a term's postings. */
export type TermPostings = {
  /** Units that hold the term. */
  count: number;
  /** Messages that hold it, not counting blocks in which its units may overlap. */
  messages: number;
  /** FORM_ONE, FORM_ALL, or the form of a posting list. */
  form: number;
  /** The DocId when form is FORM_ONE. */
  doc: number;
  /** The list when it stands in the entry. */
  inline: Uint8Array | undefined;
  /** Where the list starts: in the lists, or in the file when it is inline. */
  offset: number;
  /** Bytes of the list. */
  length: number;
};
