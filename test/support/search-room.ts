import type { Candidate } from '../../src/executor/pack-search.js';
import type { BlockReader } from '../../src/pack/block-reader.js';
import type { BlockArena } from '../../src/pack/block-room.js';
import type { PackReader } from '../../src/pack/pack-reader.js';
import { startSearchKernel } from '../../src/pack/search-kernel.js';

/** Room of a kernel, as a search over many blocks has it. The build makes the kernel. */
export function searchRoom(): BlockArena {
  const room = startSearchKernel();
  if (room === undefined) throw new Error('There is no kernel for searches: npm run build');
  return room;
}

/** Opens blocks of a pack in room of a kernel: each until another one is asked for. */
export function passingBlocks(pack: PackReader): (candidate: Candidate) => BlockReader {
  const room = searchRoom();
  let last: BlockReader | undefined;
  return ({ block }) => {
    if (last?.info === block) return last;
    room.reset();
    last = pack.passingBlock(block, room);
    return last;
  };
}
