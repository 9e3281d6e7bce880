import { describe, expect, it } from 'vitest';
import { IndexPartReader } from '../../../src/segment/index-part-reader.js';
import { type IndexPartColumns, writeIndexPart } from '../../../src/segment/index-part-writer.js';
import { verifyPart } from '../../../src/segment/part-verifier.js';
import type { PartInfo } from '../../../src/segment/segment-info.js';
import { MemoryDirectory } from '../../../src/storage/memory-directory.js';
import { latin1 } from '../../support/bytes.js';
import { expectCorruption } from '../../support/thrown.js';

const FILE = 'p.index';

type Claims = {
  columns?: Partial<IndexPartColumns>;
  terms?: readonly string[];
  info?: Partial<PartInfo>;
  hour?: number;
};

/** Verifies a part of two messages whose checksums are right, whatever it claims. */
function verify({ columns, terms = ['a', 'b'], info, hour = 5 }: Claims): void {
  const directory = new MemoryDirectory();
  const plain: IndexPartColumns = {
    ...{ hour: 5, first: 10, times: Uint32Array.of(1, 2), order: undefined },
    ...{ blocks: [{ offset: 16, length: 50, messages: 2 }], hosts: new Map(), pieces: [] },
  };
  const written = writeIndexPart(directory, FILE, { ...plain, ...columns }, (add) => {
    for (const term of terms) add(latin1(term), 0, term.length, Uint32Array.of(0), 0, 1);
  });
  const reader = new IndexPartReader(directory.open(FILE), FILE, written);
  verifyPart(reader, FILE, hour, { first: 10, end: 12, generation: 0, ...written, ...info });
}

describe('verifyPart()', () => {
  it('passes what is as it should be', () => {
    expect(() => verify({})).not.toThrow();
    expect(() => verify({ columns: { order: Uint32Array.of(1, 0) } })).not.toThrow();
    expect(() => verify({ columns: { pieces: [1] } })).not.toThrow();
  });

  it('refuses a part that is not the one which the catalog names', () => {
    const check = (claims: Claims, what: string) =>
      expectCorruption(() => verify(claims), what, FILE, 0);
    check({ hour: 6 }, 'Hour of an index part');
    check({ info: { first: 9 } }, 'First message');
    check({ info: { end: 13 } }, 'Messages of an index part');
  });

  it('refuses terms out of order, or twice', () => {
    expectCorruption(() => verify({ terms: ['b', 'a'] }), 'Order of terms', FILE, 0);
    expectCorruption(() => verify({ terms: ['a', 'a'] }), 'Order of terms', FILE, 0);
  });

  it('refuses an order of arrival that names a message twice, or one that is not there', () => {
    const order = (...places: number[]) => ({ columns: { order: Uint32Array.from(places) } });
    expectCorruption(() => verify(order(1, 1)), 'Order of arrival', FILE, 0);
    expect(() => verify(order(0, 2))).toThrow('Place of arrival');
  });

  it('refuses blocks that hold other messages', () => {
    const blocks = [{ offset: 16, length: 50, messages: 1 }];
    expect(() => verify({ columns: { blocks } })).toThrow('Messages of the blocks');
  });

  it('refuses pieces that are not there', () => {
    expect(() => verify({ columns: { pieces: [2] } })).toThrow('DocId too large');
  });
});
