import { describe, expect, it } from 'vitest';
import * as limits from '../../../src/base/limits.js';
import { LIST_CRC_BYTES } from '../../../src/termdict/term-dictionary-format.js';

describe('limits', () => {
  it('a full block, one message over it and their columns can be read again', () => {
    const columns = limits.BLOCK_MESSAGES * 32;
    const text = limits.BLOCK_TEXT_BYTES + limits.MAX_MESSAGE_BYTES + 1;
    expect(limits.MAX_BLOCK_RAW_BYTES).toBeGreaterThan(text + columns);
  });

  it('term numbers fit the 22 bits of a sort key, with the terms of a block over the limit', () => {
    const oneBlock = (limits.BLOCK_TEXT_BYTES + limits.MAX_MESSAGE_BYTES) / 2;
    expect(limits.MAX_BUILD_TERMS + oneBlock).toBeLessThan(2 ** 22);
  });

  it('places fit the 27 bits of a sort key', () => {
    expect(limits.MAX_PART_MESSAGES + limits.BLOCK_MESSAGES).toBeLessThan(2 ** 27);
  });

  it('a posting list of its own is longer than its checksum', () => {
    expect(limits.INLINE_POSTINGS_BYTES).toBeGreaterThan(LIST_CRC_BYTES);
    expect(limits.INLINE_POSTINGS_BYTES).toBeLessThan(limits.TERM_BLOCK_BYTES);
  });
});
