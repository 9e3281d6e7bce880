/** The kernel: what is done with every message of a large ingest, compiled ahead of time. Its face is src/pack/kernel.ts. */
import { fillTables } from './bytes';

export { columnAt, plainPartEnd, writeColumn } from './columns';
export {
  describedAt,
  endDictionary,
  startDictionary,
  touchedTerms,
  writeTermBlock,
} from './dictionary';
export { countOf, valuesOf } from './fields';
export {
  addTemplate,
  clearTemplates,
  forgetShapes,
  gather,
  planAt,
  usedAt,
  usedTemplates,
  writeTemplates,
} from './shapes';
export {
  clearTerms,
  postingCount,
  startBlock,
  startColumn,
  startTemplate,
  termBytes,
  termCount,
  touchedEntries,
} from './term-table';
export { addText } from './terms';

export { countOtherTimes, stampAt, writeTimes } from './times';

export function allocate(bytes: u32): usize {
  return heap.alloc(bytes);
}

export function release(at: usize): void {
  heap.free(at);
}

fillTables();
