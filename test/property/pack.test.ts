import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PackWriter } from '../../src/pack/pack-writer.js';
import { MemoryDirectory } from '../../src/storage/memory-directory.js';
import {
  expectedMessages,
  inOrder,
  messagesOfPack,
  openPack,
  plainUnits,
  rowsOfTerm,
  searchedPieces,
  termsOfPack,
  writePack,
} from '../support/packs.js';
import { plainTerms } from '../support/plain-terms.js';
import { randomPack } from '../support/random-packs.js';
import { randomRuns } from '../support/random-runs.js';
import { searchRoom } from '../support/search-room.js';

const HOUR = 3_600_000;

describe('PackReader', () => {
  const directory = new MemoryDirectory();
  const writer = new PackWriter(directory);
  const kernel = searchRoom();

  it('gives every message back: bytes, time, source, number of arrival, in order of time', () => {
    fc.assert(
      fc.property(randomPack, (blocks) => {
        const written = writePack(blocks, 7, directory, writer);
        const reader = openPack(written);
        expect(messagesOfPack(reader)).toEqual(blocks.map(expectedMessages));
        const all = blocks.flat();
        const times = all.map(({ time }) => time);
        const hours = new Map<number, number>();
        for (const time of times)
          hours.set(Math.floor(time / HOUR), (hours.get(Math.floor(time / HOUR)) ?? 0) + 1);
        expect(written.info).toMatchObject({
          number: 7,
          bytes: written.bytes.length,
          messages: all.length,
          minTime: Math.min(...times),
          maxTime: Math.max(...times),
          hours: [...hours].sort(([a], [b]) => a - b).flat(),
        });
        const hosts: Record<string, number> = {};
        for (const { host } of all) if (host !== '') hosts[host] = (hosts[host] ?? 0) + 1;
        expect(Object.fromEntries(reader.index().hosts)).toEqual(hosts);
        expect(reader.checkTables()).toEqual([]);
      }),
      randomRuns(150),
    );
  });

  it('gives rows in any order, of blocks that lie by themselves or side by side in a kernel', () => {
    fc.assert(
      fc.property(randomPack, fc.array(fc.nat(), { maxLength: 30 }), (blocks, picks) => {
        const reader = openPack(writePack(blocks, 1, directory, writer));
        kernel.reset();
        for (const room of [undefined, kernel])
          reader.blocks.forEach((info, i) => {
            const block = reader.block(info, room);
            const expected = expectedMessages(blocks[i]!);
            for (const pick of picks) {
              const row = pick % block.rows;
              const text = Buffer.from(block.messageOf(row)).toString('latin1');
              expect(text).toBe(expected[row]!.text);
            }
          });
      }),
      randomRuns(100),
    );
  });

  it('knows of every term the units that the plain twin finds it in, and its messages', () => {
    fc.assert(
      fc.property(randomPack, (blocks) => {
        const reader = openPack(writePack(blocks, 1, directory, writer));
        const units = plainUnits(reader);
        expect(reader.index().units).toBe(units.length);
        const expected = new Map<string, number[]>();
        units.forEach((terms, unit) => {
          for (const term of terms) {
            const of = expected.get(term);
            if (of === undefined) expected.set(term, [unit]);
            else of.push(unit);
          }
        });
        const found = termsOfPack(reader);
        expect(found.map(([term, of]) => [term, of])).toEqual(
          [...expected].sort(([a], [b]) => (a < b ? -1 : 1)),
        );
        // Rows: what a search finds by the units alone.
        const readers = reader.blocks.map((info) => reader.block(info));
        const holding = blocks.map((block) =>
          inOrder(block).map(({ cut }) => plainTerms(searchedPieces(cut))),
        );
        const all = new Set(holding.flat().flatMap((terms) => [...terms]));
        expect([...all].sort()).toEqual(found.map(([term]) => term).sort());
        for (const [term, of, messages] of found) {
          let counted = 0;
          readers.forEach((block, i) => {
            const rows = holding[i]!.flatMap((terms, row) => (terms.has(term) ? [row] : []));
            expect(rowsOfTerm(reader, block, term), JSON.stringify(term)).toEqual(rows);
            const { firstUnit, templates, units: count } = block.info;
            const here = of.filter((unit) => unit >= firstUnit && unit < firstUnit + count);
            const mayOverlap = here.length > 1 && here.at(-1)! >= firstUnit + templates;
            if (!mayOverlap) counted += rows.length;
          });
          expect(messages, `messages of ${JSON.stringify(term)}`).toBe(counted);
        }
      }),
      randomRuns(60),
    );
  });
});
