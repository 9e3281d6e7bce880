import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readCatalog } from '../../src/catalog/catalog-file.js';
import { repairStore } from '../../src/engine/repair.js';
import { openStore } from '../../src/engine/store.js';
import { PACK_HEADER_BYTES } from '../../src/pack/pack-format.js';
import { packPath } from '../../src/storage/file-names.js';
import { openFsDirectory } from '../../src/storage/fs-directory.js';
import { UTC } from '../../src/syslog/time-zones.js';
import { temporaryFolder } from '../support/temporary-folder.js';

it('repair without a catalog keeps a pack in which no block can be read, and says what is lost', async () => {
  const folder = temporaryFolder();
  const input = join(folder, 'a.log');
  const store = join(folder, 'store');
  writeFileSync(input, 'Jun 10 12:00:00 gw sshd[1]: link up\n'.repeat(20));
  const writer = await openStore(store, { write: true, create: true });
  await writer.ingest([input], { zone: UTC, year: 2026 });
  await writer.close();
  const directory = openFsDirectory(store);
  const path = packPath(readCatalog(directory).packs[0]!.number);
  const bytes = readFileSync(join(store, path));
  // In the directory of the only block.
  bytes[PACK_HEADER_BYTES + 3]! ^= 0xff;
  writeFileSync(join(store, path), bytes);
  rmSync(join(store, 'CATALOG'));

  const summary = repairStore(directory, () => {});
  expect(summary.catalogRebuilt).toBe(true);
  expect(summary.lost.map(({ message }) => message)).toEqual([expect.stringContaining(path)]);
  expect(directory.exists(path)).toBe(true);
  expect(readCatalog(directory).packs.map(({ messages }) => messages)).toEqual([20]);
});
