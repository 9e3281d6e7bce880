import { describe, expect, it } from 'vitest';
import * as limits from '../../../src/base/limits.js';
import { MAX_ROWS } from '../../../src/pack/block-format.js';
import { INLINE_POSTINGS_BYTES, LIST_CRC_BYTES } from '../../../src/termdict/lengths.js';

describe('limits', () => {
  it('a full block of the log, one message over it and their columns can be read again', () => {
    // Of a message of one byte: run, time, length and gap, each at its longest.
    const columns = (limits.LOG_BLOCK_TEXT_BYTES / 2) * 40;
    const text = limits.LOG_BLOCK_TEXT_BYTES + limits.MAX_MESSAGE_BYTES + 1;
    expect(limits.MAX_LOG_BLOCK_RAW_BYTES).toBeGreaterThan(text + columns);
  });

  it('a full block of a pack holds fewer rows than a reader accepts', () => {
    expect(limits.BLOCK_ROWS).toBeLessThan(MAX_ROWS);
  });

  it('a line in pieces fits a block that waits for its end', () => {
    expect(limits.MAX_BLOCK_TEXT_BYTES).toBeGreaterThan(
      limits.BLOCK_TEXT_BYTES + limits.MAX_MESSAGE_BYTES,
    );
  });

  it('what goes to the message log is sealed before it is as much as a pack of its own', () => {
    expect(limits.LOG_COMMIT_BYTES).toBeLessThan(limits.SEAL_LOG_BYTES);
    expect(limits.SEAL_LOG_BYTES).toBeLessThan(limits.COMMIT_TEXT_BYTES);
  });

  it('term numbers fit the 22 bits of a sort key, with the terms of a block over the limit', () => {
    const oneBlock = (limits.BLOCK_TEXT_BYTES + limits.MAX_MESSAGE_BYTES) / 2;
    expect(limits.MAX_BUILD_TERMS + oneBlock).toBeLessThan(2 ** 22);
  });

  it('a posting list of its own is longer than its checksum', () => {
    expect(INLINE_POSTINGS_BYTES).toBeGreaterThan(LIST_CRC_BYTES);
    expect(INLINE_POSTINGS_BYTES).toBeLessThan(limits.TERM_BLOCK_BYTES);
  });

  it('a dictionary block can hold one term as long as a message', () => {
    expect(limits.MAX_TERM_BLOCK_BYTES).toBeGreaterThan(
      limits.TERM_BLOCK_BYTES + limits.MAX_MESSAGE_BYTES,
    );
  });
});
