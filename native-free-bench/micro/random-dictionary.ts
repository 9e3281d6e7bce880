import { TermDictionaryWriter } from '../../src/termdict/term-dictionary-writer.js';
import { Random } from '../generator/random.js';

/** A dictionary as it stands in a file, and terms to look up in it. */
export type StoredDictionary = {
  bytes: Uint8Array;
  index: Uint8Array;
  units: number;
  /** Three in four are in the dictionary. */
  wanted: Uint8Array[];
  /** The term with as many before it as behind it. */
  middle: Uint8Array;
};

const TERMS = 100_000;
/** Of a large pack. */
const UNITS = 20_000;
const LOOKUPS = 200;

/** Words, numbers and hexadecimal digits as logs have them: most in one unit, some in dozens, a few in thousands. */
export function randomDictionary(seed: number): StoredDictionary {
  const random = new Random(seed);
  const names = new Set<string>();
  while (names.size < TERMS) names.add(randomTerm(random));
  const sorted = [...names].sort();
  const writer = new TermDictionaryWriter();
  writer.start(UNITS);
  for (const name of sorted) {
    const bytes = Buffer.from(name);
    const docs = randomDocs(random);
    writer.add(bytes, 0, bytes.length, docs, 0, docs.length);
  }
  const index = writer.finish();
  const wanted = Array.from({ length: LOOKUPS }, (_, n) =>
    asTerm(n % 4 === 0 ? `${randomTerm(random)}x` : sorted[random.below(TERMS)]!),
  );
  const middle = asTerm(sorted[TERMS / 2]!);
  return { bytes: writer.dictionary.copy(), index, units: UNITS, wanted, middle };
}

function randomTerm(random: Random): string {
  if (random.oneIn(2)) return String(random.below(10_000_000));
  if (random.oneIn(2)) return random.next().toString(16);
  return `interface${random.below(100_000)}`.slice(random.below(8));
}

function randomDocs(random: Random): Uint32Array {
  const count = random.oneIn(500) ? 2000 : random.oneIn(5) ? 1 + random.below(40) : 1;
  const docs = new Set<number>();
  while (docs.size < count) docs.add(random.below(UNITS));
  return Uint32Array.from(docs).sort();
}

function asTerm(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text));
}
