import { beforeAll, describe, expect, it } from 'vitest';
import { formatNetworkTerm } from '../../../src/analysis/network-terms.js';
import { INDEX_FOOTER_BYTES } from '../../../src/segment/index-part-format.js';
import { IndexPartReader } from '../../../src/segment/index-part-reader.js';
import { type IndexPartColumns, writeIndexPart } from '../../../src/segment/index-part-writer.js';
import { verifyPart } from '../../../src/segment/part-verifier.js';
import { openFsDirectory } from '../../../src/storage/fs-directory.js';
import { MemoryDirectory } from '../../../src/storage/memory-directory.js';
import { walk } from '../../conformance/doc-set.js';
import { latin1, withByte } from '../../support/bytes.js';
import { expectSameOrTyped } from '../../support/damage.js';
import {
  type BuiltPart,
  buildPart,
  contentsOf,
  docsOfPrefix,
  docsOfTerm,
  expectedContents,
  indexed,
  openPart,
} from '../../support/index-part.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { expectCorruption, thrownBy } from '../../support/thrown.js';

const HOUR = 452_193;

/** A part with every kind of postings, long lists, all sections filled; below 4 KiB, or above. */
function sample(count: number): { input: Parameters<typeof buildPart>[0]; built: BuiltPart } {
  const messages = Array.from({ length: count }, (_, i) => {
    const words = ['all', i % 2 === 0 ? 'even' : 'odd', i % 3 === 0 ? 'third' : '', `n${i % 20}`];
    return indexed(`${words.join(' ')} 10.0.0.${i % 4}`, Math.floor(i / 4) * 1000 + (i % 5), {
      host: `host${i % 3}`,
      isPiece: i % 40 === 39,
    });
  });
  const blocks = [messages.slice(0, count / 4), messages.slice(count / 4)];
  const input = { hour: HOUR, first: 7, offset: 16, blocks };
  return { input, built: buildPart(input) };
}

describe('IndexPartReader', () => {
  const { input, built } = sample(600);
  const expected = expectedContents(input);

  it('gives everything back', () => {
    const part = openPart(built.bytes, built.written);
    expect(contentsOf(part)).toEqual(expected);
    for (const [term, docs] of expected.terms) expect(docsOfTerm(part, term)).toEqual(docs);
    expect(docsOfTerm(part, 'absent')).toEqual([]);
    expect(part.terms.lookup(latin1('even'))).toMatchObject({ inline: undefined });
    expect(part.messages).toBe(600);
    const first = part.terms.entries().next();
    expect(first.done ? '' : formatNetworkTerm(first.value.term)).toBe('10.0.0.0');
  });

  it('docsOfPrefix() joins the messages of the words that begin with it, and of no address', () => {
    const part = openPart(built.bytes, built.written);
    const check = (prefix: string) => {
      const docs = expected.terms.flatMap(([term, each]) => (term.startsWith(prefix) ? each : []));
      const distinct = [...new Set(docs)].sort((a, b) => a - b);
      expect(docsOfPrefix(part, prefix), prefix).toEqual(distinct);
      expect(part.docsOfPrefix(latin1(prefix))?.cost(), prefix).toBe(distinct.length || undefined);
    };
    for (const prefix of [
      'a',
      'all',
      'n',
      'n1',
      'n19',
      'e',
      'o',
      't',
      '1',
      '10',
      '0',
      '2',
      'x',
      '\xff',
    ])
      check(prefix);
    expect(part.docsOfPrefix(latin1('nn'))).toBe(undefined);
    expect(part.docsOfPrefix(latin1('alll'))).toBe(undefined);
  });

  it('reads small files whole and large ones piece by piece, from a disk too', () => {
    const directory = openFsDirectory(temporaryFolder());
    for (const count of [40, 600, 20_000]) {
      const each = sample(count);
      directory.write('p', each.built.bytes);
      const part = new IndexPartReader(directory.open('p'), 'p', each.built.written);
      expect(contentsOf(part)).toEqual(expectedContents(each.input));
      part.close();
    }
  });

  it('refuses a file that is shorter, or whose size is not what the catalog says', () => {
    const { bytes, tailBytes } = built.written;
    const check = (size: { bytes: number; tailBytes: number }, what: string, offset: number) =>
      expectCorruption(() => openPart(built.bytes, size, 'p'), what, 'p', offset);
    check({ bytes: bytes + 9, tailBytes }, 'Index part cut off', bytes + 9 - tailBytes);
    check({ bytes: bytes - 1, tailBytes }, 'No index part', bytes - 1);
    check({ bytes, tailBytes: tailBytes + 1 }, 'Length of the tail', bytes);
    check({ bytes, tailBytes: tailBytes - 1 }, 'Length of the tail', bytes);
    check({ bytes, tailBytes: 19 }, 'Index part too short', bytes - 19);
  });

  it('refuses other files, other versions, reserved bytes and a damaged tail', () => {
    const end = built.bytes.length;
    const open = (offset: number, value: number) => () =>
      openPart(withByte(built.bytes, offset, value), built.written, 'p');
    expectCorruption(open(end - 1, 0), 'No index part', 'p', end);
    expectCorruption(open(end - 9, 1), 'Reserved bytes', 'p', end);
    expectCorruption(open(end - 20, 0), 'Length of the tail', 'p', end);
    const tailStart = end - built.written.tailBytes;
    expectCorruption(open(tailStart, 0xee), 'Checksum mismatch', 'p', tailStart);
    expectCorruption(open(end - INDEX_FOOTER_BYTES + 4, 0), 'Checksum mismatch', 'p', tailStart);
    expect(thrownBy(open(end - 12, 2)).code).toBe('format-too-new');
    expect(thrownBy(open(end - 12, 0)).code).toBe('format-too-old');
  });

  describe('with any damage', () => {
    const small = sample(600).built;
    const NAME = '2021/08/17/09/x.index';
    const part = { first: 7, end: 607, generation: 0, ...small.written };

    it('says the same or names file and offset', () => {
      expectSameOrTyped(small.bytes, NAME, (bytes) =>
        contentsOf(openPart(bytes, small.written, NAME)),
      );
    });

    it('does not pass verifyPart(), whichever byte it is', () => {
      const noticed = expectSameOrTyped(small.bytes, NAME, (bytes) => {
        verifyPart(openPart(bytes, small.written, NAME), NAME, HOUR, part);
      });
      expect(noticed).toBe(4 * small.bytes.length);
    });

    it('a search finds the same or fails', () => {
      const terms = expected.terms.map(([term]) => term);
      expectSameOrTyped(small.bytes, NAME, (bytes) => {
        const reader = openPart(bytes, small.written, NAME);
        return [
          ...terms.map((term) => docsOfTerm(reader, term)),
          docsOfTerm(reader, 'absent'),
          docsOfPrefix(reader, 'n1'),
        ];
      });
    });
  });
});

