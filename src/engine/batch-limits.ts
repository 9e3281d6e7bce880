import { BLOCK_ROWS, BLOCK_TEXT_BYTES, MAX_BLOCK_TEXT_BYTES } from '../base/limits.js';

/** Whether a batch of so many messages and bytes of text ends, when the next message is (not) a further piece of a line. */
export function batchEnds(messages: number, textBytes: number, nextIsPiece: boolean): boolean {
  if (nextIsPiece) return textBytes >= MAX_BLOCK_TEXT_BYTES;
  return messages >= BLOCK_ROWS || textBytes >= BLOCK_TEXT_BYTES;
}
