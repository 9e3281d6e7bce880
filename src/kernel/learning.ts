/** How many new shapes messages may teach: what `LearningBudget` is in src/template, where it is explained. */
import { clearContexts, takeNews } from './contexts';

let budget: u32 = 0;
let learned: u32 = 0;
let blocks: u32 = 0;
let relearnAt: u32 = 1;

export function clearLearning(): void {
  clearContexts();
  budget = 0;
  learned = 0;
  blocks = 0;
  relearnAt = 1;
}

/** Starts a block of so many messages; whether shapes are to be learned anew. */
export function startLearning(messages: u32): bool {
  const full = 512 + (messages >>> 3);
  const next = learned >= budget ? max<u32>(64, budget >>> 3) : 2 * budget;
  budget = budget === 0 ? full : min(full, next);
  learned = 0;
  blocks++;
  if (blocks < relearnAt || !takeNews()) return false;
  relearnAt = 2 * blocks;
  return true;
}

/** Takes one new shape from the budget; false when there is none left. */
export function mayLearn(): bool {
  if (learned >= budget) return false;
  learned++;
  return true;
}