describe('writeIndexPart()', () => {
  const columns = (times: number[], more: Partial<IndexPartColumns> = {}): IndexPartColumns => ({
    ...{ hour: -5, first: 0xffff_0000, times: Uint32Array.from(times), order: undefined },
    ...{ blocks: [{ offset: 16, length: 50, messages: times.length }] },
    ...{ hosts: new Map(), pieces: [], ...more },
  });

  it('keeps hours before 1970, large ordinals, times of whole seconds and of milliseconds', () => {
    const check = (times: number[]) => {
      const directory = new MemoryDirectory();
      const written = writeIndexPart(directory, 'p', columns(times), () => {});
      const part = new IndexPartReader(directory.open('p'), 'p', written);
      expect(part.summary).toMatchObject({ hour: -5, first: 0xffff_0000, terms: 0 });
      expect([...part.times()]).toEqual(times);
    };
    check([0]);
    check([1000, 1000, 61_000, 3_599_000]);
    check([1, 1000, 3_599_999]);
    check([3_599_999]);
  });

  describe('of many megabytes', () => {
    const MESSAGES = 200_000;
    const directory = new MemoryDirectory();
    let part: IndexPartReader;
    beforeAll(() => {
      // 250 bitmaps of 25 kB: lists leave memory while they come.
      const docs = new Uint32Array(MESSAGES);
      const times = new Array<number>(MESSAGES).fill(77);
      const written = writeIndexPart(directory, 'p', columns(times), (add) => {
        for (let term = 0; term < 250; term++) {
          let count = 0;
          for (let doc = term; doc < MESSAGES; doc += 2 + (doc % 3)) docs[count++] = doc;
          const bytes = latin1(`t${1000 + term}`);
          add(bytes, 0, bytes.length, docs, 0, count);
        }
      });
      part = new IndexPartReader(directory.open('p'), 'p', written);
    });

    it('gives each list back', () => {
      expect(directory.size('p')).toBeGreaterThan(5 << 20);
      for (const term of [0, 1, 130, 249]) {
        const expected: number[] = [];
        for (let doc = term; doc < MESSAGES; doc += 2 + (doc % 3)) expected.push(doc);
        expect(walk(part.docs(latin1(`t${1000 + term}`))!)).toEqual(expected);
      }
      expect(() => part.checkSizes()).not.toThrow();
    });
  });
});
