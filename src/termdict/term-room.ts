import { FRESH, type Room } from '../codec/arena.js';
import * as termLoops from './term-loops.js';

/** The loops of term-loops.ts: as they are, or as a kernel has them, which is quick with what lies in its memory. */
export type TermLoops = typeof termLoops;

/** Where a dictionary is gone through: room for what is read, and the loops that go through it. */
export interface TermRoom extends Room {
  readonly loops: TermLoops;
}

/** Room of Node's own. */
export const FRESH_TERMS: TermRoom = { ...FRESH, loops: termLoops };
