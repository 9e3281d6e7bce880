import type { TermCollector } from '../../src/analysis/term-collector.js';
import { asText, latin1 } from './bytes.js';

/** Adds messages to a collector, each a list of pieces between cuts; a piece stands amid other bytes. */
export function addMessages(
  collector: TermCollector,
  messages: readonly (readonly string[])[],
): void {
  for (const pieces of messages) {
    collector.startMessage();
    for (const piece of pieces) {
      const bytes = latin1(`x${piece}x`);
      collector.addText(bytes, 1, bytes.length - 1);
    }
  }
}

/** All terms in the order in which the collector visits them, as Latin-1, with their messages. */
export function postingsOf(collector: TermCollector, order?: Uint32Array): [string, number[]][] {
  const found: [string, number[]][] = [];
  collector.visitSorted(order, (arena, start, end, postings, from, to) => {
    found.push([asText(arena.subarray(start, end)), [...postings.subarray(from, to)]]);
  });
  return found;
}
