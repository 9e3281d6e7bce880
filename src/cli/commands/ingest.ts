import { availableParallelism } from 'node:os';
import { usage } from '../../base/errors.js';
import { MAX_POOL_THREADS } from '../../base/limits.js';
import { lz4CodecInUse } from '../../codec/lz4.js';
import {
  type IngestProgress,
  type IngestSummary,
  ingest,
  openInputs,
} from '../../engine/ingest.js';
import { openWriter } from '../../engine/open.js';
import type { StoreWriter } from '../../engine/store-writer.js';
import { storedModule } from '../../pack/machine-code.js';
import { takeModulesFrom } from '../../pack/wasm.js';
import { EXIT_ERROR, EXIT_FOUND, EXIT_INTERRUPTED } from '../exit-codes.js';
import { compileLess } from '../less-compiling.js';
import { formatBytes, formatCount, formatPercent, plural } from '../numbers.js';
import {
  countOption,
  flagOption,
  type OptionValues,
  sizeOption,
  storeFolder,
  textOption,
  zoneOption,
} from '../option-values.js';
import { Output, warn } from '../output.js';
import { Progress } from '../progress.js';
import { visible } from '../terminal-text.js';

/** Six times V8's own: it gains little where a kernel does the work. 20 ms less of an ingest of 100 MB, and of one of 1,000 lines. */
const BUDGET = 400_000;

/** Runs `hayabusa ingest`: 0 when all was read, 2 when some input was not, 130 after Ctrl-C. */
export async function runIngest(files: readonly string[], options: OptionValues): Promise<number> {
  compileLess(BUDGET);
  takeModulesFrom(storedModule);
  const zone = zoneOption(options, 'inputTimezone');
  const year = countOption(options, 'year', '--year', 1990);
  if (year !== undefined && year > 9999)
    throw usage(`--year takes a year such as 2021, got ${year}`);
  const commitBytes = sizeOption(options, 'commitEvery', '--commit-every');
  const quiet = flagOption(options, 'quiet');
  const reading = {
    recursive: flagOption(options, 'recursive'),
    force: flagOption(options, 'force'),
  };
  const opened = await openInputs(files, reading);
  if (opened.inputs.length === 0) {
    // No store is made for nothing.
    for (const error of opened.errors) warn(error.message);
    if (opened.errors.length === 0) warn(`no files in ${files.join(', ')}: nothing to read`);
    return EXIT_ERROR;
  }
  const writer = openWriter(storeFolder(options), {
    create: true,
    ...(commitBytes === undefined ? {} : { commitBytes }),
    threads:
      countOption(options, 'threads', '--threads', 1) ??
      Math.min(availableParallelism(), MAX_POOL_THREADS),
  });
  const abort = new AbortController();
  const onSignal = () => abort.abort();
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  const progress = new Progress(!quiet, 'ingesting');
  const started = process.hrtime.bigint();
  try {
    const summary = await ingest(writer, opened, {
      ...reading,
      zone,
      ...(year === undefined ? {} : { year }),
      framing: textOption(options, 'framing') === 'octet' ? 'octet' : 'newline',
      resume: flagOption(options, 'resume'),
      onProgress: (state) => showProgress(progress, state),
      signal: abort.signal,
    });
    progress.end();
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    warnOfPlainLz4();
    for (const warning of summary.warnings) warn(warning);
    for (const error of summary.errors) warn(error.message);
    // Of a run that only met errors, they say it all.
    const hasNews = summary.messages > 0 || summary.errors.length === 0;
    if (!quiet && hasNews) printSummary(summary, writer, seconds);
    if (summary.interrupted) {
      const goOn = opened.inputs.some(({ size }) => size !== undefined)
        ? '; go on with the same command and --resume'
        : '';
      warn(`interrupted: everything read so far is in the store${goOn}`);
      return EXIT_INTERRUPTED;
    }
    return summary.errors.length > 0 ? EXIT_ERROR : EXIT_FOUND;
  } finally {
    progress.end();
    process.removeListener('SIGINT', onSignal);
    process.removeListener('SIGTERM', onSignal);
    writer.close();
  }
}

/**
 * Says that the machine's own LZ4 is missing, if it was looked for; nothing when the environment asked for it to be left out.
 */
function warnOfPlainLz4(): void {
  const codec = lz4CodecInUse();
  if (codec?.name === 'plain' && !codec.asked)
    warn(`no native LZ4 (${codec.reason}): the codec without native code is used`);
}

function showProgress(progress: Progress, state: IngestProgress): void {
  const fraction =
    state.bytesTotal === undefined ? undefined : state.bytesRead / Math.max(1, state.bytesTotal);
  progress.show(fraction, `${plural(state.messages, 'message')}  ${visible(state.file)}`);
}

function printSummary(summary: IngestSummary, writer: StoreWriter, seconds: number): void {
  const output = new Output();
  // A line in pieces is one message.
  const messages = summary.messages - summary.pieces;
  const rawBytes = summary.bytes + messages;
  let storeBytes = 0;
  let storeRaw = 0;
  const { packs, log } = writer.catalog;
  for (const file of [...packs, log]) {
    storeBytes += file.bytes;
    storeRaw += file.textBytes + file.messages;
  }
  const rate = formatCount(Math.round(messages / Math.max(seconds, 0.001)));
  output.line(
    `ingested ${plural(messages, 'message')} (${formatBytes(rawBytes)}) into ${plural(summary.hours, 'segment')} ` +
      `in ${seconds.toFixed(2)} s (${rate} lines/s); store ${formatBytes(storeBytes)} ` +
      `(${formatPercent(storeBytes, storeRaw)} of raw)` +
      (summary.years.length > 0 ? `; years ${summary.years.join(', ')}` : ''),
  );
  const notes: [number, string][] = [
    [summary.unrecognised, 'without a header that was recognised'],
    [
      summary.inherited - summary.pieces,
      'without a time of their own: they have that of the line before',
    ],
    [
      summary.implausible,
      'with a clock that is plainly wrong: they have the time of the line before',
    ],
    [summary.pieces, 'further pieces of lines longer than 1 MiB: put together again on output'],
  ];
  for (const [count, what] of notes) if (count > 0) output.line(`  ${formatCount(count)} ${what}`);
  output.end();
}
