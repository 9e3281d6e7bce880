import { MessageRouter } from '../../src/engine/message-router.js';
import { StoreReader } from '../../src/engine/store-reader.js';
import { StoreWriter } from '../../src/engine/store-writer.js';
import { MemoryDirectory } from '../../src/storage/memory-directory.js';
import { LineClock } from '../../src/syslog/line-clock.js';
import { latin1 } from '../support/bytes.js';
import {
  BruteForce,
  framerOf,
  type KnownInput,
  type KnownMessage,
  knownMessages,
} from '../support/oracle.js';
import type { MadeMessage } from '../support/oracle-messages.js';
import type { Choices } from '../support/oracle-random.js';
import { SqliteOracle } from '../support/oracle-sqlite.js';

/** A file that is to go in: its messages, and how they are read. */
export type ModelFile = KnownInput & { readonly messages: readonly MadeMessage[] };

/**
 * A store in memory and, beside it, the same messages in brute force and in SQLite. Messages go in as an ingest does it:
 * framer, clock, router, turns and commits, but with chunks, limits and commits of any size.
 */
export class StoreModel {
  readonly bruteForce: BruteForce = new BruteForce();
  readonly sqlite: SqliteOracle = new SqliteOracle();
  /** The message that each of SQLite's rows is a piece of. */
  readonly messageOfRow: number[] = [];
  readonly directory: MemoryDirectory = new MemoryDirectory();
  #writer: StoreWriter;
  #sequence = 0;

  constructor(commitBytes: number) {
    this.#writer = new StoreWriter(this.directory, { create: true, commitBytes });
  }

  /** Another writer takes over; what the last one left unsealed is its to seal. */
  reopen(commitBytes: number): void {
    this.#writer.close();
    this.#writer = new StoreWriter(this.directory, { create: false, commitBytes });
  }

  ingest(file: ModelFile, choices: Choices): void {
    const bytes = framed(file.messages, file.framing);
    this.#learn(file, bytes);
    const writer = this.#writer;
    const router = new MessageRouter(writer, new LineClock(file.clock), {
      source: file.name,
      continuing: false,
      nextSequence: this.#sequence,
    });
    const framer = framerOf(file);
    for (let from = 0; from < bytes.length; ) {
      const to = Math.min(bytes.length, from + 1 + choices.below(choices.of([20, 500, 20_000])));
      router.add(framer.push(bytes.subarray(from, to)), Date.now());
      writer.endTurn(to - from);
      if (writer.commitDue && !router.continuing)
        writer.commit({ nextSequence: router.nextSequence, inputs: [] });
      from = to;
    }
    router.add(framer.finish(), Date.now());
    this.#sequence = router.nextSequence;
  }

  commit(): void {
    this.#writer.commit({ nextSequence: this.#sequence, inputs: [] });
  }

  seal(): void {
    this.#writer.seal();
  }

  /** A reader of what is committed; damage fails the test. */
  reader(): StoreReader {
    return new StoreReader(this.directory, ({ error }) => {
      throw error;
    });
  }

  close(): void {
    this.#writer.close();
    this.sqlite.close();
  }

  /** Tells both oracles of a file's messages. */
  #learn(file: ModelFile, bytes: Uint8Array): void {
    const { messages } = this.bruteForce;
    const known = [...knownMessages(bytes, file, this.#sequence)];
    if (known.length !== file.messages.length)
      throw new Error(`${file.messages.length} messages were framed as ${known.length}`);
    let isTimeKnown = true;
    known.forEach((message, i) => {
      const made = file.messages[i];
      // Random text may be a time by chance, from which years are counted.
      if (made?.time === undefined && i > 0 && message.time !== known[i - 1]!.time)
        isTimeKnown = false;
      if (isTimeKnown) checkTime(made, message);
      for (const piece of message.pieces) {
        this.sqlite.add(piece.text);
        this.messageOfRow.push(messages.length);
      }
      this.bruteForce.add(message);
    });
  }
}

/** Whoever made the message knows what its header states. */
function checkTime(made: MadeMessage | undefined, { time, raw }: KnownMessage): void {
  if (made?.time === undefined || made.time === time) return;
  throw new Error(
    `Time of ${JSON.stringify(raw.slice(0, 120))}: expected ` +
      `${new Date(made.time).toISOString()}, got ${new Date(time).toISOString()}`,
  );
}

/** Messages as the bytes of a file. */
export function framed(messages: readonly MadeMessage[], framing: 'newline' | 'octet'): Uint8Array {
  const text = messages
    .map(({ raw }) => (framing === 'octet' ? `${raw.length} ${raw}` : `${raw}\n`))
    .join('');
  return latin1(text);
}
