import { KIND_IPV6 } from '../analysis/network-terms.js';
import { corruption } from '../base/errors.js';
import { MAX_PACK_UNITS } from '../base/limits.js';
import { ByteReader } from '../codec/byte-reader.js';
import { crc32, formatCrc } from '../codec/checksum.js';
import { ArrayDocSet, type DocSet, rangeDocSet } from '../postings/doc-set.js';
import { readPostingList } from '../postings/posting-list-reader.js';
import { Union } from '../postings/union.js';
import { LIST_CRC_BYTES } from '../termdict/lengths.js';
import { FORM_ALL, FORM_ONE, type TermPostings } from '../termdict/term-dictionary-format.js';
import { type ReadBytes, TermDictionaryReader } from '../termdict/term-dictionary-reader.js';
import { inLookupRoom, inSearchRoom } from './search-kernel.js';

/** So many words of a part are kept. */
const FEW_WORDS = 16;

/** The terms of a pack, and in which units they are. */
export class PackIndex {
  readonly terms: TermDictionaryReader;
  readonly termCount: number;
  readonly units: number;
  /** How many posting lists were decoded. */
  listsRead = 0;
  readonly listBytes: number;
  readonly dictionaryBytes: number;
  readonly #tail: ByteReader;
  /** Where the hosts stand in it. */
  readonly #hostsAt: number;
  #hosts: ReadonlyMap<string, number> | undefined;
  readonly #read: (offset: number, length: number) => Uint8Array;
  readonly #file: string;
  readonly #lists: number;
  /** Words by parts of them that were asked for. */
  readonly #wordsWith = new Map<string, readonly TermPostings[]>();

  constructor(
    tail: ByteReader,
    options: {
      read: ReadBytes;
      file: string;
      end: number;
    },
  ) {
    this.units = tail.varint(MAX_PACK_UNITS);
    this.#tail = tail;
    this.#hostsAt = tail.position;
    const hostCount = tail.varint(tail.remaining);
    for (let i = 0; i < hostCount; i++) {
      tail.skipPrefixed();
      tail.varint();
    }
    this.termCount = tail.varint();
    this.listBytes = tail.varint(options.end);
    this.dictionaryBytes = tail.varint(options.end - this.listBytes);
    this.#read = options.read;
    this.#file = options.file;
    const dictionary = options.end - this.dictionaryBytes;
    this.#lists = dictionary - this.listBytes;
    this.terms = new TermDictionaryReader(tail.raw(tail.remaining), {
      read: options.read,
      file: options.file,
      offset: dictionary,
      messages: this.units,
    });
  }

  /** Messages by host, most first. Most searches do not ask. */
  get hosts(): ReadonlyMap<string, number> {
    this.#hosts ??= this.#readHosts();
    return this.#hosts;
  }

  #readHosts(): ReadonlyMap<string, number> {
    const tail = this.#tail;
    tail.seek(this.#hostsAt);
    const hosts = new Map<string, number>();
    const count = tail.varint();
    for (let i = 0; i < count; i++) {
      const name = Buffer.from(tail.prefixed()).toString('latin1');
      hosts.set(name, tail.varint());
    }
    return hosts;
  }

  /** What is known of a term's postings; undefined when no unit holds it. */
  lookup(term: Uint8Array): TermPostings | undefined {
    return inLookupRoom((room) => this.terms.lookup(term, room));
  }

  /** The units that hold a term; undefined when there are none. */
  unitsOf(term: Uint8Array): DocSet | undefined {
    const postings = this.lookup(term);
    return postings && this.read(postings);
  }

