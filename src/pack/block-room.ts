import { Arena, FRESH, type Room } from '../codec/arena.js';
import type { ValueLoops } from '../column/column-room.js';
import * as valueLoops from '../column/value-loops.js';
import * as termLoops from '../termdict/term-loops.js';
import type { TermLoops } from '../termdict/term-room.js';
import * as directoryLoops from './directory-loops.js';
import * as headLoops from './head-loops.js';
import * as rowLoops from './row-loops.js';
import * as rowSets from './row-sets.js';
import * as templateLoops from './template-loops.js';
import type { PackSlots } from './template-slots.js';

/** Loops over values, rows, templates, what lists them, and terms: as they are, or as a kernel has them, which is quick with what lies in its memory. */
export type BlockLoops = ValueLoops &
  TermLoops &
  typeof directoryLoops &
  typeof headLoops &
  typeof rowLoops &
  typeof rowSets &
  Omit<typeof templateLoops, 'NO' | 'MAYBE' | 'YES'>;

export const PLAIN_LOOPS: BlockLoops = {
  ...valueLoops,
  ...termLoops,
  ...directoryLoops,
  ...headLoops,
  ...rowLoops,
  ...rowSets,
  ...templateLoops,
};

/** Where a block is read and searched: room for what is read and found, and the loops that go through it. */
export interface BlockRoom extends Room {
  readonly loops: BlockLoops;
  /** The slots of a pack's templates, where loops are quick with them: until those of another one are held. */
  holdSlots(slots: PackSlots): PackSlots;
}

/** Room of Node's own, which a block that is kept has for itself. */
export const FRESH_BLOCKS: BlockRoom = {
  ...FRESH,
  loops: PLAIN_LOOPS,
  holdSlots: (slots) => slots,
};

/** Room for one block after the other: what is in it can be read until it is reset. */
export class BlockArena extends Arena implements BlockRoom {
  readonly loops: BlockLoops;
  readonly #ownSlots: Int32Array | undefined;
  #held: { readonly of: PackSlots; readonly slots: PackSlots } | undefined;

  /** With room of a kernel for what is taken, and for slots: these are copied there, once a pack. */
  constructor(loops: BlockLoops = PLAIN_LOOPS, own?: Uint8Array, ownSlots?: Int32Array) {
    super(own);
    this.loops = loops;
    this.#ownSlots = ownSlots;
  }

  holdSlots(slots: PackSlots): PackSlots {
    if (this.#held?.of === slots) return this.#held.slots;
    const own = this.#ownSlots;
    const { likes, shared, ownStarts, ownFields } = slots;
    const length = likes.length + shared.length + ownStarts.length + ownFields.length;
    if (own === undefined || length > own.length) return slots;
    let used = 0;
    const hold = (numbers: Int32Array) => {
      const held = own.subarray(used, used + numbers.length);
      held.set(numbers);
      used += numbers.length;
      return held;
    };
    const held = {
      likes: hold(likes),
      shared: hold(shared),
      ownStarts: hold(ownStarts),
      ownFields: hold(ownFields),
    };
    this.#held = { of: slots, slots: held };
    return held;
  }
}

/**
 * Room for blocks that are kept side by side: what an arena has of its own, which nobody resets, and behind that room of Node's
 * own, each by itself, so that what is looked at once does not stay with what is kept.
 */
export class KeptBlocks implements BlockRoom {
  readonly #arena: BlockArena;

  constructor(arena: BlockArena) {
    this.#arena = arena;
  }

  get loops(): BlockLoops {
    return this.#arena.loops;
  }

  /** Bytes that are left of the arena's own. */
  get left(): number {
    return this.#arena.left;
  }

  take(length: number): Uint8Array {
    return length <= this.left ? this.#arena.take(length) : new Uint8Array(length);
  }

  hold(bytes: Uint8Array): Uint8Array {
    const held = this.take(bytes.length);
    held.set(bytes);
    return held;
  }

  holdSlots(slots: PackSlots): PackSlots {
    return this.#arena.holdSlots(slots);
  }
}
