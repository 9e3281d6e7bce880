import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../src/analysis/network-terms.js';
import { tokenize } from '../../src/analysis/tokenizer.js';
import { HayabusaError } from '../../src/base/errors.js';
import type { ValueTest } from '../../src/column/column.js';
import { ColumnWriter } from '../../src/column/column-writer.js';
import { valueTest } from '../../src/executor/value-tests.js';
import type { Lookup } from '../../src/planner/lookup.js';
import { asText, latin1 } from '../support/bytes.js';
import { countsOf, openColumn, openTimes, valuesOf, writeColumn } from '../support/columns.js';
import { plainTerms } from '../support/plain-terms.js';
import { randomRuns } from '../support/random-runs.js';
import { searchRoom } from '../support/search-room.js';
import { trickyFragment } from '../support/tricky-text.js';

const room = searchRoom();

const number = fc.oneof(
  fc.nat(20).map(String),
  fc.nat(999_999_999).map(String),
  fc.constantFrom('0', '999999999'),
);
const decimal = fc
  .tuple(fc.nat(3000), fc.nat(999), fc.constantFrom(1, 2, 3, 3, 3, 9))
  .map(
    ([whole, fraction, digits]) =>
      `${whole}.${String(fraction).padStart(digits, '0').slice(-digits)}`,
  );
const address = fc
  .tuple(fc.constantFrom('10.0', '192.168', '255.255'), fc.nat(255), fc.nat(255))
  .map((parts) => parts.join('.'));
/** An address, and what may stand beside it: all of this decides whether it is one. */
const beside = fc.constantFrom(...' :.-/,=([x7f_'.split(''), 'in:', 'face:', 'a1:', '', '', '', '');
const amid = fc
  .tuple(beside, beside, address, fc.constantFrom('', ':22', ':123456', ':4x', '/8'), beside)
  .map((parts) => parts.join(''));
const odd = fc.oneof(
  fc.constantFrom('', '00', '01', '1.', '.1', '1.2.3.04', '256.1.1.1', '2147483647', '2147483648'),
  fc.constantFrom(
    '1000000000',
    '-1',
    '1.5.6',
    '10.0.0.1:22',
    '\xff',
    '\xe6\x97\xa5',
    'a-1.',
    'x'.repeat(300),
  ),
  fc.constantFrom('10.0.0.1', 'in:010.000.00.01', '::ffff:10.0.0.1', '::fFFf:a00:1', '10.0.0.300'),
  trickyFragment,
  fc.uint8Array({ maxLength: 20 }).map(asText),
);
const word = fc
  .tuple(fc.constantFrom('eth', 'user', 'a:b', 'Zz-'), fc.nat(30))
  .map((parts) => parts.join(''));

