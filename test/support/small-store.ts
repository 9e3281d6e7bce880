import { hourOf, MILLIS_PER_HOUR, type SegmentHour } from '../../src/base/ids.js';
import { MessageRouter } from '../../src/engine/message-router.js';
import { StoreWriter } from '../../src/engine/store-writer.js';
import { MessageLogReader } from '../../src/messagelog/message-log-reader.js';
import { indexFromLog } from '../../src/segment/log-indexer.js';
import type { SegmentInfo } from '../../src/segment/segment-info.js';
import type { Directory } from '../../src/storage/directory.js';
import { indexPartPath, messageLogPath, TEMPORARY } from '../../src/storage/file-names.js';
import { MemoryDirectory } from '../../src/storage/memory-directory.js';
import { LineFramer } from '../../src/syslog/framing.js';
import { LineClock } from '../../src/syslog/line-clock.js';
import { timeZone } from '../../src/syslog/time-zones.js';
import { latin1 } from './bytes.js';
import type { SentMessage } from './small-store-answers.js';
import { PIECE_BYTES, sentMessages } from './small-store-lines.js';

/** The first hour of the small store: 2021-08-17T09 in UTC. */
export const FIRST_HOUR: SegmentHour = hourOf(Date.UTC(2021, 7, 17, 9));

const RECEIVED_AT = Date.UTC(2021, 7, 18);

export type SmallStore = {
  directory: MemoryDirectory;
  /** All messages in order of arrival. */
  sent: readonly SentMessage[];
};

/** Which hour of the small store shows what. */
export const HOURS: Readonly<Record<ShapedHour, SegmentHour>> = {
  /** One message. */
  single: FIRST_HOUR,
  /** Times out of order, several hosts, CR, NUL and bytes that are no UTF-8. */
  disordered: hour(1),
  /** Hundreds of short messages: posting lists too long to stand in the dictionary. */
  dense: hour(2),
  /** Two index parts, then messages that none covers. */
  partly: hour(3),
  /** Five index parts: the next commit merges them. */
  crowded: hour(4),
  /** One part and a tail: the next seal indexes it anew. The tail breaks a long line between two blocks. */
  pieces: hour(5),
};

export type ShapedHour = 'single' | 'disordered' | 'dense' | 'partly' | 'crowded' | 'pieces';

/** An hour, counted from the first. */
export function hour(number: number): SegmentHour {
  return hourOf((FIRST_HOUR + number) * MILLIS_PER_HOUR);
}

/**
 * A store with every shape that an hour can have, small enough to try each of its bytes. All of it is durable; nobody
 * holds the lock. Its dense hour is most of its work: it can be left out.
 */
export function smallStore(options: { dense: boolean } = { dense: true }): SmallStore {
  const directory = new MemoryDirectory();
  const feed = new StoreFeed(directory);
  feed.send(sentMessages(HOURS.single, 1, 'mixed'));
  feed.send(sentMessages(HOURS.disordered, 48, 'mixed'));
  if (options.dense) feed.send(sentMessages(HOURS.dense, 620, 'short'));
  feed.commit();
  feed.writer.seal();
  for (let commit = 0; commit < 3; commit++) {
    feed.send(sentMessages(HOURS.partly, 12, 'mixed', commit));
    feed.commit();
  }
  for (let commit = 0; commit < 5; commit++) {
    feed.send(sentMessages(HOURS.crowded, 8, 'mixed', commit));
    feed.commit();
  }
  feed.send(sentMessages(HOURS.pieces, 6, 'mixed'));
  feed.sendBroken(sentMessages(HOURS.pieces, 1, 'long', 1));
  feed.send(sentMessages(HOURS.pieces, 5, 'mixed', 2));
  feed.commit();
  splitIndex(feed.writer, HOURS.partly, [0, 12, 24]);
  splitIndex(feed.writer, HOURS.crowded, [0, 8, 16, 24, 32, 40]);
  feed.writer.close();
  return { directory, sent: feed.sent };
}

/** Adds messages to a store, commits and seals; returns them with the numbers of arrival they got. */
export function sendTo(directory: Directory, messages: readonly SentMessage[]): SentMessage[] {
  const feed = new StoreFeed(directory);
  try {
    feed.send(messages);
    feed.commit();
    feed.writer.seal();
  } finally {
    feed.writer.close();
  }
  return feed.sent;
}

