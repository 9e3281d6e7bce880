import { writeSync } from 'node:fs';
import { HayabusaError, isSystemError } from '../base/errors.js';

const STDOUT = 1;
const STDERR = 2;
const BUFFER_BYTES = 256 << 10;

/** The reader of our output has gone: `| head` has seen enough. */
export class OutputClosed extends Error {}

/** Where an `Output` puts its pieces; throws `OutputClosed` when nobody reads them any more. */
export interface Sink {
  /** The bytes are the caller's again when it returns. */
  write(bytes: Uint8Array): void;
  /** Between two pieces of work: lets the reader be heard, who may have gone: then it throws `OutputClosed`. */
  hear?(): Promise<void>;
  /** Behind the last piece, and when the output was closed; resolves when the reader is done with it. */
  close(): Promise<void>;
}

/** The file descriptor itself, so that a closed pipe is noticed at once and nothing piles up in memory. */
const STANDARD_OUTPUT: Sink = {
  write: (bytes) => writeAll(STDOUT, bytes),
  close: async () => {},
};

/** Standard output for bytes: gathers them and writes large pieces. */
export class Output {
  readonly #sink: Sink;
  readonly #buffer: Buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  #length = 0;

  constructor(sink: Sink = STANDARD_OUTPUT) {
    this.#sink = sink;
  }

  write(bytes: Uint8Array): void {
    if (bytes.length > BUFFER_BYTES - this.#length) this.flush();
    if (bytes.length > BUFFER_BYTES) {
      this.#sink.write(bytes);
      return;
    }
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  text(text: string): void {
    this.write(Buffer.from(text, 'utf8'));
  }

  line(text: string): void {
    this.text(`${text}\n`);
  }

  byte(value: number): void {
    if (this.#length === BUFFER_BYTES) this.flush();
    this.#buffer[this.#length++] = value;
  }

  flush(): void {
    const bytes = this.#buffer.subarray(0, this.#length);
    this.#length = 0;
    if (bytes.length > 0) this.#sink.write(bytes);
  }

  /** Throws `OutputClosed` when whoever reads has gone, where that can be known without writing. */
  async hear(): Promise<void> {
    await this.#sink.hear?.();
  }

  /** Waits for whoever reads what was flushed, where that is a pager. */
  close(): Promise<void> {
    return this.#sink.close();
  }

  /** The last words of a command whose exit code does not depend on whether anybody reads them. */
  end(): void {
    try {
      this.flush();
    } catch (error) {
      if (!(error instanceof OutputClosed)) throw error;
    }
  }
}

/** Text on standard output, at once. */
export function toStdout(text: string): void {
  writeAll(STDOUT, Buffer.from(text, 'utf8'));
}

/** What moves the cursor of a terminal, or changes its colours. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is these
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;

/**
 * A sentence on standard error, in lines if it has any: what names of files have in them is shown as `\x1b`. A closed standard
 * error is nobody's concern.
 */
export function warn(text: string): void {
  const hex = (found: string) => `\\x${found.charCodeAt(0).toString(16).padStart(2, '0')}`;
  toStderr(`hayabusa: ${text.replace(CONTROLS, hex)}\n`);
}

export function toStderr(text: string): void {
  try {
    writeAll(STDERR, Buffer.from(text, 'utf8'));
  } catch {
    // Nobody reads it.
  }
}

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** Where the output goes is no file of the store. */
function cutOff(error: unknown): unknown {
  if (!isSystemError(error)) return error;
  return new HayabusaError(
    `The output was cut off: expected room for all of it where it goes, got ${error.message}: make room there, or print less with -n`,
    { code: 'io', operation: 'write', path: 'standard output' },
    error,
  );
}

/** A descriptor may take less than offered, or, when somebody made it non-blocking, nothing for the moment. */
export function writeAll(fd: number, bytes: Uint8Array): void {
  let done = 0;
  while (done < bytes.length) {
    try {
      done += writeSync(fd, bytes, done, bytes.length - done);
    } catch (error) {
      if (isSystemError(error, 'EPIPE')) throw new OutputClosed();
      if (!isSystemError(error, 'EAGAIN')) throw cutOff(error);
      Atomics.wait(sleeper, 0, 0, 2);
    }
  }
}
