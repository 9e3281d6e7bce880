import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  createGenerator,
  type GeneratorReport,
} from '../../native-free-bench/generator/generator.js';
import { openStore, type QueryOptions, type Store } from '../../src/index.js';
import { timeZone } from '../../src/syslog/time-zones.js';
import { asText } from '../support/bytes.js';
import { plainWords, searchedTextOf } from '../support/oracle.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const START = Date.UTC(2026, 5, 10);
const SPAN = 86_400_000;
const LINES = 50_000;

describe('generated logs', () => {
  it('give every needle back as often as the generator hid it', async () => {
    const folder = temporaryFolder();
    const run = createGenerator({ seed: 5, lines: LINES, start: START, spanMillis: SPAN });
    const text = Buffer.concat([...run]);
    const report = run.report();
    writeFileSync(`${folder}/in.log`, text);
    await using store = await openStore(`${folder}/store`, {
      write: true,
      create: true,
      // Several commits: some hours are written to again before they are sealed.
      commitBytes: 1_000_000,
    });
    const summary = await store.ingest([`${folder}/in.log`], { zone: timeZone('UTC'), year: 2026 });
    expect(summary.errors).toEqual([]);
    expect(summary.messages).toBe(LINES);
    expect(summary.bytes + LINES).toBe(text.length);
    expect(await count(store, '')).toBe(LINES);
    await checkNeedles(store, report);
    await checkHours(store, text);
  });
});

async function checkNeedles(store: Store, report: GeneratorReport): Promise<void> {
  expect(report.needles.length).toBeGreaterThan(5);
  for (const needle of report.needles) {
    const { sort, text, count: hidden, spellings, allWords } = needle;
    // An address is found in all its spellings, whichever is asked for.
    const queries =
      sort === 'phrase' ? [`"${text}"`] : [text, ...spellings.map((each) => each.text)];
    for (const query of queries) {
      expect(await count(store, query), query).toBe(hidden);
      expect(await searched(store, query), query).toBe(hidden);
    }
    if (sort === 'phrase') expect(await count(store, text, { exact: true })).toBe(hidden);
    if (allWords !== undefined) expect(await count(store, text), text).toBe(allWords);
  }
}

/** Random words, counted by brute force. */
async function checkHours(store: Store, text: Buffer): Promise<void> {
  const counts = new Map<string, number>();
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf(10, from);
    const words = plainWords(asText(searchedTextOf(text.subarray(from, end))));
    for (const word of new Set(words)) counts.set(word, (counts.get(word) ?? 0) + 1);
    from = end + 1;
  }
  const ascii = [...counts].filter(([word]) => /^[a-z0-9]+$/.test(word));
  for (let i = 0; i < ascii.length; i += Math.ceil(ascii.length / 100)) {
    const [word, expected] = ascii[i] ?? ['', 0];
    expect(await count(store, word), word).toBe(expected);
  }
}

function count(store: Store, query: string, options?: QueryOptions): Promise<number> {
  return store.count(query, options);
}

async function searched(store: Store, query: string): Promise<number> {
  let sum = 0;
  for await (const batch of store.search(query)) sum += batch.length;
  return sum;
}
