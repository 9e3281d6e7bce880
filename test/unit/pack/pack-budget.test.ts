import { describe, expect, it, vi } from 'vitest';
import type { BlockMaker } from '../../../src/pack/block-maker.js';
import { KernelBlockMaker } from '../../../src/pack/kernel-block-maker.js';
import { PackWriter } from '../../../src/pack/pack-writer.js';
import { PlainBlockMaker } from '../../../src/pack/plain-block-maker.js';
import { MemoryDirectory } from '../../../src/storage/memory-directory.js';
import { PACK, type PackedMessage, packBatch, packed } from '../../support/packs.js';

const TEMPLATE_BYTES = 1 << 20;
const HOSTS = 1000;
const MAX_BLOCKS = 12;

vi.mock('../../../src/base/limits.js', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  MAX_BUILD_TEMPLATE_BYTES: 1 << 20,
  MAX_BUILD_HOSTS: 1000,
}));

const MAKERS: [name: string, start: () => BlockMaker | undefined][] = [
  ['PlainBlockMaker', () => new PlainBlockMaker()],
  ['KernelBlockMaker', () => KernelBlockMaker.start()],
];

const WORDS = ['alpha', 'beta', 'gamma', 'delta', 'zeta', 'eta', 'theta', 'iota', 'kappa', 'mu'];

/** A long line of few words, in another order for each number: a template of its own, and no new term. */
const longLine = (i: number): string =>
  Array.from({ length: 1200 }, (_, k) => WORDS[Math.imul(i * 1200 + k, 0x9e37_79b1) >>> 29]).join(
    ' ',
  );

describe.each(MAKERS)('a pack made by %s', (_, start) => {
  /** Adds blocks until the pack is full; how many there are then. */
  function blocksUntilFull(
    message: (i: number) => PackedMessage,
    rows: number,
  ): { blocks: number; maker: BlockMaker; share: (writers: number) => number } {
    const fill = (writers: number) => {
      const maker = start();
      if (maker === undefined) throw new Error('The build has left no kernel');
      const writer = new PackWriter(new MemoryDirectory(), writers, () => maker);
      let blocks = 0;
      // The second pack starts with nothing of the first.
      for (const _pack of [1, 2]) {
        writer.start(PACK);
        for (blocks = 0; !writer.full && blocks < MAX_BLOCKS; blocks++)
          writer.add(
            packBatch(Array.from({ length: rows }, (_row, i) => message(blocks * rows + i))),
          );
        if (_pack === 1) writer.finish(1);
      }
      return { blocks, maker };
    };
    return { ...fill(1), share: (writers) => fill(writers).blocks };
  }

  it('ends when its templates take as much as they may', () => {
    const rows = 40;
    const { blocks, maker, share } = blocksUntilFull((i) => packed(longLine(i), i), rows);
    const block = rows * (longLine(0).length + 64);
    expect(maker.templateBytes).toBeGreaterThanOrEqual(TEMPLATE_BYTES);
    expect(maker.templateBytes).toBeLessThan(TEMPLATE_BYTES + block);
    expect(blocks).toBeLessThan(MAX_BLOCKS);
    expect(share(2)).toBe(Math.ceil(blocks / 2));
  });

  it('ends when it has counted as many hosts as it may', () => {
    const { blocks } = blocksUntilFull((i) => packed(`m ${i}`, i, { host: `host${i}` }), 300);
    expect(blocks).toBe(Math.ceil(HOSTS / 300));
  });

  it('does not end for long lines that are alike', () => {
    const { blocks } = blocksUntilFull((i) => packed(`${longLine(0)} ${i}`, i, { host: 'a' }), 40);
    expect(blocks).toBe(MAX_BLOCKS);
  });
});
