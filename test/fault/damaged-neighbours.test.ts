import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readCatalog } from '../../src/catalog/catalog-file.js';
import { openStore, type QueryOptions } from '../../src/index.js';
import type { BlockInfo } from '../../src/pack/pack-format.js';
import { PackReader } from '../../src/pack/pack-reader.js';
import { packPath } from '../../src/storage/file-names.js';
import { openFsDirectory } from '../../src/storage/fs-directory.js';
import { UTC } from '../../src/syslog/time-zones.js';
import { folderOfTestFile } from '../support/run-cli.js';

/** Three blocks, of two hosts in turn; hits on both sides of each boundary. */
const LINES = Array.from({ length: 3 * 8192 }, (_, i) => {
  const time = new Date(Date.UTC(2026, 5, 10) + 1000 * i).toISOString();
  const isHit = i % 8192 === 8191 || (i > 0 && i % 8192 === 1);
  return `${time} ${i % 2 ? 'odd' : 'even'} app: ${isHit ? 'hit' : 'other'} n${i}`;
});

const folder = folderOfTestFile();
const store = join(folder, 'store');
let blocks: readonly BlockInfo[] = [];
let path = '';
let whole: Buffer;

beforeAll(async () => {
  const input = join(folder, 'a.log');
  writeFileSync(input, `${LINES.join('\n')}\n`);
  const writer = await openStore(store, { write: true, create: true });
  await writer.ingest([input], { zone: UTC });
  await writer.close();
  const directory = openFsDirectory(store);
  const { packs } = readCatalog(directory);
  path = packPath(packs[0]!.number);
  const pack = new PackReader(directory.open(path), path, packs[0]!);
  blocks = pack.blocks;
  pack.close();
  whole = readFileSync(join(store, path));
});

/** What is found while the byte at `offset` is wrong, by the numbers of messages; and whether some were lost. */
async function found(offset: number, query: string, options: QueryOptions) {
  const bytes = Buffer.from(whole);
  bytes[offset]! ^= 0xff;
  writeFileSync(join(store, path), bytes);
  const lost = new Set<boolean>();
  await using reader = await openStore(store, { onDamage: (report) => lost.add(report.lost) });
  const marks: string[] = [];
  for await (const batch of reader.search(query, options))
    for (const { sequence, isContext, beginsGroup } of batch)
      marks.push(`${beginsGroup ? '-- ' : ''}${isContext ? '' : ':'}${sequence}`);
  return { marks: marks.join(' '), lost: [...lost] };
}

describe('with a block that cannot be read', () => {
  it('context is what is left around hits', async () => {
    expect(blocks).toHaveLength(3);
    const { offset } = blocks[1]!;
    expect(await found(offset, 'hit', { context: { before: 1, after: 2 } })).toEqual({
      // Behind the last message of the first block come those of the third.
      marks: '0 :1 2 3 -- 8190 :8191 16384 :16385 16386 16387 -- 24574 :24575',
      lost: [true],
    });
    const sameHost = { before: 2, after: 1, sameHost: true };
    expect(await found(offset, 'n8191', { context: sameHost })).toEqual({
      marks: '8187 8189 :8191 16385',
      lost: [true],
    });
    expect(
      await found(offset, 'n16385', { context: { before: 2, after: 2 }, newestFirst: true }),
    ).toEqual({ marks: '16387 16386 :16385 16384 8191', lost: [true] });
  });

  it('reading on by cursor goes over it, and says so', async () => {
    const bytes = Buffer.from(whole);
    bytes[blocks[1]!.offset]! ^= 0xff;
    writeFileSync(join(store, path), bytes);
    const lost: boolean[] = [];
    await using reader = await openStore(store, { onDamage: (report) => lost.push(report.lost) });
    const steps: string[] = [];
    let after: string | undefined;
    for (;;) {
      const numbers: number[] = [];
      const place: { after?: string } = after === undefined ? {} : { after };
      for await (const batch of reader.arrivals('hit', { limit: 2, ...place })) {
        numbers.push(...batch.messages.map(({ sequence }) => sequence));
        after = batch.cursor;
      }
      steps.push(numbers.join());
      if (numbers.length === 0) break;
    }
    expect(steps).toEqual(['1,8191', '16385,24575', '']);
    expect(lost).toEqual([true]);
    expect(after?.split('-')[1]).toBe(String(LINES.length));
  });

  it('a group whose first message is lost begins with the next one', async () => {
    // The last columns are those of the template that was learned last: of the hits of the second block, 8193 among them.
    const { offset, bytes } = blocks[1]!;
    const around = { context: { before: 1, after: 0 }, newestFirst: true };
    expect(await found(offset + bytes - 10, 'n20000 OR n8192', around)).toEqual({
      marks: '20001 :20000 -- :8192',
      lost: [true],
    });
  });
});
