import { describe, expect, it } from 'vitest';
import { PartBuilder } from '../../../src/segment/part-builder.js';
import { mergeParts } from '../../../src/segment/part-merger.js';
import { MemoryDirectory } from '../../../src/storage/memory-directory.js';
import {
  blockLength,
  buildPart,
  contentsOf,
  type IndexedMessage,
  indexed,
  openPart,
} from '../../support/index-part.js';

/** Builds each list of blocks as a part of its own, and merges them; and all of them at once. */
function mergedAndAtOnce(...parts: IndexedMessage[][][]) {
  const hour = 452_193;
  const builder = new PartBuilder();
  let offset = 16;
  let first = 3;
  const readers = parts.map((blocks) => {
    const { bytes, written } = buildPart({ hour, first, offset, blocks }, builder);
    first += blocks.flat().length;
    for (const block of blocks) offset += blockLength(block);
    return openPart(bytes, written);
  });
  const directory = new MemoryDirectory();
  const written = mergeParts(directory, 'merged', readers);
  const bytes = directory.read('merged');
  const atOnce = buildPart({ hour, first: 3, offset: 16, blocks: parts.flat() }, builder);
  return { merged: { bytes, written }, atOnce };
}

function check(...parts: IndexedMessage[][][]): void {
  const { merged, atOnce } = mergedAndAtOnce(...parts);
  expect(contentsOf(openPart(merged.bytes, merged.written))).toEqual(
    contentsOf(openPart(atOnce.bytes, atOnce.written)),
  );
  expect(merged.written).toEqual(atOnce.written);
  expect(Buffer.compare(merged.bytes, atOnce.bytes)).toBe(0);
}

describe('mergeParts()', () => {
  const at = (time: number, text = `m${time} common`) => indexed(text, time);

  it('is byte for byte the part built at once: parts one after the other in time', () => {
    check([[at(1), at(2)]], [[at(3)]], [[at(3), at(4)], [at(5)]]);
  });

  it('… parts that interleave, parts in reverse, equal times', () => {
    check([[at(1), at(5), at(9)]], [[at(2), at(5), at(8)]], [[at(5), at(5)]]);
    check([[at(9), at(8)]], [[at(7)]], [[at(6), at(6)]]);
    check([[at(5)]], [[at(5)]], [[at(5)]]);
  });

  it('… a single part', () => {
    check([[at(3), at(1), at(2)]]);
  });

  it('… terms in all messages of one part, of all parts, in one message only', () => {
    check(
      [[at(1, 'everywhere here'), at(4, 'everywhere here')]],
      [[at(2, 'everywhere there'), at(3, 'everywhere')]],
      [[at(2, 'everywhere once 10.0.0.1 ::1')]],
    );
  });

  it('… hosts and pieces', () => {
    const of = (time: number, host: string, isPiece = false) =>
      indexed('text', time, { host, isPiece });
    check(
      [[of(5, 'b'), of(5, 'b', true), of(1, 'a')]],
      [[of(3, 'a', true), of(4, 'c'), of(4, '')]],
      [[of(2, '\xff', true), of(9, 'b')]],
    );
  });

  it('… long lists of every form', () => {
    const part = (from: number) => [
      Array.from({ length: 1500 }, (_, i) => {
        const n = from + i;
        const words = [n % 2 ? 'odd' : 'even', n % 700 < 300 ? 'runs' : '', n % 40 ? '' : 'rare'];
        return indexed(`${words.join(' ')} id${n}`, (n * 7919) % 3_600_000);
      }),
    ];
    check(part(0), part(1500), part(3000));
  });
});
