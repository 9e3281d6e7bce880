import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCatalog } from '../../src/catalog/catalog-file.js';
import { openStore } from '../../src/engine/store.js';
import { PackReader } from '../../src/pack/pack-reader.js';
import { packPath } from '../../src/storage/file-names.js';
import { openFsDirectory } from '../../src/storage/fs-directory.js';
import { UTC } from '../../src/syslog/time-zones.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** Lines of two statements in turn: one has values that fill a chunk of their own, the other none. */
const LINES = Array.from({ length: 6000 }, (_, i) => {
  const noise = Array.from({ length: 4 }, (_, k) => ((i * 7919 + k * 104_729) ** 2).toString(36));
  return `Jun 10 12:00:00 gw ${i % 2 === 0 ? 'link up' : `token: x${noise.join('')}`}`;
});

describe('a damaged column', () => {
  it('takes the messages that have a value in it, and no others', async () => {
    const folder = temporaryFolder();
    const input = join(folder, 'a.log');
    const store = join(folder, 'store');
    writeFileSync(input, `${LINES.join('\n')}\n`);
    const writer = await openStore(store, { write: true, create: true });
    await writer.ingest([input], { zone: UTC, year: 2026 });
    await writer.close();

    const directory = openFsDirectory(store);
    const { packs } = readCatalog(directory);
    const path = packPath(packs[0]!.number);
    const pack = new PackReader(directory.open(path), path, packs[0]!);
    const [block] = pack.blocks;
    pack.close();
    const bytes = readFileSync(join(store, path));
    // The last column is that of the tokens: their template was learned last.
    bytes[block!.offset + block!.bytes - 1000]! ^= 0xff;
    writeFileSync(join(store, path), bytes);

    const damage: boolean[] = [];
    const reader = await openStore(store, { onDamage: ({ lost }) => damage.push(lost) });
    const found: string[] = [];
    for await (const batch of reader.search(''))
      for (const { raw } of batch) found.push(Buffer.from(raw).toString('latin1'));
    await reader.close();
    expect(damage).toEqual([true]);
    expect(found).toEqual(LINES.filter((line) => line.endsWith('link up')));
  });
});
