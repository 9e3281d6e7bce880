import { FRESH, type Room } from '../codec/arena.js';
import * as valueLoops from './value-loops.js';

/** The loops of value-loops.ts: as they are, or as a kernel has them, which is quick with what lies in its memory. */
export type ValueLoops = typeof valueLoops;

/** Where columns are searched: room for what is read and found, and the loops that go through it. */
export interface ColumnRoom extends Room {
  readonly loops: ValueLoops;
}

/** Room of Node's own. */
export const FRESH_COLUMNS: ColumnRoom = { ...FRESH, loops: valueLoops };
