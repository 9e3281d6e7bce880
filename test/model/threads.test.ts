import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type * as Ingest from '../../src/engine/ingest.js';
import type * as Open from '../../src/engine/open.js';
import type * as OpenReader from '../../src/engine/open-reader.js';
import type { StoreWriter } from '../../src/engine/store-writer.js';
import type * as Parser from '../../src/query/parser.js';
import type * as Zones from '../../src/syslog/time-zones.js';
import { PROJECT } from '../support/source-code.js';
import { temporaryFolder } from '../support/temporary-folder.js';

// As built: a worker thread loads its program from beside the file that starts it.
const built = (path: string) => import(join(PROJECT, 'dist/src', path));
const { openWriter } = (await built('engine/open.js')) as typeof Open;
const { openReader } = (await built('engine/open-reader.js')) as typeof OpenReader;
const { ingest, openInputs } = (await built('engine/ingest.js')) as typeof Ingest;
const { parseQuery } = (await built('query/parser.js')) as typeof Parser;
const { UTC } = (await built('syslog/time-zones.js')) as typeof Zones;

/** 40,000 lines; often enough for every worker to get some, and for its messages to overlap in time with the others'. */
const FILES = Array.from({ length: 5 }, () => join(PROJECT, 'fixtures/sample.log.gz'));
const QUERIES = [
  'sshd',
  'failed password',
  '192.0.2.77',
  'link down',
  '"link down"',
  'up*',
  'root',
];

async function fill(writer: StoreWriter): Promise<void> {
  // As a large input would.
  writer.expect(2 ** 40);
  await ingest(writer, await openInputs(FILES, {}), { zone: UTC, year: 2026 });
}

async function answersWith(threads: number): Promise<{ all: string[]; counts: number[] }> {
  const folder = join(temporaryFolder(), 'store');
  const writer = openWriter(folder, { create: true, threads });
  await fill(writer);
  writer.close();
  const reader = openReader(folder, ({ error }) => {
    throw error;
  });
  const all: string[] = [];
  for (const batch of reader.search({ query: parseQuery(''), ranges: undefined }))
    for (const { time, sequence, source, raw } of batch)
      all.push(`${time} ${sequence} ${source} ${Buffer.from(raw).toString('latin1')}`);
  const counts = QUERIES.map((query) =>
    [...reader.count({ query: parseQuery(query), ranges: undefined })].reduce((a, b) => a + b, 0),
  );
  reader.close();
  expect(readdirSync(join(folder, 'packs')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  return { all, counts };
}

describe('ingest in worker threads', () => {
  it('gives the same store whatever their number: messages, order, sources, counts', async () => {
    const one = await answersWith(1);
    const two = await answersWith(2);
    const three = await answersWith(3);
    expect(one.all).toHaveLength(200_000);
    expect(two).toEqual(one);
    expect(three).toEqual(one);
  }, 120_000);

  it('fails with what failed in a worker, and leaves the store as it was', async () => {
    const folder = join(temporaryFolder(), 'store');
    const writer = openWriter(folder, { create: true, threads: 2 });
    const makeDirectory = writer.directory.makeDirectory.bind(writer.directory);
    writer.directory.makeDirectory = (path) => {
      makeDirectory(path);
      // Nothing can be written where no folder is.
      rmSync(join(folder, path), { recursive: true });
    };
    await expect(fill(writer)).rejects.toMatchObject({ code: 'ENOENT' });
    writer.close();
    const reader = openReader(folder, () => {});
    expect(reader.catalog.packs).toEqual([]);
    expect(reader.catalog.nextSequence).toBe(0);
  }, 60_000);
});
