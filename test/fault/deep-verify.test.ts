import { afterEach, describe, expect, it, vi } from 'vitest';
import { readCatalog, writeCatalog } from '../../src/catalog/catalog-file.js';
import { repairStore } from '../../src/engine/repair.js';
import { verifyStore } from '../../src/engine/verify.js';
import { KernelBlockMaker } from '../../src/pack/kernel-block-maker.js';
import type { Directory } from '../../src/storage/directory.js';
import { MemoryDirectory } from '../../src/storage/memory-directory.js';
import { TermDictionaryWriter } from '../../src/termdict/term-dictionary-writer.js';
import { asText } from '../support/bytes.js';
import { HOURS, StoreFeed } from '../support/small-store.js';
import { sentMessages } from '../support/small-store-lines.js';

type Add = TermDictionaryWriter['add'];

afterEach(() => {
  vi.restoreAllMocks();
});

/** A store whose dictionary is written by `add`, which may tell lies, each well formed. */
function storeWith(add: (write: Add, term: string, ...args: Parameters<Add>) => void): Directory {
  // The kernel writes its dictionary itself.
  vi.spyOn(KernelBlockMaker, 'start').mockReturnValue(undefined);
  const honest = TermDictionaryWriter.prototype.add;
  vi.spyOn(TermDictionaryWriter.prototype, 'add').mockImplementation(function (
    this: TermDictionaryWriter,
    ...args
  ) {
    const [arena, start, end] = args;
    add(honest.bind(this), asText(arena.subarray(start, end)), ...args);
  });
  const directory = new MemoryDirectory();
  const feed = new StoreFeed(directory);
  for (let block = 0; block < 3; block++) {
    feed.send(sentMessages(HOURS.disordered, 30, 'mixed', block));
    feed.endBlock();
  }
  feed.commit();
  feed.writer.close();
  vi.restoreAllMocks();
  return directory;
}

function findings(directory: Directory, deep: boolean): { of: string; message: string }[] {
  return [...verifyStore(directory, readCatalog(directory), { deep })].flatMap((report) =>
    report.findings.map(({ of, error }) => ({ of, message: error.message })),
  );
}

/** Adds a term of one's own. */
function addTerm(write: Add, term: string, unit: number): void {
  const bytes = new Uint8Array(Buffer.from(term, 'latin1'));
  write(bytes, 0, bytes.length, Uint32Array.of(unit), 0, 1);
}

describe('verify with deep', () => {
  it('finds nothing in an index that is right', () => {
    const directory = storeWith((write, _, ...args) => write(...args));
    expect(findings(directory, true)).toEqual([]);
  });

  it('finds numbers of arrival in the catalog that are not those of the pack', () => {
    const directory = storeWith((write, _, ...args) => write(...args));
    const catalog = readCatalog(directory);
    for (const wrong of [{ firstSequence: 5 }, { lastSequence: 500 }]) {
      const packs = catalog.packs.map((pack) => ({ ...pack, ...wrong }));
      writeCatalog(directory, { ...catalog, packs });
      expect(findings(directory, false)).toEqual([
        { of: 'index', message: expect.stringContaining('Numbers of arrival of a pack') },
      ]);
    }
  });

  it.each<[string, Parameters<typeof storeWith>[0]]>([
    [
      'lacks a term',
      (write, term, ...args) => {
        if (term !== 'session') write(...args);
      },
    ],
    [
      'has a term that no message holds',
      (write, term, ...args) => {
        if (term === 'session') addTerm(write, 'sessile', 0);
        write(...args);
      },
    ],
    [
      'has a term spelt otherwise',
      (write, term, ...args) => (term === 'via' ? addTerm(write, 'viaa', 0) : write(...args)),
    ],
    [
      'lacks a unit',
      (write, term, arena, start, end, units, from, to) =>
        write(arena, start, end, units, from, term === 'session' && to - from > 1 ? to - 1 : to),
    ],
    [
      'has a unit too many',
      (write, term, arena, start, end, units, from, to) => {
        const more = [...units.subarray(from, to)];
        if (term === 'session') more.push((more.at(-1) ?? 0) + 1);
        write(arena, start, end, Uint32Array.from(more), 0, more.length);
      },
    ],
    [
      'has another unit',
      (write, term, arena, start, end, units, from, to) => {
        const other = Uint32Array.from(units.subarray(from, to));
        if (term === 'session') other[other.length - 1]! += 1;
        write(arena, start, end, other, 0, other.length);
      },
    ],
  ])('notices an index that %s', (_, add) => {
    const directory = storeWith(add);
    expect(findings(directory, false)).toEqual([]);
    expect(findings(directory, true)).toEqual([
      { of: 'index', message: expect.stringContaining('Index differs from its messages') },
    ]);
    // Repair believes what is well formed.
    expect(repairStore(directory, () => {}).packsRebuilt).toBe(0);
  });
});
