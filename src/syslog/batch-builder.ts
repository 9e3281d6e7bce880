import { grown } from '../base/grown.js';

/**
 * Messages cut from a stream. All arrays are views that hold until the framer is called again; only the first `count`
 * elements of each count.
 */
export type Batch = {
  /** What the messages lie in: the chunk itself, or a copy of it behind what was left over. */
  bytes: Uint8Array;
  count: number;
  /** Message i is `bytes[starts[i], ends[i])`, without its LF. */
  starts: Uint32Array;
  ends: Uint32Array;
  /** 1: this piece of a long message goes on in the next one. */
  continues: Uint8Array;
  /** Bytes of the stream up to the end of message i and its terminator: where reading could resume. */
  offsets: Float64Array;
};

/**
 * What a framer that resumes behind a message needs, as plain data; a constructor takes it as its options. `offset` counts
 * from the beginning of the stream and `continuing` says that the next message goes on with the last.
 */
export type ResumePoint = {
  offset: number;
  continuing: boolean;
  /** Octet counting only: bytes of the current message that are yet to come; -1 in the rest of a line without a count. */
  rest: number;
};

const INITIAL_MESSAGES = 4096;
/** How far back from the limit a piece may end so as not to cut a word. */
const LOOK_BACK = 4096;

/** Collects the messages of one batch and keeps what is left over for the next. Its arrays are used again and again. */
export class BatchBuilder {
  /** What messages are cut from: what was left over, and the chunk behind it. */
  bytes: Uint8Array = new Uint8Array(0);
  #count = 0;
  #starts = new Uint32Array(INITIAL_MESSAGES);
  #ends = new Uint32Array(INITIAL_MESSAGES);
  #continues = new Uint8Array(INITIAL_MESSAGES);
  #offsets = new Float64Array(INITIAL_MESSAGES);
  #rests = new Float64Array(INITIAL_MESSAGES);
  /** What is left over lies in `#joined[#leftStart, #leftEnd)`. */
  #joined: Uint8Array = new Uint8Array(0);
  #leftStart = 0;
  #leftEnd = 0;
  /** Offset in the stream of `bytes[0]`. */
  #base: number;
  #before: ResumePoint;

  constructor(before: ResumePoint) {
    this.#base = before.offset;
    this.#before = before;
  }

  /** Begins a batch over what was left over and `chunk`; returns how many bytes were left over. */
  begin(chunk: Uint8Array): number {
    if (this.#count > 0) this.#before = this.stateAfter(this.#count - 1);
    this.#count = 0;
    const left = this.#leftEnd - this.#leftStart;
    if (left === 0) {
      this.bytes = chunk;
      return 0;
    }
    const size = left + chunk.length;
    if (size > this.#joined.length) {
      const grown = new Uint8Array(Math.max(size, this.#joined.length * 2));
      grown.set(this.#joined.subarray(this.#leftStart, this.#leftEnd));
      this.#joined = grown;
    } else if (this.#leftStart > 0) this.#joined.copyWithin(0, this.#leftStart, this.#leftEnd);
    this.#joined.set(chunk, left);
    this.#leftStart = 0;
    this.#leftEnd = 0;
    this.bytes = this.#joined.subarray(0, size);
    return left;
  }

  /** Adds the message `[start, end)`; the stream goes on at `next`. */
  add(start: number, end: number, next: number, continues: boolean, rest: number): void {
    const index = this.#count;
    if (index === this.#starts.length) this.#grow();
    this.#starts[index] = start;
    this.#ends[index] = end;
    this.#continues[index] = continues ? 1 : 0;
    this.#offsets[index] = this.#base + next;
    this.#rests[index] = rest;
    this.#count = index + 1;
  }

  /** Adds the first piece of the longer message that begins at `start`; returns where the next one begins. */
  addPiece(start: number, limit: number, rest: number): number {
    const end = this.pieceEnd(start, limit);
    this.add(start, end, end, true, rest);
    return end;
  }

  /**
   * Where the piece of at most `limit` bytes that begins at `start` ends: behind the last byte near the limit that is in no
   * word, or at the limit. Depends on these bytes alone, so that it does not matter how a stream was cut into chunks.
   */
  pieceEnd(start: number, limit: number): number {
    const { bytes } = this;
    const end = start + limit;
    const lowest = Math.max(start, end - LOOK_BACK);
    for (let p = end; p > lowest; p--) if (!isWordByte(bytes[p - 1]!)) return p;
    return end;
  }

  /** Ends the batch; `bytes` from `start` on are left over. */
  end(start: number): Batch {
    const { bytes } = this;
    if (start < bytes.length) {
      if (bytes.buffer === this.#joined.buffer) {
        this.#leftStart = start;
        this.#leftEnd = bytes.length;
      } else {
        this.#keep(bytes.subarray(start));
      }
    }
    this.#base += start;
    return {
      bytes,
      count: this.#count,
      starts: this.#starts,
      ends: this.#ends,
      continues: this.#continues,
      offsets: this.#offsets,
    };
  }

  stateAfter(index: number): ResumePoint {
    if (index < 0 || this.#count === 0) return this.#before;
    return {
      offset: this.#offsets[index]!,
      continuing: this.#continues[index] === 1,
      rest: this.#rests[index]!,
    };
  }

  #keep(left: Uint8Array): void {
    if (left.length > this.#joined.length)
      this.#joined = new Uint8Array(Math.max(left.length * 2, 65_536));
    this.#joined.set(left);
    this.#leftStart = 0;
    this.#leftEnd = left.length;
  }

  #grow(): void {
    const size = this.#starts.length * 2;
    this.#starts = grown(this.#starts, size);
    this.#ends = grown(this.#ends, size);
    this.#continues = grown(this.#continues, size);
    this.#offsets = grown(this.#offsets, size);
    this.#rests = grown(this.#rests, size);
  }
}

function isWordByte(byte: number): boolean {
  const lower = byte | 32;
  return (byte >= 48 && byte <= 57) || (lower >= 97 && lower <= 122) || byte >= 128;
}
