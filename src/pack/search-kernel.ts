import { FRESH_TERMS, type TermRoom } from '../termdict/term-room.js';
import {
  BlockArena,
  type BlockLoops,
  type BlockRoom,
  KeptBlocks,
  PLAIN_LOOPS,
} from './block-room.js';
import { instantiate } from './wasm.js';

/** The module that it is made of. */
export const SEARCH_KERNEL = 'search.wasm';

/** As much memory as it has: what is taken beyond, for blocks of very long messages, lies elsewhere. */
const ROOM_BYTES = 1 << 24;
/**
 * And for blocks that are kept: some sixty. With 64 MiB of memory that is not its own, two kernels and what is read of files,
 * V8 goes through all of its own, which takes as long as a small search.
 */
const KEPT_BYTES = 22 << 20;
/** A block is kept there while so much is left: what most take twice over. */
const LEAST_LEFT = 1 << 20;
/** Numbers that say what slots the templates of a pack have: some 50,000 where ten thousand templates are. */
const MOST_SLOTS = 1 << 18;

/** What is gone through 16 bytes at a time is read so far beyond its end, at most. */
const BEYOND = 32;

type Loop = (...values: (number | Numbers)[]) => unknown;
type Numbers = Uint8Array | Uint16Array | Int32Array | Float64Array;
type Exports = Readonly<Record<string, (...values: number[]) => unknown>> & {
  readonly memory: { readonly buffer: ArrayBuffer };
  allocate(bytes: number): number;
};

/** Room that nobody has at present. */
const idle: BlockArena[] = [];

/** Room to search blocks in, with a kernel where there is one: to be given back. To start a kernel takes as long as a small search. */
export function takeSearchRoom(): BlockArena {
  return idle.pop() ?? startSearchKernel() ?? new BlockArena();
}

/** Gives room back: nothing in it is read from here on. */
export function giveSearchRoomBack(room: BlockArena): void {
  idle.push(room);
}

let kept: KeptBlocks | 'full' | undefined;

/**
 * Room for a block that is kept, beside those that were kept before it: nothing there is ever overwritten. Undefined when it is
 * full: the block lies by itself then. It is one a thread, whatever stores that opens: where the loops are not compiled yet, in a
 * process that has just begun, it gains a quarter of a search for the first hundred messages, and to start one for each of many
 * small stores takes longer than what is asked of them.
 */
export function roomToKeep(): BlockRoom | undefined {
  if (kept === 'full') return undefined;
  kept ??= new KeptBlocks(startSearchKernel(KEPT_BYTES) ?? new BlockArena());
  if (kept.left >= LEAST_LEFT) return kept;
  // The kernel is gone when the last block in it is: whoever reads one has it.
  kept = 'full';
  return undefined;
}

/** Does something in such room, empty, which is free again when it is done. */
export function inSearchRoom<T>(action: (room: BlockArena) => T): T {
  const room = takeSearchRoom();
  try {
    room.reset();
    return action(room);
  } finally {
    giveSearchRoomBack(room);
  }
}

/** So many terms are looked up before a kernel is started for it: that takes as long. */
const FEW_LOOKUPS = 4;
let lookups = 0;

/** Does something that looks terms up in such room, unless so few were looked up that no kernel is started for it. */
export function inLookupRoom<T>(action: (room: TermRoom) => T): T {
  lookups++;
  return lookups <= FEW_LOOKUPS && idle.length === 0 ? action(FRESH_TERMS) : inSearchRoom(action);
}

/**
 * Room in the memory of a new kernel, with its loops; undefined where WebAssembly has no SIMD, or the build has left no kernel.
 * Its loops are the plain ones, compiled ahead of time: V8 compiles these in every thread of every search, which takes as long as
 * what they do.
 */
export function startSearchKernel(roomBytes: number = ROOM_BYTES): BlockArena | undefined {
  const exports = instantiate(SEARCH_KERNEL, {}) as Exports | undefined;
  if (exports === undefined) return undefined;
  const at = exports.allocate(roomBytes + BEYOND);
  const slotsAt = exports.allocate(4 * MOST_SLOTS);
  // Not before: it is another one when the memory has grown.
  const { buffer } = exports.memory;
  const loops = Object.entries(PLAIN_LOOPS).map(([name, plain]) => [
    name,
    loopWithin(buffer, exports[name]!, plain as Loop),
  ]);
  return new BlockArena(
    Object.fromEntries(loops) as BlockLoops,
    new Uint8Array(buffer, at, roomBytes),
    new Int32Array(buffer, slotsAt, MOST_SLOTS),
  );
}

/** A loop of the kernel, for arrays that all lie in its memory, and the plain one for others. */
function loopWithin(
  memory: ArrayBuffer,
  compiled: (...values: number[]) => unknown,
  plain: Loop,
): Loop {
  return (...values) => {
    for (const value of values)
      if (typeof value !== 'number' && value.buffer !== memory) return plain(...values);
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (typeof value !== 'number') values[i] = value.byteOffset;
    }
    return compiled(...(values as number[]));
  };
}
