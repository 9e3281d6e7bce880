/**
 * What a search does with the values and the rows of many blocks: the loops of TypeScript, and twins of some of them that take 16
 * bytes at a time. Its face is src/pack/search-kernel.ts.
 */
export {
  evenStarts,
  markCodes,
  markOctet,
  markOctets,
  readStarts,
} from '../column/value-loops';
export {
  readColumns,
  readTemplateRows,
  skipTexts,
  walkParts,
  walkTemplates,
} from '../pack/directory-loops';
export { gatherTimes, readOrder, readTimes } from '../pack/head-loops';
export {
  addRowsOfPlaces,
  addRowsOfValues,
  countPlaces,
  countValues,
  keepRowsOfPlaces,
  passRows,
  rankRows,
  readPlaces,
} from '../pack/row-loops';
export {
  checkValues,
  countAsked,
  countByField,
  countSlots,
  decideByBits,
  denyVerdicts,
  findField,
  gatherBits,
  groupByField,
  joinVerdicts,
  layOutSlots,
  markFields,
  markShared,
  markThose,
  rowsOf,
  verdictsWithin,
} from '../pack/template-loops';
export { findBetween, findBlock, findHolders, findRestarts } from '../termdict/term-loops';
export { countRows, intersect, invert, unite } from './row-sets';
export { markAddresses, markHolding } from './value-search';

/** Memory of its own, in whole pages: nothing here takes any but what is asked for at the start. */
export function allocate(bytes: usize): usize {
  return (<usize>memory.grow(<i32>((bytes + 0xffff) >>> 16))) << 16;
}
