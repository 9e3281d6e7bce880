import { corruption, type HayabusaError } from '../base/errors.js';
import type { LogInfo } from '../messagelog/log-format.js';
import { LogReader } from '../messagelog/log-reader.js';
import { MessageBatch } from '../messagelog/message-batch.js';
import { PackReader } from '../pack/pack-reader.js';
import { PackWriter } from '../pack/pack-writer.js';
import type { Directory } from '../storage/directory.js';
import { logPath } from '../storage/file-names.js';
import { MemoryDirectory } from '../storage/memory-directory.js';
import { batchEnds } from './batch-limits.js';
import { addStored } from './replay.js';

/**
 * The messages of the log as a pack in memory, so that there is one way to search. Kept until the log has grown. Damaged
 * blocks of the log are reported each time.
 */
export class LogPack {
  readonly #directory: Directory;
  #info: LogInfo | undefined;
  #pack: PackReader | undefined;
  #damage: HayabusaError[] = [];

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  /** Undefined when the log is empty. Throws ENOENT when its file is gone. */
  pack(log: LogInfo, onDamage: (error: HayabusaError) => void): PackReader | undefined {
    if (log.bytes === 0) return undefined;
    if (this.#info?.number !== log.number || this.#info.bytes !== log.bytes) {
      this.#damage = [];
      this.#pack = this.#build(log);
      this.#info = log;
    }
    for (const error of this.#damage) onDamage(error);
    return this.#pack;
  }

  #build(log: LogInfo): PackReader | undefined {
    const path = logPath(log.number);
    const name = `${this.#directory.location}/${path}`;
    const file = this.#directory.open(path);
    try {
      if (file.size < log.bytes)
        this.#damage.push(
          corruption(
            'Message log too short',
            name,
            file.size,
            `${log.bytes} bytes`,
            `${file.size}`,
          ),
        );
      const memory = new MemoryDirectory();
      const writer = new PackWriter(memory);
      writer.start('log');
      const batch = new MessageBatch();
      const reader = new LogReader(file, name, Math.min(file.size, log.bytes));
      for (const { messages } of reader.blocks((error) => this.#damage.push(error)))
        for (const message of messages) {
          if (batchEnds(batch.count, batch.textLength, message.continues)) {
            writer.add(batch);
            batch.clear();
          }
          addStored(
            batch,
            message.raw,
            message.time,
            message,
            message.continues && batch.count > 0,
          );
        }
      if (batch.count > 0) writer.add(batch);
      if (writer.blocks === 0) return undefined;
      const info = writer.finish(0);
      return new PackReader(memory.open('log'), name, info);
    } finally {
      file.close();
    }
  }
}
