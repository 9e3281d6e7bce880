import { resolve } from 'node:path';
import { repairStore } from '../../engine/repair.js';
import { openFsDirectory } from '../../storage/fs-directory.js';
import { EXIT_ERROR, EXIT_FOUND } from '../exit-codes.js';
import { formatCount, plural } from '../numbers.js';
import { flagOption, type OptionValues, storeFolder } from '../option-values.js';
import { Output, warn } from '../output.js';
import { Progress } from '../progress.js';

/** Runs `hayabusa repair`: 0 when the store is whole again, 2 when messages are lost. */
export function runRepair(options: OptionValues): number {
  const quiet = flagOption(options, 'quiet');
  const directory = openFsDirectory(resolve(storeFolder(options)));
  const progress = new Progress(!quiet, 'repairing');
  let packs = 0;
  const summary = repairStore(directory, () => progress.show(undefined, plural(++packs, 'pack')));
  progress.end();
  for (const error of summary.lost) warn(error.message);
  const output = new Output();
  if (!quiet) {
    if (summary.catalogRebuilt)
      output.line(
        'rebuilt the catalog from the packs and the message log; which files were read is not known any more: do not use --resume for them',
      );
    output.line(
      summary.packsRebuilt === 0
        ? `checked ${plural(summary.packsChecked, 'pack')}: no index had to be rebuilt`
        : `rebuilt the index of ${formatCount(summary.packsRebuilt)} of ${plural(summary.packsChecked, 'pack')}: ${plural(summary.messagesIndexed, 'message')}`,
    );
    if (summary.lost.length > 0)
      output.line(
        `${plural(summary.lost.length, 'place')} in packs and message log cannot be rebuilt from anything: their messages are lost, the rest is searchable; ingest --resume does not read them again: ingest the files that had them into a new store`,
      );
  }
  output.end();
  return summary.lost.length === 0 ? EXIT_FOUND : EXIT_ERROR;
}
