import { appendFileSync, utimesSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type FoundMessage, openStore, type Store } from '../../src/index.js';
import { timeZone } from '../../src/syslog/time-zones.js';
import { asText } from '../support/bytes.js';
import { BruteForce, type KnownMessage, knownMessages } from '../support/oracle.js';
import { makeMessage } from '../support/oracle-messages.js';
import { Choices } from '../support/oracle-random.js';
import { randomRuns } from '../support/random-runs.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { type RandomQuery, randomQuery } from './random-queries.js';
import { framed } from './store-model.js';

const HOUR = 3_600_000;
const START = Date.UTC(2023, 11, 31, 22);
/** When the files were last written to: what dates without a year are dated by. */
const WRITTEN = START + 10 * HOUR;
const ZONE = timeZone('Asia/Kathmandu');
const STORES = 15;
const QUERIES = 25;

describe('openStore()', () => {
  const { seed, numRuns } = randomRuns(STORES);
  it(
    `files in several runs, some of them grown: answers as brute force (${numRuns} stores from seed ${seed})`,
    async () => {
      const folder = temporaryFolder();
      for (let run = 0; run < numRuns; run++) {
        try {
          await checkStore(new Choices(seed + run), `${folder}/${run}`);
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          throw new Error(`HAYABUSA_TEST_SEED=${seed + run}: ${message}`, { cause: error });
        }
      }
    },
    240_000 * Math.max(1, numRuns / STORES),
  );
});

/** A file on disk, as it was before compression, and the numbers of arrival of its messages so far. */
type File = {
  readonly path: string;
  readonly isPacked: boolean;
  readonly framing: 'newline' | 'octet';
  bytes: Uint8Array;
  readonly arrivals: number[];
};

async function checkStore(choices: Choices, prefix: string): Promise<void> {
  const store = `${prefix}-store`;
  const files: File[] = [];
  let arrived = 0;
  for (let round = 0; round < 3; round++) {
    const framing = choices.of(['newline', 'newline', 'octet'] as const);
    const grown = choices.some(
      files.filter((file) => file.framing === framing && !file.isPacked),
      1,
    );
    for (const file of grown) grow(choices, file);
    const fresh = Array.from({ length: choices.between(1, 3) }, (_, i) =>
      makeFile(choices, `${prefix}-${round}-${i}.log`, framing),
    );
    files.push(...fresh);
    const given = [...grown, ...fresh];
    for (const { path } of given) utimesSync(path, WRITTEN / 1000, WRITTEN / 1000);

    const commitBytes = choices.of([1, 2000, 1_000_000]);
    await using writer = await openStore(store, { write: true, create: true, commitBytes });
    const paths = given.map(({ path }) => path);
    const before = arrived;
    for (const file of given) {
      const total = [...messagesOf(file)].length;
      while (file.arrivals.length < total) file.arrivals.push(arrived++);
    }
    const summary = await writer.ingest(paths, { zone: ZONE, framing, resume: true });
    expect(summary.errors).toEqual([]);
    expect(summary.messages).toBe(arrived - before);
    // The writer's own view, and that of whoever only reads.
    await checkQueries(choices, writer, files, 5);
    await using reader = await openStore(store);
    await checkQueries(choices, reader, files, QUERIES);
  }
}

function makeFile(choices: Choices, path: string, framing: 'newline' | 'octet'): File {
  const bytes = makeBytes(choices, framing);
  const isPacked = choices.chance(0.3);
  writeFileSync(path, isPacked ? gzipSync(bytes) : bytes);
  return { path, isPacked, framing, bytes, arrivals: [] };
}

function grow(choices: Choices, file: File): void {
  const more = makeBytes(choices, file.framing);
  appendFileSync(file.path, more);
  file.bytes = Buffer.concat([file.bytes, more]);
}

/** The first message states its time: nothing before it has to be guessed. */
function makeBytes(choices: Choices, framing: 'newline' | 'octet'): Uint8Array {
  const first = { raw: `${new Date(START).toISOString()} host app: first`, time: START };
  const messages = Array.from({ length: choices.of([0, 1, 20, 80]) }, () =>
    makeMessage(choices, START + choices.below(6 * HOUR), ZONE),
  );
  return framed([first, ...messages.filter(({ raw }) => raw !== '')], framing);
}

