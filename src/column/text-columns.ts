import { lessHalf, markNone, type SearchableColumn, type ValueTest } from './column.js';
import type { ColumnRoom } from './column-room.js';
import type { ValueDictionary } from './value-kinds.js';
import { MAYBE_PASSES } from './value-places.js';

export class ConstantColumn implements SearchableColumn {
  readonly isConstant = true;
  readonly maxLength: number;
  readonly #value: Uint8Array;
  readonly #count: number;

  constructor(value: Uint8Array, count: number) {
    this.#value = value;
    this.#count = count;
    this.maxLength = value.length;
  }

  write(_i: number, out: Uint8Array, at: number): number {
    return copy(this.#value, 0, this.#value.length, out, at);
  }

  mark({ test }: ValueTest, marks: Uint8Array): number {
    const passes = test(this.#value, 0, this.#value.length);
    marks.fill(passes ? 1 : 0);
    return passes ? this.#count : 0;
  }
}

export class TextColumn implements SearchableColumn {
  readonly #bytes: Uint8Array;
  readonly #starts: Int32Array;
  readonly #room: ColumnRoom;
  #maxLength = -1;

  /** Value i is bytes[starts[i], starts[i + 1]). */
  constructor(bytes: Uint8Array, starts: Int32Array, room: ColumnRoom) {
    this.#bytes = bytes;
    this.#starts = starts;
    this.#room = room;
  }

  get maxLength(): number {
    if (this.#maxLength < 0) this.#maxLength = longest(this.#starts);
    return this.#maxLength;
  }

  write(i: number, out: Uint8Array, at: number): number {
    return copy(this.#bytes, this.#starts[i]!, this.#starts[i + 1]!, out, at);
  }

  mark({ test, word, exact }: ValueTest, marks: Uint8Array): number {
    const bytes = this.#bytes;
    const starts = this.#starts;
    const count = marks.length;
    const { loops } = this.#room;
    if (word !== undefined) {
      const { length } = word.bytes;
      const token = this.#room.hold(word.bytes);
      return loops.markHolding(bytes, starts, count, token, length, word.isPrefix ? 1 : 0, marks);
    }
    const asked = exact !== undefined && exact.lastAddress >= 0 ? exact : undefined;
    let passing = count;
    if (asked === undefined) marks.fill(MAYBE_PASSES);
    else {
      const [least, most] = [lessHalf(Math.max(0, asked.address)), lessHalf(asked.lastAddress)];
      passing = loops.markAddresses(bytes, starts, count, least, most, marks);
      if (passing === 0) return 0;
    }
    for (let i = marks.indexOf(MAYBE_PASSES); i >= 0; i = marks.indexOf(MAYBE_PASSES, i + 1)) {
      const passes = test(bytes, starts[i]!, starts[i + 1]!);
      marks[i] = passes ? 1 : 0;
      if (!passes) passing--;
    }
    return passing;
  }
}

function longest(starts: Int32Array): number {
  let most = 0;
  for (let i = 1; i < starts.length; i++) most = Math.max(most, starts[i]! - starts[i - 1]!);
  return most;
}

export class DictionaryColumn implements SearchableColumn {
  readonly #values: SearchableColumn;
  readonly #entries: number;
  readonly #planes: Uint8Array;
  readonly #refuse: (code: number) => Error;
  readonly #room: ColumnRoom;
  #dictionary: ValueDictionary | undefined;

  constructor(
    values: SearchableColumn,
    entries: number,
    planes: Uint8Array,
    refuse: (code: number) => Error,
    room: ColumnRoom,
  ) {
    this.#values = values;
    this.#entries = entries;
    this.#planes = planes;
    this.#refuse = refuse;
    this.#room = room;
  }

  get maxLength(): number {
    return this.#values.maxLength;
  }

  get dictionary(): ValueDictionary {
    this.#dictionary ??= this.#decoded();
    return this.#dictionary;
  }

  #decoded(): ValueDictionary {
    const planes = this.#planes;
    const entries = this.#entries;
    if (entries <= 256) return { entries, codes: planes };
    const codes = new Uint16Array(planes.length >> 1);
    for (let i = 0; i < codes.length; i++) codes[i] = planes[i]! | (planes[codes.length + i]! << 8);
    return { entries, codes };
  }

  write(i: number, out: Uint8Array, at: number): number {
    const code = this.dictionary.codes[i]!;
    if (code >= this.#entries) throw this.#refuse(code);
    return this.#values.write(code, out, at);
  }

  mark(test: ValueTest, marks: Uint8Array): number {
    const entries = this.#entries;
    const ofEntries = this.#room.take(entries);
    if (this.#values.mark(test, ofEntries) === 0) return markNone(marks);
    const { markCodes } = this.#room.loops;
    return markCodes(this.#planes, entries > 256 ? 1 : 0, marks.length, ofEntries, entries, marks);
  }
}

function copy(source: Uint8Array, start: number, end: number, out: Uint8Array, at: number): number {
  let to = at;
  if (end - start > 64) {
    out.set(source.subarray(start, end), at);
    return at + end - start;
  }
  for (let from = start; from < end; from++) out[to++] = source[from]!;
  return to;
}
