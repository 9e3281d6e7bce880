import { describe, expect, it } from 'vitest';
import { blockDuels } from '../../../native-free-bench/micro/block.js';
import { columnDuels } from '../../../native-free-bench/micro/column.js';
import { type Duel, duel } from '../../../native-free-bench/micro/duel.js';
import { generatedLines } from '../../../native-free-bench/micro/generated-lines.js';
import { headerDuels } from '../../../native-free-bench/micro/header.js';
import { runMicro } from '../../../native-free-bench/micro/micro.js';
import { packDuels } from '../../../native-free-bench/micro/pack.js';
import { plainMatch } from '../../../native-free-bench/micro/plain-column.js';
import { PlainDictionary } from '../../../native-free-bench/micro/plain-dictionary.js';
import { plainHeader } from '../../../native-free-bench/micro/plain-header.js';
import { plainDecode } from '../../../native-free-bench/micro/plain-posting-list.js';
import { plainWords } from '../../../native-free-bench/micro/plain-tokenizer.js';
import { postingListDuels } from '../../../native-free-bench/micro/posting-list.js';
import { termLookupDuels } from '../../../native-free-bench/micro/term-lookup.js';
import { TURNS, timeDuel } from '../../../native-free-bench/micro/time-duel.js';
import { tokenizerDuels } from '../../../native-free-bench/micro/tokenizer.js';
import { decompressLz4Block } from '../../../src/codec/lz4-block-decompress.js';
import { PlainBlockMaker } from '../../../src/pack/plain-block-maker.js';

const SEED = 1;

describe('runMicro()', () => {
  it('measures both sides of every row, as finite positive numbers', async () => {
    const rows: string[] = [];
    const measured = await runMicro({ millis: 5, seed: SEED, onProgress: (row) => rows.push(row) });
    expect(new Set(rows).size).toBe(rows.length);
    expect(measured.map(({ row, engine }) => `${row}: ${engine}`)).toEqual(
      rows.flatMap((row) => [`${row}: hayabusa`, `${row}: plain twin`]),
    );
    for (const { question, corpus, unit, better, values, row } of measured) {
      expect({ question, corpus, unit, better }).toEqual({
        question: 'micro',
        corpus: '',
        unit: 'ns',
        better: 'less',
      });
      expect(values.length, row).toBe(TURNS);
      expect(
        values.every((value) => Number.isFinite(value) && value > 0),
        `${row}: ${values}`,
      ).toBe(true);
    }
  });
});

describe('timeDuel()', () => {
  it('times nothing when the twin has another result', async () => {
    let calls = 0;
    const lying = duel({
      row: 'count, per call',
      items: 1,
      hayabusa: () => ++calls,
      plain: () => -1,
      same: (ours, plain) => ours === plain,
    });
    await expect(timeDuel(lying, 5)).rejects.toThrow(
      'count, per call: the plain twin has another result',
    );
    expect(calls).toBe(1);
  });

  it('passes on what a side throws while it is timed', async () => {
    let calls = 0;
    const tired = duel({
      row: 'tire, per call',
      items: 1,
      hayabusa: () => {
        if (++calls > 1) throw new Error('tired');
      },
      plain: () => undefined,
      same: () => true,
    });
    await expect(timeDuel(tired, 5)).rejects.toThrow('tired');
  });
});

/** A twin that leaves out the last of what it found. */
const short = <T>(list: T[]): T[] => list.slice(0, -1);

class WrongDictionary extends PlainDictionary {
  override lookup(term: Uint8Array): ReturnType<PlainDictionary['lookup']> {
    const found = super.lookup(term);
    return found && { ...found, count: found.count + 1 };
  }
}

describe('check()', () => {
  const lines = generatedLines(SEED);

  function refuses(duels: readonly Duel[]): void {
    expect(duels).not.toEqual([]);
    for (const lying of duels) expect(() => lying.check(), lying.row).toThrow('another result');
  }

  it('refuses a twin that misses a word, or a message of one', () => {
    refuses(tokenizerDuels(lines, (all) => short(plainWords(all))));
    refuses(
      tokenizerDuels(lines, (all) => plainWords(all).map(([word, docs]) => [word, short(docs)])),
    );
  });

  it('refuses a twin that takes a header for another', () => {
    refuses(
      headerDuels(lines, (message) => {
        const header = plainHeader(message);
        return header && { ...header, contentStart: header.contentStart - 1 };
      }),
    );
    refuses(headerDuels(lines, () => undefined));
  });

  it('refuses a twin that misses a DocId', () => {
    refuses(postingListDuels(SEED, (stored) => short(plainDecode(stored))));
  });

  it('refuses a twin that misses a value', () => {
    refuses(columnDuels(SEED, (stored) => short(plainMatch(stored))));
  });

  it('refuses a twin that counts a term wrong', () => {
    refuses(termLookupDuels(SEED, WrongDictionary));
  });

  it('refuses a twin that makes other bytes', () => {
    class Forgetful extends PlainBlockMaker {
      override tellTemplates(): void {}
    }
    refuses(packDuels(lines, () => new Forgetful()));
  });

  it('refuses a twin that decompresses to other bytes, or not at all', () => {
    refuses(blockDuels(lines, (block, length) => decompressLz4Block(block, length)?.fill(0)));
    refuses(blockDuels(lines, () => undefined));
  });
});
