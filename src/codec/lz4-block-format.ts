/**
 * The LZ4 block format, after "LZ4 Block Format Description" (github.com/lz4/lz4, doc/lz4_Block_format.md):
 *
 *     block    := sequence* last
 *     sequence := token more* literal* distance:u16 more*
 *     last     := token more* literal*                    its four low bits say nothing: we write 0
 *     token    := u8                                      high 4 bits: literals; low 4 bits: length of the match − 4
 *     more     := 255* u8{0..254}                         only where the 4 bits are 15: adds to them
 *
 * A match repeats the bytes that stand `distance` back, 1 to 65,535; it may overlap what it writes. Two rules for whoever
 * writes a block, on which decoders rely that copy more than they need: the last 5 bytes are literals, and the last match
 * starts at least 12 bytes before the end.
 */

/** The shortest match. */
export const MIN_MATCH = 4;

/** How far back a match can look. */
export const MAX_DISTANCE = 0xffff;

/** What 4 bits of a token cannot say and `more` follows for. */
export const TOKEN_FULL = 15;

/** Bytes at the end of a block's text that no match covers. */
export const LAST_LITERALS = 5;

/** A match starts at least so many bytes before the end of the text. */
export const LAST_MATCH_START = 12;

/** The longest text that the format's own implementation compresses into one block. */
export const MAX_RAW_LENGTH = 0x7e000000;
