/** The kernel: what is done with every message of a large ingest, compiled ahead of time. Its face is src/pack/kernel.ts. */
import { fillTables } from './bytes';
import { fillFixedCodes } from './deflate-block';
import { fillTokenTables } from './deflate-tokens';
import { fillSplats } from './scan';

export { listTemplates, tellTemplates, usedTemplates, writeTemplates } from './block-templates';
export { columnAt, columnsAt, fieldAfter, writeColumn, writeFields } from './columns';
export { deflate, deflatedAt, deflateInput } from './deflate';
export {
  describedAt,
  endDictionary,
  startDictionary,
  touchedTerms,
  writeTermBlock,
} from './dictionary';
export { countOf, valuesOf } from './fields';
export { touchedNumbers } from './number-terms';
export { orderByTime, writeOrder } from './order';
export { clearShapes, gather } from './shapes';
export { templateBytes, templatesKnown } from './templates';
export { encodeTemplates } from './templates-writer';
export {
  clearTerms,
  postingCount,
  termBytes,
  termCount,
  touchedEntries,
} from './term-table';

export { countHours, countOtherTimes, stampAt, writeBeyond, writeTimes } from './times';

export function allocate(bytes: u32): usize {
  return heap.alloc(bytes);
}

export function release(at: usize): void {
  heap.free(at);
}

fillTables();
fillSplats();
fillTokenTables();
fillFixedCodes();
