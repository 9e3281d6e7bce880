import { hoursOf } from '../../engine/hours.js';
import { openReader } from '../../engine/open-reader.js';
import { verifyStore } from '../../engine/verify.js';
import { EXIT_ERROR, EXIT_FOUND } from '../exit-codes.js';
import { plural } from '../numbers.js';
import { flagOption, type OptionValues, storeFolder } from '../option-values.js';
import { Output, warn } from '../output.js';
import { Progress } from '../progress.js';

/** Runs `hayabusa verify`: 0 when everything holds, 2 when anything does not. */
export function runVerify(options: OptionValues): number {
  const reader = openReader(storeFolder(options), () => {});
  const quiet = flagOption(options, 'quiet');
  const progress = new Progress(!quiet, 'verifying');
  const { packs, log } = reader.catalog;
  const total = packs.length + (log.bytes > 0 ? 1 : 0);
  let files = 0;
  let messages = 0;
  let findings = 0;
  const deep = flagOption(options, 'deep');
  for (const report of verifyStore(reader.directory, reader.catalog, { deep })) {
    files++;
    messages += report.messages;
    for (const finding of report.findings) {
      findings++;
      progress.end();
      warn(finding.error.message);
    }
    progress.show(files / Math.max(1, total), plural(files, 'file'));
  }
  progress.end();
  const output = new Output();
  const what = `${plural(messages, 'message')} in ${plural(hoursOf(reader.catalog).length, 'segment')}`;
  if (findings === 0 && !quiet)
    output.line(`verified ${what}: every checksum and every order holds`);
  output.flush();
  if (findings > 0) warn(`${plural(findings, 'finding')} in ${what}`);
  return findings === 0 ? EXIT_FOUND : EXIT_ERROR;
}