const list = (value: fc.Arbitrary<string>) =>
  fc.oneof(
    fc.array(value, { minLength: 1, maxLength: 60 }),
    // Few distinct ones, many times: a dictionary.
    fc
      .tuple(
        fc.array(value, { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat(11), { minLength: 1, maxLength: 300 }),
      )
      .map(([entries, picks]) => picks.map((pick) => entries[pick % entries.length]!)),
  );

/** Values of one kind, or of several. */
const values = fc.oneof(
  ...[number, decimal, address, word, odd].map(list),
  list(fc.oneof({ arbitrary: number, weight: 30 }, { arbitrary: odd, weight: 1 })),
  list(fc.oneof({ arbitrary: decimal, weight: 30 }, { arbitrary: number, weight: 1 })),
  list(fc.oneof({ arbitrary: address, weight: 30 }, { arbitrary: odd, weight: 1 })),
  list(fc.oneof(number, decimal, address, word, odd)),
  list(amid),
);

/** Terms to ask for: of the values, and others. */
/** Lookups that find some of the values, and some that find none. */
function lookupsOf(all: readonly string[]): Lookup[] {
  const texts = [
    ...all.slice(0, 8),
    '0',
    '7',
    '007',
    '999999999',
    '1000000000',
    'user',
    '5.5',
    '10.0.0.1',
    ...(all.join(' ').match(/\d{1,3}(?:\.\d{1,3}){3}/g) ?? []).slice(0, 8),
  ];
  const lookups: Lookup[] = [];
  const add = (kind: 'term' | 'prefix' | 'containing', text: string) => {
    if (text !== '') lookups.push({ kind, bytes: latin1(text) });
  };
  for (const text of texts) {
    for (const token of tokenize(latin1(text)).map(asText)) {
      for (const word of [token, `${token}0`, `0${token}`, token.replace(/^0+/, '')])
        add('term', word);
      for (const part of [token, token.slice(0, 1)]) add('prefix', part);
      for (const part of [token, token.slice(1), token.slice(1, 3), token.slice(0, -1)])
        add('containing', part);
    }
    const term = parseAddress(text);
    if (term === undefined) continue;
    lookups.push({ kind: 'term', bytes: term });
    const [from, to] = [term.slice(), term.slice()];
    from[from.length - 1]! &= 0xf0;
    to[to.length - 1]! |= 0x0f;
    lookups.push({ kind: 'range', from, to });
  }
  return lookups;
}

function holds(value: string, lookup: Lookup): boolean {
  const terms = [...plainTerms([value])];
  if (lookup.kind === 'range') {
    const [from, to] = [asText(lookup.from), asText(lookup.to)];
    return terms.some((each) => each.length === from.length && each >= from && each <= to);
  }
  const part = asText(lookup.bytes);
  if (lookup.kind === 'term') return terms.includes(part);
  if (lookup.kind === 'prefix') return terms.some((each) => each.startsWith(part));
  const words = terms.filter((each) => each > '\x03\xff');
  return words.some((word) => word.includes(part));
}

describe('ColumnWriter', () => {
  it('columns give every value back, byte for byte, in any order', () => {
    const writer = new ColumnWriter();
    fc.assert(
      fc.property(values, (all) => {
        const { bytes, told } = writeColumn(all, writer);
        expect(valuesOf(openColumn(bytes, all.length), all.length)).toEqual(all);
        expect(told).toEqual(countsOf(all));
      }),
      randomRuns(3000),
    );
  });
});

/** Marks of the values that pass, as the loops of the kernel and the plain ones say it; what stands there is written over. */
function marksOf(bytes: Uint8Array, count: number, test: ValueTest): Uint8Array {
  room.reset();
  const inKernel = room.take(bytes.length);
  inKernel.set(bytes);
  const plain = new Uint8Array(count).fill(3);
  const compiled = room.take(count).fill(3);
  const passing = openColumn(bytes, count).mark(test, plain);
  if (openColumn(inKernel, count, room).mark(test, compiled) !== passing)
    throw new Error(`The kernel finds other than ${passing}`);
  if (Buffer.compare(compiled, plain) !== 0) throw new Error('The kernel finds other values');
  if (plain.reduce((sum, mark) => sum + mark, 0) !== passing)
    throw new Error(`It marks other than ${passing}`);
  return plain;
}

describe('readColumn()', () => {
  it('mark() finds the values that hold what a lookup asks for', () => {
    const writer = new ColumnWriter();
    fc.assert(
      fc.property(values, (all) => {
        const { bytes } = writeColumn(all, writer);
        for (const lookup of lookupsOf(all)) {
          const expected = all.map((value) => (holds(value, lookup) ? 1 : 0));
          const marks = marksOf(bytes, all.length, valueTest(lookup));
          if (marks.some((mark, i) => mark !== expected[i]))
            expect([...marks], JSON.stringify(lookup)).toEqual(expected);
        }
      }),
      randomRuns(400),
    );
  });

  const read = (bytes: Uint8Array, count: number) => {
    try {
      // With times: bytes may say that they are a column of these.
      const times = Array.from({ length: count }, (_, i) => 1_629_190_000_000 + i);
      const column = openTimes(bytes, times);
      expect(column.maxLength).toBeLessThan(bytes.length + 2000);
      valuesOf(column, count);
    } catch (error) {
      if (!(error instanceof HayabusaError)) throw error;
      expect(error.code).toBe('corruption');
    }
  };

  it('refuses damaged bytes as corruption, or reads some values', () => {
    const damage = fc.record({
      at: fc.nat(),
      byte: fc.nat(255),
      cut: fc.oneof(fc.constant(0), fc.nat(9)),
    });
    fc.assert(
      fc.property(values, fc.array(damage, { minLength: 1, maxLength: 4 }), (all, damages) => {
        const { bytes } = writeColumn(all);
        let damaged = bytes;
        for (const { at, byte, cut } of damages) {
          // Most damage near the start, where kinds and counts stand.
          damaged[at % 3 === 0 ? at % damaged.length : at % Math.min(8, damaged.length)] = byte;
          damaged = damaged.slice(0, Math.max(1, damaged.length - cut));
        }
        read(damaged, all.length);
      }),
      randomRuns(2000),
    );
  });

  it('takes any bytes', () => {
    const bytes = fc.tuple(fc.nat(7), fc.uint8Array({ maxLength: 60 }));
    fc.assert(
      fc.property(bytes, fc.constantFrom(0, 1, 2, 5, 300), ([kind, rest], count) => {
        read(Uint8Array.of(kind, ...rest), count);
      }),
      randomRuns(5000),
    );
  });
});
