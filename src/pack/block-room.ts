import { Arena, FRESH, type Room } from '../codec/arena.js';
import type { ValueLoops } from '../column/column-room.js';
import * as valueLoops from '../column/value-loops.js';
import * as termLoops from '../termdict/term-loops.js';
import type { TermLoops } from '../termdict/term-room.js';
import * as directoryLoops from './directory-loops.js';
import * as rowLoops from './row-loops.js';
import * as rowSets from './row-sets.js';
import * as templateLoops from './template-loops.js';
import type { TemplateSlots } from './template-slots.js';

/** Loops over values, rows, templates, what lists them, and terms: as they are, or as a kernel has them, which is quick with what lies in its memory. */
export type BlockLoops = ValueLoops &
  TermLoops &
  typeof directoryLoops &
  typeof rowLoops &
  typeof rowSets &
  Omit<typeof templateLoops, 'NO' | 'MAYBE' | 'YES'>;

export const PLAIN_LOOPS: BlockLoops = {
  ...valueLoops,
  ...termLoops,
  ...directoryLoops,
  ...rowLoops,
  ...rowSets,
  ...templateLoops,
};

/** Where a block is read and searched: room for what is read and found, and the loops that go through it. */
export interface BlockRoom extends Room {
  readonly loops: BlockLoops;
  /** The slots of a pack's templates, where loops are quick with them; until others are asked for. */
  slotsOf(slots: TemplateSlots): TemplateSlots;
}

/** Room of Node's own, which a block that is kept has for itself. */
export const FRESH_BLOCKS: BlockRoom = { ...FRESH, loops: PLAIN_LOOPS, slotsOf: (slots) => slots };

/** Room for one block after the other: what is in it can be read until it is reset. */
export class BlockArena extends Arena implements BlockRoom {
  readonly loops: BlockLoops;
  readonly #ownSlots: Int32Array | undefined;
  #copied: { readonly of: TemplateSlots; readonly slots: TemplateSlots } | undefined;

  /** With room of a kernel for what is taken, and for slots: these are copied there, once a pack. */
  constructor(loops: BlockLoops = PLAIN_LOOPS, own?: Uint8Array, ownSlots?: Int32Array) {
    super(own);
    this.loops = loops;
    this.#ownSlots = ownSlots;
  }

  slotsOf(slots: TemplateSlots): TemplateSlots {
    if (this.#copied?.of === slots) return this.#copied.slots;
    const { firstSlots, slotFields } = slots;
    const own = this.#ownSlots;
    const templates = firstSlots.length;
    if (own === undefined || templates + slotFields.length > own.length) return slots;
    own.set(firstSlots);
    own.set(slotFields, templates);
    const copy = {
      firstSlots: own.subarray(0, templates),
      slotFields: own.subarray(templates, templates + slotFields.length),
    };
    this.#copied = { of: slots, slots: copy };
    return copy;
  }
}
