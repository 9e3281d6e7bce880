import { type Room, takeInts } from '../codec/arena.js';
import type { EntryCursor } from './entry-cursor.js';
import { type HeldBytes, heldBytesOf } from './held-bytes.js';
import type { TermPostings } from './term-dictionary-format.js';
import type { TermRoom } from './term-room.js';

/** What is noted of a block while it is gone through: the state behind each byte, and where holders are. */
export type ScanSpace = { readonly states: Int32Array; readonly places: Int32Array };

/** Space for a block with so many bytes of entries: four an entry at least. */
export function takeScanSpace(room: Room, bytes: number): ScanSpace {
  return { states: takeInts(room, bytes + 1), places: takeInts(room, (bytes >> 1) + 1) };
}

/** Looks for terms that hold a part, block by block. */
export class PartScan {
  /** The bytes of the part. */
  readonly held: HeldBytes;
  readonly #room: TermRoom;
  readonly #part: Uint8Array;
  readonly #restarts: Int32Array;
  readonly #least: number;

  /** The part is not empty. Terms that begin with a byte below `least` are passed over. It works in `room` for as long as it lives. */
  constructor(part: Uint8Array, least: number, room: TermRoom) {
    this.held = heldBytesOf(part);
    this.#room = room;
    this.#part = room.hold(part);
    this.#restarts = takeInts(room, part.length + 1);
    this.#least = least;
    room.loops.findRestarts(this.#part, part.length, this.#restarts);
  }

  /**
   * The postings of those terms of a block that hold the part, in order: each good until the next one. `units` are those of the
   * pack, `cursor` stands before the first of `entries`, and the space is theirs until the last one.
   */
  *holders(
    entries: Uint8Array,
    units: number,
    cursor: EntryCursor,
    { states, places }: ScanSpace,
  ): Generator<TermPostings> {
    const found = this.#room.loops.findHolders(
      entries,
      entries.length,
      this.#part,
      this.#part.length,
      this.#restarts,
      this.#least,
      units,
      states,
      places,
    );
    if (found < 0) {
      // It says what is not as it must be, or takes what is too long for a loop.
      while (cursor.next()) if (this.#isIn(cursor.term())) yield cursor.postings();
      return;
    }
    for (let i = 0; i < found; i++) {
      cursor.seekPostings(places[2 * i]!, places[2 * i + 1]!);
      yield cursor.postings();
    }
  }

  #isIn(term: Uint8Array): boolean {
    return term.length > 0 && term[0]! >= this.#least && Buffer.from(term).indexOf(this.#part) >= 0;
  }
}
