/**
 * The sorted DocIds of one term, in whichever of three forms is shortest:
 *
 *     gaps   := gap:varint{count}        difference to the DocId before; the first one to -1, less 1
 *     bitmap := byte{ceil(messages / 8)} DocId d is bit d mod 8 of byte d div 8
 *     runs   := (skip:varint length:varint)*  DocIds left out since the run before, then how many follow on, less 1
 *
 * The number of DocIds, the form and the length in bytes stand in the term dictionary. A term that occurs in every
 * message, or in one only, has no list: the dictionary says it all.
 */
export const FORM_GAPS = 0;
export const FORM_BITMAP = 1;
export const FORM_RUNS = 2;