  /** The units that hold a term with this prefix, which is not empty; undefined when there are none. */
  unitsOfPrefix(prefix: Uint8Array): DocSet | undefined {
    return inLookupRoom((room) => this.#unitsOfAll(this.terms.withPrefix(prefix, room)));
  }

  /** The units that hold a network term between two, both included; undefined when there are none. */
  unitsBetween(from: Uint8Array, to: Uint8Array): DocSet | undefined {
    return inLookupRoom((room) => this.#unitsOfAll(this.terms.between(from, to, room)));
  }

  #unitsOfAll(terms: Iterable<TermPostings>): DocSet | undefined {
    const units = new Union(this.units);
    for (const postings of terms) {
      this.#pour(postings, units);
      if (units.isFull) break;
    }
    const all = units.finish();
    return all.cost() === 0 ? undefined : all;
  }

  /**
   * Of each part the units that hold a word with it somewhere in it; undefined when there are none. Goes through the whole
   * dictionary, once for all parts.
   */
  unitsOfWordsWith(parts: readonly Uint8Array[]): (DocSet | undefined)[] {
    const units = parts.map(() => new Union(this.units));
    const known = parts.map((part) => this.#wordsWith.get(asKey(part)));
    if (known.every((words) => words !== undefined))
      known.forEach((words, i) => {
        for (const postings of words) this.#pour(postings, units[i]!);
      });
    else {
      this.#visitWords(parts, (part, postings) => {
        if (!units[part]!.isFull) this.#pour(postings, units[part]!);
        return units[part]!.isFull && units.every(({ isFull }) => isFull);
      });
    }
    return units.map((each) => {
      const all = each.finish();
      return all.cost() === 0 ? undefined : all;
    });
  }

  /** The postings of the words that hold a part; undefined when they are many. Kept, for whoever asks for their units next. */
  wordsWith(part: Uint8Array): readonly TermPostings[] | undefined {
    const key = asKey(part);
    const known = this.#wordsWith.get(key);
    if (known !== undefined) return known;
    const words: TermPostings[] = [];
    this.#visitWords([part], (_, postings) => {
      const { inline } = postings;
      words.push(inline === undefined ? postings : { ...postings, inline: inline.slice() });
      return words.length > FEW_WORDS;
    });
    if (words.length > FEW_WORDS) return undefined;
    this.#wordsWith.set(key, words);
    return words;
  }

  /** Looks for words that hold parts; see `visitHolding`. Not in addresses, whose bytes may be those of a word. */
  #visitWords(
    parts: readonly Uint8Array[],
    visit: (part: number, postings: TermPostings) => boolean,
  ): void {
    inSearchRoom((room) => this.terms.visitHolding(parts, KIND_IPV6 + 1, room, visit));
  }

  /** Postings as a set. */
  read(postings: TermPostings): DocSet {
    const { form, count, inline, offset, length } = postings;
    this.listsRead++;
    if (form === FORM_ALL) return rangeDocSet(0, this.units);
    if (form === FORM_ONE) return new ArrayDocSet(Uint32Array.of(postings.doc));
    const bytes = inline ?? this.#list(offset, length);
    const place = inline === undefined ? this.#lists + offset : offset;
    return readPostingList({
      form,
      count,
      messages: this.units,
      bytes,
      file: this.#file,
      offset: place,
    });
  }

  /** Adds postings to others. Of many terms most have one unit: that takes no set. */
  #pour(postings: TermPostings, into: Union): void {
    if (postings.form !== FORM_ONE) {
      into.add(this.read(postings));
      return;
    }
    this.listsRead++;
    into.addOne(postings.doc);
  }

  /** A list that stands among the lists. */
  #list(offset: number, length: number): Uint8Array {
    const place = this.#lists + offset;
    const bytes = this.#read(place, length + LIST_CRC_BYTES);
    const reader = new ByteReader(bytes, this.#file, place);
    const list = reader.raw(length);
    const expected = reader.u32();
    const got = crc32(list);
    if (got !== expected)
      throw corruption('Checksum mismatch', this.#file, place, formatCrc(expected), formatCrc(got));
    return list;
  }
}

function asKey(part: Uint8Array): string {
  return Buffer.from(part).toString('latin1');
}
