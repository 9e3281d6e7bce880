/**
 * The sorted DocIds of one term, in whichever of three forms is shortest:
 *
 *     gaps   := gap:varint{count}        DocId less the one before, less 1; first: the DocId
 *     bitmap := byte{ceil(docs / 8)}     DocId d is bit d mod 8 of byte d div 8
 *     runs   := (skip:varint length:varint)*  DocIds left out since the run before, then how many there are, less 1
 *
 * The number of DocIds, the form and the length in bytes stand in the term dictionary. A term that all `docs` have, or
 * one only, has no list: the dictionary says it all.
 */
export const FORM_GAPS = 0;
export const FORM_BITMAP = 1;
export const FORM_RUNS = 2;
