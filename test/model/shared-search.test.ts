import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type * as CountBy from '../../src/engine/count-by.js';
import type * as Histograms from '../../src/engine/histogram.js';
import type * as Ingest from '../../src/engine/ingest.js';
import type * as Open from '../../src/engine/open.js';
import type * as OpenReader from '../../src/engine/open-reader.js';
import type { DamageReport } from '../../src/engine/pack-searcher.js';
import type * as PatternsModule from '../../src/engine/patterns.js';
import type { SearchOptions } from '../../src/engine/store-reader.js';
import type * as Parser from '../../src/query/parser.js';
import type * as Zones from '../../src/syslog/time-zones.js';
import { folderOfTestFile } from '../support/run-cli.js';
import { PROJECT } from '../support/source-code.js';
import { temporaryFolder } from '../support/temporary-folder.js';

// As built: a thread loads its program from beside the file that starts it.
const built = (path: string) => import(join(PROJECT, 'dist/src', path));
const { openWriter } = (await built('engine/open.js')) as typeof Open;
const { openReader } = (await built('engine/open-reader.js')) as typeof OpenReader;
const { ingest, openInputs } = (await built('engine/ingest.js')) as typeof Ingest;
const { parseQuery } = (await built('query/parser.js')) as typeof Parser;
const { countBy, countKeyOf } = (await built('engine/count-by.js')) as typeof CountBy;
const { histogram } = (await built('engine/histogram.js')) as typeof Histograms;
const { patterns } = (await built('engine/patterns.js')) as typeof PatternsModule;
const { UTC } = (await built('syslog/time-zones.js')) as typeof Zones;

const QUERIES = ['', 'failed password', '"link down"', 'up*', 'sshd NOT root', 'nosuchword'];
const OPTIONS: SearchOptions[] = [{}, { newestFirst: true }, { limit: 1000 }];
const folder = join(folderOfTestFile(), 'store');

beforeAll(async () => {
  // Several packs, whose messages overlap in time, and some in the log.
  const writer = openWriter(folder, { create: true, threads: 1, commitBytes: 2 << 20 });
  const files = Array.from({ length: 2 }, () => join(PROJECT, 'fixtures/sample.log.gz'));
  await ingest(writer, await openInputs(files, {}), { zone: UTC, year: 2026 });
  writer.close();
}, 120_000);

type Answers = { counts: number[]; searches: string[][]; sums: unknown[]; damage: string[] };

/** What a generator returns in the end. */
function result<T>(steps: Generator<number, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** Others join after so many milliseconds, when what is left takes several times as long. */
function answersWith(threads: number, store = folder, shareAfterMillis = 0): Answers {
  const damage: string[] = [];
  const onDamage = ({ error, lost }: DamageReport) => damage.push(`${lost} ${error.message}`);
  const reader = openReader(store, onDamage, { threads, shareAfterMillis });
  const plan = (text: string) => ({ query: parseQuery(text), ranges: undefined });
  const counts = QUERIES.map((query) =>
    [...reader.count(plan(query))].reduce((sum, each) => sum + each, 0),
  );
  const searches = QUERIES.flatMap((query) =>
    OPTIONS.map((options) =>
      [...reader.search(plan(query), options)]
        .flat()
        .map(({ time, sequence, raw }) => `${time} ${sequence} ${Buffer.from(raw)}`),
    ),
  );
  const sums = ['sshd', ''].flatMap((text) => [
    ...['host', 'severity', 'source', 'hour', '/port (\\d)/'].map((key) =>
      result(countBy(reader, plan(text), countKeyOf(key), { top: 50, zone: UTC })),
    ),
    result(histogram(reader, plan(text), { zone: UTC, buckets: 30 })),
    result(patterns(reader, plan(text), { top: 0 })).total,
  ]);
  reader.close();
  return { counts, searches, sums, damage: damage.sort() };
}

describe('a search in several threads', () => {
  it('gives the same answers, in the same order, whatever their number', () => {
    const one = answersWith(1);
    expect(one.counts[0]).toBeGreaterThan(50_000);
    expect(one.counts.slice(1, -1).every((count) => count > 0)).toBe(true);
    expect(answersWith(2)).toEqual(one);
    expect(answersWith(4)).toEqual(one);
  }, 120_000);

  it('counts each message once, whatever was searched before others joined', () => {
    const one = answersWith(1);
    for (const after of [0.5, 2]) expect(answersWith(2, folder, after)).toEqual(one);
  }, 120_000);

  it('may be left at any time', () => {
    const reader = openReader(folder, ({ error }) => expect.fail(error.message), {
      threads: 3,
      shareAfterMillis: 0,
    });
    const everything = { query: parseQuery(''), ranges: undefined };
    for (let run = 0; run < 3; run++)
      for (const batch of reader.search(everything)) {
        // Where nothing is found yet a batch is empty: left at the first one that is not, or before.
        if (run === 2 || (run === 1 && batch.length > 0)) break;
      }
    reader.close();
  }, 120_000);

  it('reports the same damage, once', () => {
    const damaged = join(temporaryFolder(), 'store');
    cpSync(folder, damaged, { recursive: true });
    const pack = join(damaged, 'packs', '0000000002.pack');
    const bytes = readFileSync(pack);
    bytes.fill(0xff, 5000, 5100);
    writeFileSync(pack, bytes);
    const one = answersWith(1, damaged);
    expect(one.damage).toHaveLength(1);
    expect(answersWith(3, damaged)).toEqual(one);
  }, 120_000);
});
