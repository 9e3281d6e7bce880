import { describe, expect, it } from 'vitest';
import { MAX_DONE_BLOCKS, MAX_OPEN_BLOCKS } from '../../../src/base/limits.js';
import { PackCache } from '../../../src/engine/pack-cache.js';
import type { Candidate } from '../../../src/executor/pack-search.js';
import type { BlockRoom } from '../../../src/pack/block-room.js';
import { inSearchRoom } from '../../../src/pack/search-kernel.js';
import { MemoryDirectory } from '../../../src/storage/memory-directory.js';

/** Candidates of a pack that opens a reader of its own each time it is asked for a block. */
const candidatesOf = (count: number, bytes = 0): Candidate[] => {
  const pack = {
    block: (info: object, room?: BlockRoom) => ({ info, room, bytes: room?.take(bytes) }),
    passingBlock: (info: object) => ({ info }),
  };
  return Array.from({ length: count }, (_, number) => ({ pack, block: { number } })) as never;
};
/** Which of the candidates' blocks are still the readers that they were. */
const kept = (cache: PackCache, candidates: Candidate[], readers: unknown[]) =>
  candidates.map((candidate, i) => cache.block(candidate) === readers[i]);

describe('PackCache', () => {
  it('keeps the blocks that were asked for last', () => {
    const cache = new PackCache(new MemoryDirectory());
    const candidates = candidatesOf(MAX_OPEN_BLOCKS + 5);
    const readers = candidates.map(cache.block);
    // From the end, for what is not kept takes the place of others.
    const still = kept(cache, candidates.toReversed(), readers.toReversed());
    expect(still.filter((is) => is).length).toBe(MAX_OPEN_BLOCKS);
    expect(still.slice(0, MAX_OPEN_BLOCKS)).not.toContain(false);
  });

  it('keeps few of those that a search is done with, and all others', () => {
    const cache = new PackCache(new MemoryDirectory());
    const candidates = candidatesOf(100);
    const readers = candidates.map(cache.block);
    const done = candidates.slice(0, 60);
    for (const candidate of done) cache.done(candidate);
    const still = kept(cache, candidates, readers);
    expect(still.slice(60)).not.toContain(false);
    expect(still.slice(60 - MAX_DONE_BLOCKS)).not.toContain(false);
    expect(still.slice(0, 60 - MAX_DONE_BLOCKS)).not.toContain(true);
  });

  it('keeps the first blocks of all stores side by side in one kernel, and later ones by themselves', () => {
    type Kept = { readonly room: BlockRoom | undefined; readonly bytes: Uint8Array | undefined };
    const open = (cache: PackCache, count: number) =>
      candidatesOf(count, 1 << 20).map((candidate) => cache.block(candidate) as unknown as Kept);
    const first = new PackCache(new MemoryDirectory());
    const readers = open(first, 3);
    first.close();
    const cache = new PackCache(new MemoryDirectory());
    readers.push(...open(cache, 40));
    const inKernel = readers.flatMap(({ bytes }) => bytes ?? []);
    expect(inKernel.length).toBeGreaterThan(10);
    expect(inKernel.length).toBeLessThan(24);
    expect(readers.slice(0, inKernel.length).every(({ bytes }) => bytes !== undefined)).toBe(true);
    expect(new Set(inKernel.map(({ buffer }) => buffer)).size).toBe(1);
    // What lies there stays as it is, whatever is opened behind it, kept or not, and whatever is closed.
    for (const [i, bytes] of inKernel.entries()) bytes.fill(i + 1);
    cache.passing(candidatesOf(1)[0]!);
    inSearchRoom((room) => room.take(1 << 20).fill(99));
    // What one of them takes when it is full lies by itself.
    const { room } = readers[0]!;
    const more = [1, 2, 3].map(() => room!.take(1 << 20).fill(99));
    const alone = more.filter(({ buffer }) => buffer !== inKernel[0]!.buffer);
    expect(alone.length).toBeGreaterThan(0);
    for (const { buffer } of alone) expect(buffer.byteLength).toBe(1 << 20);
    cache.close();
    expect(open(new PackCache(new MemoryDirectory()), 1)[0]!.room).toBe(undefined);
    for (const [i, bytes] of inKernel.entries())
      expect(bytes.every((byte) => byte === i + 1)).toBe(true);
  });

  it('does not keep those that pass, and leaves open what is', () => {
    const cache = new PackCache(new MemoryDirectory());
    const [first, second] = candidatesOf(2) as [Candidate, Candidate];
    const reader = cache.passing(first);
    expect(cache.passing(first)).toBe(reader);
    cache.passing(second);
    expect(cache.passing(first)).not.toBe(reader);
    const open = cache.block(second);
    expect(cache.passing(second)).toBe(open);
    expect(cache.block(second)).toBe(open);
  });
});
