import { type HayabusaError, isHayabusaError } from '../base/errors.js';
import type { BlockAnswer } from '../executor/block-answer.js';
import type { BlockReader } from '../pack/block-reader.js';
import type { PackReader } from '../pack/pack-reader.js';

/**
 * What an answer is summed up as, block by block. `part` is plain data, which another tally of the same kind can take in
 * with `merge`: blocks may be divided among threads in any way.
 */
export interface Tally<Part> {
  /**
   * Adds a block's answer and returns how many messages that were. Those that are damaged are left out and reported; throws
   * where the whole block is.
   */
  add(answer: BlockAnswer, onDamage: (error: HayabusaError) => void): number;
  /** Adds all messages of a pack where its index says what they sum up to; false: their blocks are to be added. */
  addPack?(pack: PackReader): boolean;
  part(): Part;
  merge(part: Part): void;
}

/** Visits the rows of an answer, and returns how many there are; what is damaged is reported. */
export function eachRow(
  answer: BlockAnswer,
  onDamage: (error: HayabusaError) => void,
  visit: (block: BlockReader, row: number) => void,
): number {
  const rows = answer.rows();
  const count = rows?.length ?? answer.block.rows;
  if (count === 0) return 0;
  const block = answer.reader;
  for (let i = 0; i < count; i++) {
    unlessDamaged(onDamage, () => visit(block, rows === undefined ? i : rows[i]!));
  }
  return count;
}

/** Visits a row; reports it when it is damaged. */
export function unlessDamaged(onDamage: (error: HayabusaError) => void, visit: () => void): void {
  try {
    visit();
  } catch (error) {
    if (!isHayabusaError(error, 'corruption')) throw error;
    onDamage(error);
  }
}