/** Sends messages to a writer as an input would, and keeps account of them. */
class StoreFeed {
  readonly writer: StoreWriter;
  readonly sent: SentMessage[] = [];
  #nextSequence: number;
  readonly #clock = new LineClock({
    zone: timeZone('UTC'),
    reference: RECEIVED_AT,
    now: RECEIVED_AT,
    fallback: RECEIVED_AT,
  });

  constructor(directory: Directory) {
    this.writer = new StoreWriter(directory, { create: true });
    this.#nextSequence = this.writer.catalog.nextSequence;
  }

  send(messages: readonly SentMessage[]): void {
    this.#push(messages, (framer, bytes, add) => {
      add(framer.push(bytes));
      add(framer.finish());
    });
  }

  /** Sends one long line, and commits in the middle of it. */
  sendBroken(messages: readonly SentMessage[]): void {
    this.#push(messages, (framer, bytes, add) => {
      const middle = 2 * PIECE_BYTES + 1;
      add(framer.push(bytes.subarray(0, middle)));
      this.commit();
      add(framer.push(bytes.subarray(middle)));
      add(framer.finish());
    });
  }

  commit(): void {
    this.writer.commit({ nextSequence: this.#nextSequence, inputs: [] });
  }

  #push(
    messages: readonly SentMessage[],
    run: (
      framer: LineFramer,
      bytes: Uint8Array,
      add: (batch: ReturnType<LineFramer['push']>) => void,
    ) => void,
  ): void {
    const router = new MessageRouter(this.writer, this.#clock, {
      source: 'small.log',
      continuing: false,
      nextSequence: this.#nextSequence,
    });
    for (const message of messages) {
      this.sent.push({ ...message, sequence: this.#nextSequence });
      this.#nextSequence += Math.max(1, Math.ceil(message.raw.length / PIECE_BYTES));
    }
    const bytes = latin1(messages.map((message) => `${message.raw}\n`).join(''));
    run(new LineFramer({ limit: PIECE_BYTES }), bytes, (batch) => {
      router.add(batch, RECEIVED_AT);
      this.#nextSequence = router.nextSequence;
    });
    this.writer.endTurn(bytes.length);
  }
}

/**
 * Gives an hour index parts from each bound to the next, which must be bounds of blocks; what is beyond the last bound
 * is left without. Large hours come to look like this by themselves.
 */
function splitIndex(writer: StoreWriter, at: SegmentHour, bounds: readonly number[]): void {
  const { directory } = writer;
  const info = writer.catalog.segments.find((segment) => segment.hour === at);
  if (info === undefined) throw new Error('No such hour');
  const path = messageLogPath(at);
  const file = directory.open(path);
  const parts: SegmentInfo['parts'][number][] = [];
  const generation = 3;
  bounds.slice(1).forEach((end, i) => {
    const first = bounds[i] ?? 0;
    const finalPath = indexPartPath(at, first, end, generation);
    const [built] = indexFromLog(
      new MessageLogReader(file, path, info.logBytes),
      { hour: at, first, end },
      { directory, nameOf: () => finalPath + TEMPORARY },
    );
    if (built?.first !== first || built.end !== end) throw new Error('Not a bound of blocks');
    writer.publish([{ path: finalPath + TEMPORARY, finalPath }]);
    parts.push({ first, end, generation, bytes: built.bytes, tailBytes: built.tailBytes });
  });
  file.close();
  writer.replaceSegments([{ ...info, parts }]);
  for (const part of info.parts)
    directory.remove(indexPartPath(at, part.first, part.end, part.generation));
}

/** All files of a directory, by path. */
export function filesOf(directory: Directory, folder = ''): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const name of directory.list(folder)) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (name.endsWith('/')) {
      for (const [below, bytes] of filesOf(directory, path.slice(0, -1))) files.set(below, bytes);
    } else files.set(path, directory.read(path));
  }
  return files;
}

/** All folders of a directory, the outer ones first. */
export function foldersOf(directory: Directory, folder = ''): string[] {
  const below = directory
    .list(folder)
    .filter((name) => name.endsWith('/'))
    .map((name) => (folder === '' ? '' : `${folder}/`) + name.slice(0, -1));
  return [folder, ...below.flatMap((each) => foldersOf(directory, each))];
}

/** A directory of its own with the same files, all of them durable. */
export function copyOf(directory: Directory): MemoryDirectory {
  const copy = new MemoryDirectory();
  for (const folder of foldersOf(directory)) copy.makeDirectory(folder);
  for (const [path, bytes] of filesOf(directory)) copy.write(path, bytes);
  makeDurable(copy);
  return copy;
}

/** Syncs everything. */
export function makeDurable(directory: MemoryDirectory): void {
  directory.syncAll([...filesOf(directory).keys()], foldersOf(directory));
}
