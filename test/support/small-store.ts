import { hourOf, MILLIS_PER_HOUR, type SegmentHour } from '../../src/base/ids.js';
import { MERGED_PACKS } from '../../src/base/limits.js';
import { MessageRouter } from '../../src/engine/message-router.js';
import { StoreWriter } from '../../src/engine/store-writer.js';
import type { Directory } from '../../src/storage/directory.js';
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
  /** One message, a block of its own. */
  single: FIRST_HOUR,
  /** Times out of order, several hosts, CR, NUL and bytes that are no UTF-8; some come late, in another pack. */
  disordered: hour(1),
  /** Hundreds of short messages, and terms in so many columns that their lists stand outside the dictionary. */
  dense: hour(2),
  /** In two packs and in the message log. */
  partly: hour(3),
  /** Five commits, all in the message log. */
  crowded: hour(4),
  /** Lines in pieces: one in a pack, one in the message log. A commit broke the latter in two. */
  pieces: hour(5),
  /** Packs of a few messages each: with them, the next seal merges all. */
  scattered: hour(8),
};

export type ShapedHour =
  | 'single'
  | 'disordered'
  | 'dense'
  | 'partly'
  | 'crowded'
  | 'pieces'
  | 'scattered';

/** An hour, counted from the first. */
export function hour(number: number): SegmentHour {
  return hourOf((FIRST_HOUR + number) * MILLIS_PER_HOUR);
}

export type SmallStoreOptions = {
  /** With the dense hour, which is most of the work; so unless told otherwise. */
  dense?: boolean;
  /** With so many packs that the next seal merges them. */
  scattered?: boolean;
  /** With a message log; so unless told otherwise. */
  log?: boolean;
};

/**
 * A store with packs of one and of several blocks, over the same hours, and a message log; small enough to try each of
 * its bytes. All of it is durable; nobody holds the lock.
 */
export function smallStore({
  dense = true,
  scattered = false,
  log = true,
}: SmallStoreOptions = {}): SmallStore {
  const directory = new MemoryDirectory();
  const feed = new StoreFeed(directory);
  feed.send(sentMessages(HOURS.single, 1, 'mixed'));
  feed.endBlock();
  feed.send(sentMessages(HOURS.disordered, 48, 'mixed'));
  feed.endBlock();
  feed.commit();
  if (dense) {
    feed.send(sentMessages(HOURS.dense, 300, 'short'));
    feed.endBlock();
    for (let block = 0; block < 10; block++) {
      feed.send(sentMessages(HOURS.dense, 1, 'wide', block));
      feed.endBlock();
    }
    feed.commit();
  }
  feed.send(sentMessages(HOURS.partly, 12, 'mixed'));
  feed.endBlock();
  feed.send(sentMessages(HOURS.disordered, 7, 'mixed', 1));
  feed.send(sentMessages(HOURS.pieces, 1, 'long', 3));
  feed.endBlock();
  feed.commit();
  feed.send(sentMessages(HOURS.partly, 12, 'mixed', 1));
  feed.endBlock();
  feed.commit();
  if (scattered)
    for (let pack = 0; pack < MERGED_PACKS - 4; pack++) {
      feed.send(sentMessages(HOURS.scattered, 4, 'mixed', pack));
      feed.endBlock();
      feed.commit();
    }
  if (log) sendToLog(feed);
  feed.writer.close();
  return { directory, sent: feed.sent };
}

function sendToLog(feed: StoreFeed): void {
  feed.send(sentMessages(HOURS.partly, 12, 'mixed', 2));
  feed.commit();
  for (let commit = 0; commit < 5; commit++) {
    feed.send(sentMessages(HOURS.crowded, 8, 'mixed', commit));
    feed.commit();
  }
  feed.send(sentMessages(HOURS.pieces, 6, 'mixed'));
  feed.sendBroken(sentMessages(HOURS.pieces, 1, 'long', 1));
  feed.send(sentMessages(HOURS.pieces, 5, 'mixed', 2));
  feed.commit();
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
export class StoreFeed {
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

  /** Sends one long line, and commits in the middle of it, which makes two messages of it. */
  sendBroken(messages: readonly SentMessage[]): void {
    const at = 2 * PIECE_BYTES;
    const halves = messages.flatMap(({ raw, time, searched }) => [
      { raw: raw.slice(0, at), time, searched: searched.slice(0, 2), sequence: 0 },
      { raw: raw.slice(at), time, searched: searched.slice(2), sequence: 0 },
    ]);
    this.#push(
      halves,
      (framer, bytes, add) => {
        add(framer.push(bytes.subarray(0, at + 1)));
        this.commit();
        add(framer.push(bytes.subarray(at + 1)));
        add(framer.finish());
      },
      (texts) => `${texts.join('')}\n`,
    );
  }

  /** Makes a block of what was sent: the next commit makes a pack. */
  endBlock(): void {
    this.writer.endBatch();
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
    textOf = (raws: readonly string[]): string => raws.map((raw) => `${raw}\n`).join(''),
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
    const bytes = latin1(textOf(messages.map(({ raw }) => raw)));
    run(new LineFramer({ limit: PIECE_BYTES }), bytes, (batch) => {
      router.add(batch, RECEIVED_AT);
      this.#nextSequence = router.nextSequence;
    });
    this.writer.endTurn(bytes.length);
  }
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
