import { describe, expect, it } from 'vitest';
import { MERGED_PACKS } from '../../src/base/limits.js';
import { readCatalog } from '../../src/catalog/catalog-file.js';
import { StoreWriter } from '../../src/engine/store-writer.js';
import { verifyStore } from '../../src/engine/verify.js';
import type { PackInfo } from '../../src/pack/pack-format.js';
import { PackReader } from '../../src/pack/pack-reader.js';
import { packPath } from '../../src/storage/file-names.js';
import { HOURS, smallStore } from '../support/small-store.js';
import { expectAnswers, expectedAnswer, QUESTIONS } from '../support/small-store-answers.js';

describe('smallStore()', () => {
  const { directory, sent } = smallStore();
  const catalog = readCatalog(directory);
  const hoursOf = ({ hours }: { hours: readonly number[] }) => hours.filter((_, i) => i % 2 === 0);
  const packsOf = (hour: number) => catalog.packs.filter((pack) => hoursOf(pack).includes(hour));
  const open = (info: PackInfo) => {
    const path = packPath(info.number);
    return new PackReader(directory.open(path), path, info);
  };

  it('has packs of one and of several blocks, over the same hours, and a log', () => {
    expect(packsOf(HOURS.single)).toHaveLength(1);
    expect(packsOf(HOURS.disordered)).toHaveLength(2);
    expect(packsOf(HOURS.partly)).toHaveLength(2);
    expect(packsOf(HOURS.crowded)).toHaveLength(0);
    expect(hoursOf(catalog.log)).toEqual([HOURS.partly, HOURS.crowded, HOURS.pieces]);
    expect(catalog.packs.map((pack) => open(pack).blocks.length).sort()).toEqual([1, 11, 2, 2]);
  });

  it('has posting lists in their own section, messages out of order, and pieces of long lines', () => {
    const first = (hour: number) => open(packsOf(hour)[0]!);
    expect(first(HOURS.dense).index().terms.measure().listBytes).toBeGreaterThan(2 * 68);
    const { blocks } = first(HOURS.disordered);
    expect(first(HOURS.disordered).block(blocks[1]!).arrival().order).toBeDefined();
    expect(first(HOURS.pieces).blocks.some(({ pieces }) => pieces > 1)).toBe(true);
  });

  it('answers as brute force does, and every question but one finds something', () => {
    expectAnswers(directory, sent, QUESTIONS, 'whole');
    const empty = QUESTIONS.filter((each) => expectedAnswer(sent, each).length === 0);
    expect(empty.map(({ text }) => text)).toEqual(['nosuchword']);
  });

  it('verify finds nothing', () => {
    for (const report of verifyStore(directory, catalog, { deep: true }))
      expect(report.findings).toEqual([]);
  });

  it('can be scattered: the next seal merges all packs', () => {
    const store = smallStore({ scattered: true, dense: false });
    expect(readCatalog(store.directory).packs).toHaveLength(MERGED_PACKS - 1);
    const writer = new StoreWriter(store.directory, { create: false });
    writer.seal();
    expect(writer.catalog.packs).toHaveLength(1);
    writer.close();
    expectAnswers(store.directory, store.sent, QUESTIONS, 'merged');
  });
});
