import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type IngestSummary, ingest, openInputs } from '../../src/engine/ingest.js';
import type { StoreWriter } from '../../src/engine/store-writer.js';
import { timeZone } from '../../src/syslog/time-zones.js';
import { latin1 } from './bytes.js';
import { HOURS, hour } from './small-store.js';
import type { SentMessage } from './small-store-answers.js';
import { sentMessages } from './small-store-lines.js';
import { temporaryFolder } from './temporary-folder.js';

/** Text between commits when the files of `inputFiles` are read: several to a file. */
export const COMMIT_BYTES = 1400;

/** Files to read into a small store, and their messages with the sequence numbers they get there. */
export type InputFiles = {
  readonly paths: readonly string[];
  readonly sent: readonly SentMessage[];
};

/**
 * Two files whose messages go to new hours and to such as stand in packs or in the log, back and forth. The second one
 * ends without LF.
 */
export function inputFiles(nextSequence: number): InputFiles {
  const folder = temporaryFolder();
  const first = [
    ...sentMessages(HOURS.crowded, 9, 'mixed', 6),
    ...sentMessages(hour(6), 12, 'mixed'),
    ...sentMessages(HOURS.partly, 7, 'mixed', 7),
    ...sentMessages(hour(6), 9, 'mixed', 1),
    ...sentMessages(HOURS.partly, 26, 'mixed', 8),
  ];
  const second = [
    ...sentMessages(hour(9), 10, 'mixed'),
    ...sentMessages(HOURS.single, 8, 'mixed', 3),
    ...sentMessages(hour(6), 6, 'mixed', 2),
    ...sentMessages(hour(7), 9, 'mixed'),
    ...sentMessages(HOURS.crowded, 22, 'mixed', 5),
  ];
  const sent = [...first, ...second].map((message, i) => ({
    ...message,
    sequence: nextSequence + i,
  }));
  const paths = [first, second].map((messages, i) => {
    const path = join(folder, `input-${i + 1}.log`);
    const end = i === 0 ? '\n' : '';
    writeFileSync(path, latin1(messages.map(({ raw }) => raw).join('\n') + end));
    return path;
  });
  return { paths, sent };
}

/** Reads the files as the command line does. */
export async function ingestFiles(
  writer: StoreWriter,
  files: InputFiles,
  resume = false,
): Promise<IngestSummary> {
  return ingest(writer, await openInputs(files.paths, {}), { zone: timeZone('UTC'), resume });
}

/** A commit that was acknowledged: the sequence number up to which, and a mark of when. */
export type Acknowledged<Mark> = { readonly upTo: number; readonly mark: Mark };

export type NotedCommits<Mark> = {
  readonly acknowledged: Acknowledged<Mark>[];
  /** Up to which sequence number the last commit went, whether it was acknowledged or failed. */
  attempted: number | undefined;
};

/** Has every commit of the writer noted down. */
export function noteCommits<Mark>(writer: StoreWriter, mark: () => Mark): NotedCommits<Mark> {
  const noted: NotedCommits<Mark> = { acknowledged: [], attempted: undefined };
  const commit = writer.commit.bind(writer);
  writer.commit = (state) => {
    noted.attempted = state.nextSequence;
    commit(state);
    noted.acknowledged.push({ upTo: state.nextSequence, mark: mark() });
  };
  return noted;
}
