import type { Contexts } from './contexts.js';
import {
  type LineScanner,
  RUN_CLASS,
  type ScannedRange,
  SLOT_VALUE,
  valueHash,
} from './line-scanner.js';

const JOINER = 1;
const DOT = 0x2e;
const COLON = 0x3a;
/** Stands for a value in a context. */
const VALUE_MARK = 0x5bd1_e995;

/**
 * A message's literals and slots after words in variable contexts have become slots. `plan` is empty when there were
 * none; else the number of slots, and four numbers for each: the scanned slot and 0, -1, 0; or, for a word of the
 * shape, the scanned slot it stands behind (-1: the start), how far, its length, and room for its hash.
 */
export type GeneralShape = { literals: Uint8Array[]; kinds: number[]; plan: number[] };

/** Generalises the message just scanned, and teaches the contexts its words. */
export function generalise(
  text: Uint8Array,
  range: ScannedRange,
  scanner: LineScanner,
  contexts: Contexts,
): GeneralShape {
  const { starts, ends, kinds, slots } = scanner;
  const out: GeneralShape = { literals: [], kinds: [], plan: [0] };
  let context = 0;
  let literalStart = range.start;
  let position = range.start;
  let anyWord = false;
  for (let slot = 0; slot <= slots; slot++) {
    const origin = position;
    const stop = slot < slots ? starts[slot]! : range.end;
    while (position < stop) {
      const byte = text[position]!;
      if (RUN_CLASS[byte] === 0) {
        context = Math.imul(context ^ byte, 0x0100_0193);
        position++;
        continue;
      }
      let first = position;
      while (position < stop && RUN_CLASS[text[position]!] !== 0) position++;
      let last = position;
      if (last - first > 1) {
        const final = text[last - 1]!;
        if ((final === DOT || final === COLON) && RUN_CLASS[text[last - 2]!]! > JOINER) last--;
        if (text[first] === COLON && RUN_CLASS[text[first + 1]!]! > JOINER) first++;
      }
      const word = valueHash(text, first, last);
      if (last - first === 1 && RUN_CLASS[text[first]!] === JOINER) {
        context = Math.imul(context ^ word, 0x0100_0193);
        continue;
      }
      contexts.add(context, word);
      if (contexts.isVariable(context)) {
        anyWord = true;
        out.literals.push(text.slice(literalStart, first));
        out.kinds.push(SLOT_VALUE);
        out.plan.push(slot - 1, first - origin, last - first, 0);
        literalStart = last;
        context = Math.imul(context ^ VALUE_MARK, 0x85eb_ca6b);
      } else context = word;
      for (let at = last; at < position; at++)
        context = Math.imul(context ^ text[at]!, 0x0100_0193);
    }
    out.literals.push(text.slice(literalStart, stop));
    if (slot === slots) break;
    out.kinds.push(kinds[slot]!);
    out.plan.push(slot, 0, -1, 0);
    position = ends[slot]!;
    literalStart = position;
    context = Math.imul(context ^ VALUE_MARK, 0x85eb_ca6b);
  }
  out.plan[0] = out.kinds.length;
  if (!anyWord) out.plan = [];
  return out;
}
