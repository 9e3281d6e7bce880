import type { Random } from './random.js';

export type NeedleSort = 'keyword' | 'user' | 'ipv4' | 'ipv6' | 'mac' | 'phrase';

/** Something that stands in exactly `count` messages of a run, and nowhere else. */
export interface Needle {
  readonly sort: NeedleSort;
  /** The value as one would type it into a search. */
  readonly text: string;
  readonly count: number;
}

/** A needle as the report of a finished run gives it. */
export interface NeedleReport extends Needle {
  /** The ways the value is written, with the number of messages of each; they add up to `count`. */
  readonly spellings: readonly { readonly text: string; readonly count: number }[];
  /** Of a phrase: messages that hold all its words, in any order (so more than `count`). */
  readonly allWords?: number;
}

/** What one line has to carry: a needle as it is spelled there, or a phrase's words in another order. */
export interface NeedleLine {
  readonly sort: NeedleSort;
  readonly spelling: string;
}

const DEFAULTS: readonly Needle[] = [
  { sort: 'keyword', text: 'tsurugidake', count: 7 },
  { sort: 'user', text: 'kurokawa', count: 23 },
  { sort: 'ipv4', text: '192.0.2.77', count: 12 },
  { sort: 'ipv6', text: '2001:db8:ffff::53', count: 5 },
  { sort: 'mac', text: '00:00:5e:00:53:a7', count: 9 },
  { sort: 'phrase', text: 'optical amplifier drifted slowly', count: 3 },
];
const LINES_PER_DEFAULT_NEEDLE = 50;

/** What a needle of each sort must look like for no device to write it by accident. */
const SHAPES: Readonly<Record<NeedleSort, readonly [RegExp, string]>> = {
  keyword: [/^[a-z]{6,40}$/, '6 to 40 letters a-z that no device writes'],
  user: [/^[a-z]{6,40}$/, '6 to 40 letters a-z that no device writes'],
  ipv4: [/^192\.0\.2\.([1-9]?[0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])$/, 'an address of 192.0.2.0/24'],
  ipv6: [/^2001:db8:ffff::[1-9a-f][0-9a-f]{0,3}$/, '2001:db8:ffff:: and one group'],
  mac: [/^00:00:5e:00:53:[0-9a-f]{2}$/, 'an address of 00:00:5e:00:53:00 to :ff'],
  phrase: [/^[a-z]+( [a-z]+){1,7}$/, 'two to eight words of letters a-z, no two alike'],
};

/** The needles of a run of `lines` lines when none are asked for: fewer in a short one, none below 50 lines. */
export function defaultNeedles(lines: number): readonly Needle[] {
  const most = Math.floor(lines / LINES_PER_DEFAULT_NEEDLE);
  return DEFAULTS.map((needle) => ({ ...needle, count: Math.min(needle.count, most) }));
}

/** Refuses needles that could occur by accident, or that are more than there are lines. */
export function checkNeedles(needles: readonly Needle[], lines: number): void {
  let needed = 0;
  for (const { sort, text, count } of needles) {
    const [shape, expected] = SHAPES[sort];
    const words = text.split(' ');
    if (!shape.test(text) || new Set(words).size < words.length)
      throw new RangeError(`Needle of sort ${sort}: expected ${expected}, got "${text}"`);
    if (!Number.isSafeInteger(count) || count < 0)
      throw new RangeError(`Needle "${text}": expected a whole count from 0, got ${count}`);
    needed += sort === 'phrase' ? 2 * count : count;
  }
  if (needed > lines)
    throw new RangeError(`Needles take ${needed} lines, but the run has only ${lines}`);
}

/** Which lines of the run carry needles, spread over all of it. */
export class NeedlePlan {
  readonly #needles: readonly Needle[];
  readonly #queue: readonly NeedleLine[];
  readonly #random: Random;
  readonly #lines: number;
  #taken = 0;
  #nextAt = Number.POSITIVE_INFINITY;

  constructor(needles: readonly Needle[], lines: number, random: Random) {
    const queue: NeedleLine[] = [];
    for (const needle of needles) {
      const spellings = spellingsOf(needle);
      for (let index = 0; index < needle.count; index++) {
        queue.push({ sort: needle.sort, spelling: spellings[index % spellings.length]! });
        if (needle.sort === 'phrase') queue.push({ sort: 'phrase', spelling: decoyOf(needle) });
      }
    }
    for (let index = queue.length - 1; index > 0; index--) {
      const other = random.below(index + 1);
      [queue[index], queue[other]] = [queue[other]!, queue[index]!];
    }
    this.#needles = needles;
    this.#queue = queue;
    this.#random = random;
    this.#lines = lines;
    this.#place();
  }

  /** The number of the line that must carry the next needle; infinite after the last. */
  get nextAt(): number {
    return this.#nextAt;
  }

  take(): NeedleLine {
    const line = this.#queue[this.#taken++]!;
    this.#place();
    return line;
  }

  report(): readonly NeedleReport[] {
    return this.#needles.map((needle) => {
      const spellings = spellingsOf(needle).map((text, index, all) => ({
        text,
        count: Math.floor((needle.count + all.length - 1 - index) / all.length),
      }));
      const report = { ...needle, spellings };
      return needle.sort === 'phrase' ? { ...report, allWords: 2 * needle.count } : report;
    });
  }

  /** A line by chance in the needle's own share of the run, so that no two needles meet. */
  #place(): void {
    const { length } = this.#queue;
    if (this.#taken === length) {
      this.#nextAt = Number.POSITIVE_INFINITY;
      return;
    }
    const from = Math.floor((this.#taken * this.#lines) / length);
    const to = Math.floor(((this.#taken + 1) * this.#lines) / length);
    this.#nextAt = from + this.#random.below(Math.max(1, to - from));
  }
}

/** All spellings of a needle: an IPv6 address also with every digit, a MAC address also with dots. */
function spellingsOf({ sort, text }: Needle): readonly string[] {
  if (sort === 'ipv6') {
    const host = text.slice(text.lastIndexOf(':') + 1).padStart(4, '0');
    return [text, `2001:0db8:ffff:0000:0000:0000:0000:${host}`];
  }
  if (sort === 'mac') return [text, `0000.5e00.53${text.slice(-2)}`];
  return [text];
}

function decoyOf({ text }: Needle): string {
  return text.split(' ').reverse().join(' ');
}
