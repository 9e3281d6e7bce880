import { corruption, type HayabusaError } from '../base/errors.js';
import {
  COMMIT_TEXT_BYTES,
  MERGED_PACKS,
  SMALL_PACK_BYTES,
  SMALL_PACK_MESSAGES,
  SMALL_PACK_TEXT_BYTES,
} from '../base/limits.js';
import type { LogInfo } from '../messagelog/log-format.js';
import { LogReader } from '../messagelog/log-reader.js';
import { MessageBatch } from '../messagelog/message-batch.js';
import type { Origin } from '../pack/arrival.js';
import { openPack } from '../pack/open-pack.js';
import type { PackInfo } from '../pack/pack-format.js';
import { PackReader } from '../pack/pack-reader.js';
import type { PackWriter } from '../pack/pack-writer.js';
import type { Directory } from '../storage/directory.js';
import { logPath } from '../storage/file-names.js';
import { batchEnds } from './batch-limits.js';
import { addStored, replayBlock } from './replay.js';

/** Takes messages that are stored already, in any order, to packs. */
export type StoredSink = (raw: Uint8Array, time: number, origin: Origin, isPiece: boolean) => void;

/** Where packs are made: the writer, and a new number for each, with the path to write to. */
export type PackTarget = {
  readonly writer: PackWriter;
  readonly directory: Directory;
  readonly next: () => { number: number; path: string };
};

/**
 * Makes packs of the messages that `source` yields, and proves them: each is read again and every message compared, byte
 * for byte, before whoever asked for it may remove what they were made of.
 */
export function makePacks(
  target: PackTarget,
  source: (add: StoredSink) => void,
): { info: PackInfo; path: string }[] {
  const { writer } = target;
  const made: { info: PackInfo; path: string }[] = [];
  const batch = new MessageBatch();
  let texts: Uint8Array[] = [];
  let textBytes = 0;
  let open: { number: number; path: string } | undefined;
  const endBatch = () => {
    if (batch.count === 0) return;
    if (open === undefined) {
      open = target.next();
      writer.start(open.path);
    }
    writer.add(batch);
    texts.push(orderedText(batch));
    textBytes += batch.textLength;
    batch.clear();
  };
  const endPack = () => {
    endBatch();
    if (open === undefined) return;
    const info = writer.finish(open.number);
    proveMessages(target.directory, open.path, info, texts);
    made.push({ info, path: open.path });
    open = undefined;
    texts = [];
    textBytes = 0;
  };
  source((raw, time, origin, isPiece) => {
    if (batchEnds(batch.count, batch.textLength, isPiece)) {
      endBatch();
      if (writer.full || textBytes >= COMMIT_TEXT_BYTES / 4) endPack();
    }
    addStored(batch, raw, time, origin, isPiece && batch.count > 0);
  });
  endPack();
  return made;
}

/** Yields every message of the log. Throws when a block of it is damaged. */
export function replayLog(directory: Directory, log: LogInfo, add: StoredSink): void {
  if (log.bytes === 0) return;
  const path = logPath(log.number);
  const file = directory.open(path);
  try {
    const reader = new LogReader(file, `${directory.location}/${path}`, log.bytes);
    const refuse = (error: HayabusaError) => {
      throw error;
    };
    for (const { messages } of reader.blocks(refuse))
      for (const message of messages) add(message.raw, message.time, message, message.continues);
  } finally {
    file.close();
  }
}

/** Yields every message of packs. Throws when one is damaged. */
export function replayPacks(
  directory: Directory,
  packs: readonly PackInfo[],
  add: StoredSink,
): void {
  for (const info of packs) {
    const reader = openPack(directory, info);
    try {
      for (const block of reader.blocks) replayBlock(reader.block(block), add);
    } finally {
      reader.close();
    }
  }
}

/** Small packs that should become one: when there are several, all of them, by time. */
export function packsToMerge(packs: readonly PackInfo[]): PackInfo[] {
  const small = packs.filter(
    ({ messages, textBytes, bytes }) =>
      messages <= SMALL_PACK_MESSAGES &&
      textBytes <= SMALL_PACK_TEXT_BYTES &&
      bytes <= SMALL_PACK_BYTES,
  );
  return small.length < MERGED_PACKS ? [] : small;
}

/** The messages of a batch in order of time, each with its LF. */
function orderedText(batch: MessageBatch): Uint8Array {
  const order = batch.orderByTime();
  if (order === undefined) return batch.text.slice(0, batch.textLength);
  const parts = Array.from(order, (index) =>
    batch.text.subarray(batch.starts[index]!, batch.endOf(index) + 1),
  );
  return Buffer.concat(parts);
}

function proveMessages(
  directory: Directory,
  path: string,
  info: PackInfo,
  texts: readonly Uint8Array[],
): void {
  const name = `${directory.location}/${path}`;
  const reader = new PackReader(directory.open(path), name, info);
  try {
    reader.blocks.forEach((block, number) => {
      const text = texts[number]!;
      let at = 0;
      replayBlock(reader.block(block), (raw) => {
        if (
          Buffer.compare(raw, text.subarray(at, at + raw.length)) !== 0 ||
          text[at + raw.length] !== 0x0a
        )
          throw corruption(
            'Message of a new pack differs',
            name,
            block.offset,
            'the message that was given',
            'another',
          );
        at += raw.length + 1;
      });
      if (at !== text.length)
        throw corruption(
          'Messages of a new pack',
          name,
          block.offset,
          `${text.length} bytes`,
          `${at}`,
        );
    });
  } finally {
    reader.close();
  }
}
