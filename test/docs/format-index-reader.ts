import { Cursor, check, checkCrc, inflate, readAll, times } from './format-bytes.js';
import type { StoredPack } from './format-reader.js';

export type StoredIndex = {
  /** The units of each term, as Latin-1, and in how many messages it is, as far as the dictionary counts them. */
  terms: Map<string, { units: number[]; messages: number }>;
  /** Messages by host, as Latin-1. */
  hosts: Map<string, number>;
};

/** The index of a pack, by src/FORMAT.md and nothing else. */
export function readIndex(pack: StoredPack): StoredIndex {
  const { file, secondTables } = pack;
  return readAll(pack.tail, (tail) => {
    check(tail.varint() === pack.units.length, 'units');
    const hosts = new Map(
      tail.list(() => [tail.prefixed().toString('latin1'), tail.varint()] as const),
    );
    const [count = 0, listBytes = 0, dictionaryBytes = 0] = times(3, () => tail.varint());
    const dictionary = new Cursor(file.subarray(secondTables - dictionaryBytes, secondTables));
    const start = secondTables - dictionaryBytes;
    const lists = new Cursor(file.subarray(start - listBytes, start));
    const terms: StoredIndex['terms'] = new Map();
    tail.list(() => {
      const firstTerm = tail.prefixed().toString('latin1');
      const length = tail.varint();
      const rawLength = tail.varint();
      const bytes = dictionary.raw(length);
      checkCrc(bytes, tail.uint(4));
      const raw = length === rawLength ? bytes : inflate(bytes, rawLength);
      const listsEnd = lists.at + tail.varint();
      const held = tail.uint(4) + 2 ** 32 * tail.uint(1);
      const before = terms.size;
      readAll(raw, (block) => readEntries(block, lists, pack.units.length, terms));
      check([...terms.keys()][before] === firstTerm, 'first term');
      check(lists.at === listsEnd, 'lists of a block');
      check(heldBytes([...terms.keys()].slice(before)) === held, 'bytes held by a block');
    });
    check(terms.size === count && dictionary.rest === 0 && lists.rest === 0, 'dictionary');
    return { terms, hosts };
  });
}

/** A bit for each digit, each letter, and one for all other bytes of some terms. */
function heldBytes(terms: readonly string[]): number {
  const signs = '0123456789abcdefghijklmnopqrstuvwxyz';
  const bits = new Set(
    [...terms.join('')].map((sign) => (signs.includes(sign) ? signs.indexOf(sign) : 36)),
  );
  return [...bits].reduce((sum, bit) => sum + 2 ** bit, 0);
}

function readEntries(
  block: Cursor,
  lists: Cursor,
  units: number,
  terms: StoredIndex['terms'],
): void {
  let term = '';
  while (block.rest > 0) {
    term = term.slice(0, block.varint()) + block.prefixed().toString('latin1');
    const count = block.varint();
    const messages = block.varint();
    terms.set(term, { units: readPostings(block, lists, units, count), messages });
  }
}

function readPostings(block: Cursor, lists: Cursor, units: number, count: number): number[] {
  if (count === 1) return [block.varint()];
  if (count === units) return times(units, (unit) => unit);
  const head = block.varint();
  const length = Math.floor(head / 4);
  const list = (length < 64 ? block : lists).raw(length);
  if (length >= 64) checkCrc(list, lists.uint(4));
  const found: number[] = [];
  readAll(list, (cursor) => {
    let next = 0;
    const skip = () => {
      next += cursor.varint();
    };
    if (head % 4 === 1)
      cursor.raw(length).forEach((byte, at) => {
        for (let bit = 0; bit < 8; bit++) if ((byte >> bit) % 2 === 1) found.push(at * 8 + bit);
      });
    while (cursor.rest > 0) {
      skip();
      const run = head % 4 === 2 ? cursor.varint() + 1 : 1;
      for (let n = 0; n < run; n++) found.push(next++);
    }
  });
  check(found.length === count && found[count - 1]! < units, 'units of a term');
  return found;
}
