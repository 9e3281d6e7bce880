import { takeInts } from '../codec/arena.js';
import type { BlockRoom } from './block-room.js';

/**
 * The slots of a pack's templates, each as its field; what templates share stands there once, as in the file. Template `id`
 * has the first shared[id] slots of template likes[id], then those of ownFields from ownStarts[id] up to ownStarts[id + 1].
 */
export type PackSlots = {
  readonly likes: Int32Array;
  readonly shared: Int32Array;
  readonly ownStarts: Int32Array;
  readonly ownFields: Int32Array;
};

/** The slots of a block's templates, by place: the one at `place` has those of slotFields from firstSlots[place] up to firstSlots[place + 1]. */
export type BlockSlots = { readonly firstSlots: Int32Array; readonly slotFields: Int32Array };

/** The slots of some templates of a pack, all written out, in some room. The pack has templates of these numbers. */
export function slotsOf(pack: PackSlots, ids: Int32Array, room: BlockRoom): BlockSlots {
  const { likes, shared, ownStarts, ownFields } = room.holdSlots(pack);
  const { loops } = room;
  const firstSlots = takeInts(room, ids.length + 1);
  const count = loops.countSlots(ids, ids.length, shared, ownStarts, firstSlots);
  const slotFields = takeInts(room, count);
  const lists = [likes, shared, ownStarts, ownFields] as const;
  loops.layOutSlots(ids, ids.length, ...lists, firstSlots, slotFields);
  return { firstSlots, slotFields };
}
