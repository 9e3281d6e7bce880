/**
 * A column: the values of one field in one block, in the order of their rows. How many there are is told elsewhere.
 *
 *     column  := kind:u8 body
 *     body    := (0, constant)   length:varint byte{length}
 *              | (1, numbers)    numbers                                  decimal, without leading zeros
 *              | (2, dictionary) entries:varint column codes              the column has the values, each once; not of kind 2 or 6
 *              | (3, decimals)   digits:u8 numbers numbers                before the point; `digits` digits behind it
 *              | (4, ipv4)       byte{n} byte{n} byte{n} byte{n}          first octets, second octets, …
 *              | (5, text)       0:varint length:varint{n} byte* | length + 1:varint byte*      the latter: all have one length
 *              | (6, times)                                               see time-column.ts
 *     codes   := low:byte{n} | low:byte{n} high:byte{n}                   one plane up to 256 entries
 *     numbers := 0:u8 least:varint width:u8 (byte{n}){width}              value less the least, low plane to high plane
 *              | 1:u8 zigzag{n}                                           value less the one before; first: less 0
 */
export const KIND_CONSTANT = 0;
export const KIND_NUMBERS = 1;
export const KIND_DICTIONARY = 2;
export const KIND_DECIMALS = 3;
export const KIND_IPV4 = 4;
export const KIND_TEXT = 5;
export const KIND_TIMES = 6;

export const NUMBERS_PLANES = 0;
export const NUMBERS_DELTAS = 1;