function messagesOf({ path, framing, bytes }: File): Iterable<KnownMessage> {
  const clock = { zone: ZONE, reference: WRITTEN, now: Date.now(), fallback: WRITTEN };
  return knownMessages(bytes, { name: path, framing, clock }, 0);
}

async function checkQueries(
  choices: Choices,
  store: Store,
  files: readonly File[],
  count: number,
): Promise<void> {
  const oracle = new BruteForce();
  for (const file of files) {
    let i = 0;
    for (const message of messagesOf(file))
      oracle.add({ ...message, sequence: file.arrivals[i++] ?? -1 });
  }
  for (let i = 0; i < count; i++) {
    const asked = randomQuery(choices, oracle.messages);
    const expected = oracle.search(asked);
    const found: FoundMessage[] = [];
    for await (const batch of store.search(asked.text, optionsOf(asked))) found.push(...batch);
    const describe = JSON.stringify(asked);
    expect(
      found.map(({ raw, time, source, sequence }) => line(asText(raw), time, source, sequence)),
      describe,
    ).toEqual(expected.map((each) => line(each.raw, each.time, each.source, each.sequence)));
    const total = await store.count(asked.text, optionsOf(asked));
    const unlimited = oracle.search({ ...asked, limit: undefined });
    expect(total, describe).toBe(unlimited.length);
  }
}

/** One range is asked for by its ends, several by themselves. */
function optionsOf({
  exact,
  ranges,
  limit,
  newestFirst,
}: RandomQuery): Parameters<Store['search']>[1] {
  const [only, ...more] = ranges ?? [];
  const time =
    only !== undefined && more.length === 0 ? only : ranges === undefined ? {} : { ranges };
  return { exact, newestFirst, ...time, ...(limit === undefined ? {} : { limit }) };
}

function line(raw: string, time: number, source: string, sequence: number): string {
  return `${time} ${sequence} ${source} ${JSON.stringify(raw)}`;
}

describe('arrivals()', () => {
  it('goes on from the cursor of any batch, while the store grows', async () => {
    const folder = temporaryFolder();
    await using store = await openStore(`${folder}/store`, { write: true, create: true });
    const take = async (after?: string, limit?: number) => {
      let cursor = after ?? '';
      const found: number[] = [];
      const options = { ...(after ? { after } : {}), ...(limit === undefined ? {} : { limit }) };
      for await (const batch of store.arrivals('odd', options)) {
        found.push(...batch.messages.map(({ sequence }) => sequence));
        ({ cursor } = batch);
        // Whoever stops has the place behind what was given.
        if (found.length >= 700) break;
      }
      return { found, cursor };
    };
    const lines = (from: number, count: number) =>
      Array.from({ length: count }, (_, i) => {
        const number = from + i;
        // Later ones are earlier in time.
        return `${new Date(START - 1000 * number).toISOString()} gw app: ${number % 2 ? 'odd' : 'even'} ${number}\n`;
      }).join('');
    writeFileSync(`${folder}/a.log`, lines(0, 3000));
    await store.ingest([`${folder}/a.log`], { zone: ZONE });
    const all: number[] = [];
    let { found, cursor } = await take();
    all.push(...found);
    ({ found, cursor } = await take(cursor, 5));
    expect(found).toHaveLength(5);
    all.push(...found);
    writeFileSync(`${folder}/b.log`, lines(3000, 100));
    await store.ingest([`${folder}/b.log`], { zone: ZONE });
    while (found.length > 0) {
      ({ found, cursor } = await take(cursor));
      all.push(...found);
    }
    expect(all).toEqual(Array.from({ length: 1550 }, (_, i) => 2 * i + 1));
    expect(await take(cursor)).toEqual({ found: [], cursor });
    await expect(take('0123456789ab-0')).rejects.toThrow('of another store');
  });
});
