import { type HayabusaError, isHayabusaError } from '../base/errors.js';
import { readCatalog, writeCatalog } from '../catalog/catalog-file.js';
import { WriterLock } from '../catalog/writer-lock.js';
import type { PackInfo } from '../pack/pack-format.js';
import { type Directory, parentOf } from '../storage/directory.js';
import { logPath, packPath, SET_ASIDE } from '../storage/file-names.js';
import { recoverCatalog } from './recover-catalog.js';
import { replayPacks } from './sealer.js';
import { StoreWriter } from './store-writer.js';
import { sweep } from './sweep.js';
import { type Finding, verifyStore } from './verify.js';

export type RepairSummary = {
  /** Whether the catalog had to be rebuilt; then nobody knows any more which inputs were read. */
  catalogRebuilt: boolean;
  packsChecked: number;
  /** Packs whose index was rebuilt, and how many messages that was. */
  packsRebuilt: number;
  messagesIndexed: number;
  /** Damage that nothing can be rebuilt from. */
  lost: HayabusaError[];
};

/**
 * Makes a store whole again as far as its messages allow: rebuilds the catalog when it is missing or damaged, and every
 * pack whose index or one of whose tables is damaged. A pack with damaged messages is reported and left as it is, one
 * that is gone is reported and left out from then on. What the message log holds is sealed, if it is whole.
 */
export function repairStore(directory: Directory, onPack: () => void): RepairSummary {
  const summary: RepairSummary = {
    catalogRebuilt: false,
    packsChecked: 0,
    packsRebuilt: 0,
    messagesIndexed: 0,
    lost: [],
  };
  if (!catalogIsGood(directory)) {
    rebuildCatalog(directory, summary);
    summary.catalogRebuilt = true;
  }
  const writer = new StoreWriter(directory, { create: false });
  try {
    for (const report of verifyStore(directory, writer.catalog, { deep: false })) {
      const { pack, findings } = report;
      onPack();
      if (pack === undefined) {
        summary.lost.push(...findings.map(({ error }) => error));
        continue;
      }
      summary.packsChecked++;
      if (findings.length === 0) continue;
      if (!directory.exists(packPath(pack.number))) {
        summary.lost.push(...findings.map(({ error }) => error));
        writer.replacePacks([pack], []);
        continue;
      }
      if (rebuild(writer, pack, findings)) {
        summary.packsRebuilt++;
        summary.messagesIndexed += pack.messages;
      } else
        summary.lost.push(
          ...findings.filter(({ of }) => of === 'messages').map(({ error }) => error),
        );
    }
    const { log } = writer.catalog;
    if (log.bytes > 0 && !directory.exists(logPath(log.number))) writer.dropLog();
    else writer.seal();
    sweep(directory, writer.catalog);
  } finally {
    writer.close();
  }
  return summary;
}

/** Writes a pack anew from its messages; false when one of them is damaged. */
function rebuild(writer: StoreWriter, pack: PackInfo, findings: readonly Finding[]): boolean {
  const { directory } = writer;
  // First seen to be whole: a rewrite that fails half-way would close the writer.
  if (findings.some(({ of }) => of === 'messages')) return false;
  const made = writer.rewrite((add) => replayPacks(directory, [pack], add));
  writer.replacePacks([pack], made);
  return true;
}

function catalogIsGood(directory: Directory): boolean {
  try {
    readCatalog(directory);
    return true;
  } catch (error) {
    if (isHayabusaError(error, 'corruption')) return false;
    throw error;
  }
}

function rebuildCatalog(directory: Directory, summary: RepairSummary): void {
  const lock = WriterLock.acquire(directory);
  try {
    const { catalog, aside } = recoverCatalog(directory, (error) => summary.lost.push(error));
    // What no catalog names is swept away: nothing that may hold messages is.
    for (const path of aside) directory.rename(path, path + SET_ASIDE);
    directory.syncAll([], [...new Set(aside.map(parentOf))]);
    writeCatalog(directory, catalog);
  } finally {
    lock.release();
  }
}
