import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deflate, FAST } from '../../src/codec/deflate.js';
import type { BlockMaker } from '../../src/pack/block-maker.js';
import { KernelBlockMaker } from '../../src/pack/kernel-block-maker.js';
import { PackWriter } from '../../src/pack/pack-writer.js';
import { PlainBlockMaker } from '../../src/pack/plain-block-maker.js';
import { RowFront } from '../../src/pack/row-front.js';
import { MemoryDirectory } from '../../src/storage/memory-directory.js';
import { MAX_SLOTS } from '../../src/template/line-scanner.js';
import { asText } from '../support/bytes.js';
import { batchOf, logged } from '../support/message-log.js';
import {
  expectedMessages,
  messagesOfPack,
  openPack,
  type PackedMessage,
  packed,
  termsOfPack,
  writePack,
} from '../support/packs.js';
import { randomPack } from '../support/random-packs.js';
import { randomRuns } from '../support/random-runs.js';
import { trickyText } from '../support/tricky-text.js';

function freshWriter(newMaker: () => BlockMaker): [MemoryDirectory, PackWriter] {
  const directory = new MemoryDirectory();
  return [directory, new PackWriter(directory, 1, newMaker)];
}

/** A writer that serves for one pack after the other: its bytes, and what it says of the pack. */
function writerOf(newMaker: () => BlockMaker): (blocks: PackedMessage[][]) => Buffer {
  const [directory, writer] = freshWriter(newMaker);
  return (blocks) => {
    const { bytes, info } = writePack(blocks, 1, directory, writer);
    return Buffer.concat([bytes, Buffer.from(JSON.stringify(info))]);
  };
}

function startKernel(): KernelBlockMaker {
  const maker = KernelBlockMaker.start();
  if (maker === undefined) throw new Error('The build has left no kernel');
  return maker;
}

const plain = writerOf(() => new PlainBlockMaker());
/** With the compressor of the plain one: what is compressed has to be the same, not how. */
const kernel = writerOf(() =>
  Object.assign(startKernel(), { deflate: (raw: Uint8Array) => deflate(raw, FAST) }),
);

function expectSameBytes(blocks: PackedMessage[][]): void {
  expect(kernel(blocks).equals(plain(blocks))).toBe(true);
}

/** A word of letters for each number. */
const letters = (number: number) =>
  number.toString(26).replace(/[0-9]/g, (digit) => 'qrstuvwxyz'[Number(digit)]!);
const digits = fc.stringMatching(/^[0-9]{1,12}$/);
/** What lines are made of: words, values of all kinds, addresses, runs longer than a vector, and bytes of any kind. */
const part = fc.oneof(
  fc.constantFrom(' ', '=', ':', '.', '-', '::', '[', ']: ', ', ', '/', '\t', '', 'aB', 'é\xff'),
  fc.constantFrom('sshd', 'Failed', 'port ', 'SRC=', 'user', 'id=', 'a-b-c', 'x.y:z', '"GET '),
  digits,
  fc.constantFrom('10.0.0.1', '10.0.0.1:443', '192.168.1.254', '2001:db8::7', '256.1.1.1', '1.2.3'),
  fc.constantFrom('00:11:22:33:44:55', '00-11-22-33-44-55', '0011.2233.4455', '0011-2233-4455'),
  fc.stringMatching(/^[a-zA-Z0-9.:-]{1,80}$/),
  fc.stringMatching(/^[a-z]{1,30}$/),
  fc.stringMatching(/^[ -~]{0,90}$/),
  fc.constantFrom('1.50', '0.5', '007', '999999999', '1000000000', '0', '131072'),
);
const line = fc.array(part, { maxLength: 24 }).map((parts) => parts.join(''));

describe('KernelBlockMaker', () => {
  it('makes the bytes that PlainBlockMaker makes, of messages of all kinds of headers', () => {
    fc.assert(fc.property(randomPack, expectSameBytes), randomRuns(150));
  });

  it('makes the same bytes of more words, long numbers and short ones than its tables begin with room for', () => {
    const lines = Array.from({ length: 6000 }, (_, i) => {
      const word = `w${(i * 7919).toString(36)} x${i}q ${'long'.repeat(3)}${i}`;
      const long = `${100_000 + i * 131} id=${7_000_000_000 + i * 17} 9${i}abcdefg`;
      const short = `${i * 16} [${String(i).padStart(5, '0')}] 10.${i & 255}.0.${i >>> 8} n=${i % 300}`;
      return packed(`host sshd[${i}]: ${word} ${long} ${short}`, i);
    });
    // Twice: the second pack begins with the tables that the first one has grown.
    expectSameBytes([lines.slice(0, 4000), lines.slice(2000), lines.slice(0, 1000)]);
    expectSameBytes([lines]);
  });

  it('makes the same bytes of more literals than its tables begin with room for', () => {
    // No word is followed by more than 40 others: most messages have a template of their own.
    const words = (i: number) =>
      [i % 40, Math.floor(i / 40) % 40, Math.floor(i / 1600)].map(
        (each, place) => `${'abc'[place]}${letters(each + 26)}`,
      );
    const blocks = (length: number, first: number) =>
      Array.from({ length }, (_, block) =>
        Array.from({ length: 1600 }, (_, i) => {
          const own = words(first + 1600 * block + i).join(' ');
          return packed(`${i % 3} log ${own} ${i} up`, 1600 * block + i);
        }),
      );
    const many = blocks(30, 0);
    expectSameBytes(many);
    const { templates } = openPack(writePack(many)).tables();
    expect(new Set(templates.flatMap((each) => each.literals.map(asText))).size).toBeGreaterThan(
      2048,
    );
    // Another pack begins with the tables that this one has grown.
    expectSameBytes(blocks(2, 800));
  });

  it('makes templates of more slots than a message has values, which are read again', () => {
    // So many words have stood behind "1 " that each is a value.
    const learned = Array.from({ length: 90 }, (_, i) => packed(`1 ${letters(i + 100)} 1`, i));
    const words = (count: number) =>
      Array.from({ length: count }, (_, i) => `1 ${letters(i + 1000)}`).join(' ');
    const long = [packed(words(150), 100), packed(words(MAX_SLOTS), 101)];
    expectSameBytes([learned, long]);
    const pack = openPack(writePack([learned, long]));
    const slots = pack.tables().templates.map(({ kinds }) => kinds.length);
    expect(Math.max(...slots)).toBeGreaterThan(MAX_SLOTS);
    expect(messagesOfPack(pack)).toEqual([learned, long].map(expectedMessages));
    // Each value stands where a front says, also of one that was made for fewer.
    const front = new RowFront();
    const block = pack.block(pack.blocks[1]!);
    for (let row = 0; row < block.rows; row++) {
      block.front(row, Number.POSITIVE_INFINITY, front);
      const { literals } = block.template(block.places()[row]!);
      const { bytes, valueStarts, valueEnds } = front;
      const parts = literals.map((literal, slot) => {
        const value = slot < front.slots ? bytes.subarray(valueStarts[slot], valueEnds[slot]) : [];
        return asText(literal) + asText(Uint8Array.from(value));
      });
      expect(front.slots).toBe(literals.length - 1);
      expect(parts.join('')).toBe(asText(block.messageOf(row)));
    }
  });

  it('makes the same bytes of lines of all kinds of parts', () => {
    const pack = fc
      .tuple(fc.array(line, { minLength: 1, maxLength: 40 }), fc.constantFrom(1, 1, 7, 60))
      .map(([lines, times]) =>
        Array.from({ length: 2 }, () =>
          Array.from({ length: times }, (_, round) =>
            lines.map((text, i) => packed(text.replaceAll('7', `${round}`), round * 100 + i)),
          ).flat(),
        ),
      );
    fc.assert(fc.property(pack, expectSameBytes), randomRuns(150));
  });

  it('puts messages in the same order, however far their times are apart', () => {
    const time = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer(), fc.maxSafeInteger());
    const maker = startKernel();
    fc.assert(
      fc.property(fc.array(time, { minLength: 1, maxLength: 200 }), fc.nat(9), (times, run) => {
        const batch = batchOf(
          times.map((time, i) => logged('x', { time, sequence: i < run ? i + 1 : i })),
        );
        expect(maker.order(batch)).toEqual(batch.orderByTime());
      }),
      randomRuns(500),
    );
  });

  it('makes the same bytes of timestamps with more digits than milliseconds have', () => {
    const stamp = fc.record({
      millis: fc.nat(7_200_000),
      digits: fc.stringMatching(/^[0-9]{6}$/),
      odd: fc.constantFrom('', '', '', '', '', '', '', 'x', ','),
    });
    const pack = fc
      .tuple(
        fc.array(stamp, { minLength: 1, maxLength: 150 }),
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom('Z', '+02:00', ''),
      )
      .map(([stamps, width, zone]) => [
        stamps.map(({ millis, digits, odd }, i) => {
          const time = Date.UTC(2026, 5, 10, 8) + millis;
          const shown = new Date(time).toISOString().slice(0, -1);
          const stamp = `${shown}${(odd + digits).slice(0, width)}${zone}`;
          const cut = { front: '', prefix: '<30>', middle: '', stamp, rest: ' core a: x' };
          return packed('', i, { cut, time });
        }),
      ]);
    fc.assert(fc.property(pack, expectSameBytes), randomRuns(150));
  });

  it('finds the same addresses, and the same that are none', () => {
    const values = fc.array(trickyText, { minLength: 1, maxLength: 200 });
    const pack = values.map((texts) => [
      texts.map((text, i) => packed(`v=${text.replaceAll('\n', ' ')} 1`, i)),
    ]);
    fc.assert(fc.property(pack, expectSameBytes), randomRuns(100));
  });

  it('finds the same terms in long texts: addresses, dashes and words at any place, and runs of any length', () => {
    const piece = fc.oneof(
      trickyText.map((text) => text.replaceAll('\n', ' ')),
      fc.constantFrom(' 00-11-22-33-44-55', ' 0011-2233-4455.', '-', ' - ', ' ', '  ', '\xe9'),
      fc.stringMatching(/^[a-zA-Z0-9.:-]{50,70}$/),
      fc.stringMatching(/^ [a-z0-9]{1,12}$/),
    );
    const text = fc.array(piece, { minLength: 1, maxLength: 30 }).map((pieces) => pieces.join(''));
    // So many values have no template: all of it is one text.
    const pack = fc
      .array(text, { minLength: 1, maxLength: 20 })
      .map((texts) => [texts.map((text, i) => packed(`${'1 '.repeat(180)}${text}`, i))]);
    fc.assert(fc.property(pack, expectSameBytes), randomRuns(100));
  });

  it('makes packs of the same messages and terms with a compressor of its own, about as small', () => {
    const blocks = [0, 1].map((block) =>
      Array.from({ length: 4000 }, (_, i) => {
        const n = (i * 7919 + block) % 1000;
        return packed(
          `sshd[${n}]: Failed password for user${n} from 10.0.${n % 200}.7 port ${i}`,
          i,
        );
      }),
    );
    const write = (maker: BlockMaker) => writePack(blocks, 1, ...freshWriter(() => maker));
    const ours = write(startKernel());
    const plain = write(new PlainBlockMaker());
    expect(messagesOfPack(openPack(ours))).toEqual(messagesOfPack(openPack(plain)));
    expect(termsOfPack(openPack(ours))).toEqual(termsOfPack(openPack(plain)));
    // So regular a pack is where zlib's chains of matches gain most.
    expect(ours.bytes.length).toBeLessThan(1.05 * plain.bytes.length);
  });

  const range = (count: number, text: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => packed(text(i), i));

  it('makes the same bytes of columns of numbers, of each length and however often they come', () => {
    const number = fc
      .integer({ min: 1, max: 9 })
      .chain((length) =>
        fc.integer({ min: length === 1 ? 0 : 10 ** (length - 1), max: 10 ** length - 1 }),
      );
    const column = fc
      .tuple(fc.array(number, { minLength: 2, maxLength: 300 }), fc.integer({ min: 1, max: 5 }))
      .map(([numbers, times]) =>
        range(times * numbers.length, (i) => `n=${numbers[(i * i) % numbers.length]}`),
      );
    fc.assert(
      fc.property(column, (block) => expectSameBytes([block, block])),
      randomRuns(60),
    );
  });

  it('makes the same bytes of long numbers that come again: in a value, a column, a block and a pack', () => {
    const pool = fc.array(fc.stringMatching(/^[0-9]{6,10}$/), { minLength: 1, maxLength: 12 });
    const line = fc.tuple(fc.array(fc.nat(11), { minLength: 1, maxLength: 6 }), fc.nat(3));
    const lines = fc.array(line, { minLength: 1, maxLength: 60 });
    const pack = fc
      .tuple(pool, fc.array(lines, { minLength: 1, maxLength: 4 }))
      .map(([numbers, blocks]) =>
        blocks.map((lines) =>
          lines.map(([picks, kind], i) => {
            const [first, ...more] = picks.map((pick) => numbers[pick % numbers.length]);
            const shown =
              kind < 2 ? `${first} v=${more.join('-')}` : `${more.join(' b=')} ${first}x`;
            // So many values have no template: all of it is one text.
            return packed(`${kind === 3 ? '1 '.repeat(180) : 'id='}${shown}`, i);
          }),
        ),
      );
    fc.assert(fc.property(pack, expectSameBytes), randomRuns(150));
  });

  it('makes the same bytes of texts of many long numbers, or words, of which some come twice', () => {
    const number = (i: number) => 100_000 + (Math.imul(i % 4000, 0x9e37_79b1) >>> 1);
    const each = [number, (i: number) => `w${number(i).toString(36)}`];
    for (const termOf of each) {
      const text = (i: number) =>
        Array.from({ length: 600 }, (_, k) =>
          termOf(k % 11 === 0 ? 7 : k % 7 === 0 ? i : i * 617 + k),
        ).join(' ');
      // One column, whose messages are counted; more than one, whose messages may be the same.
      expectSameBytes([range(6, text)]);
      expectSameBytes([range(100, text)]);
      expectSameBytes([range(40, (i) => text(i >>> 1)), range(30, text)]);
      expectSameBytes([
        range(900, (i) => `v=${termOf(i % 11)}-${termOf(i * i)}:${termOf(i % 7)}.`),
      ]);
    }
  });

  it('makes the same bytes of literals that are alike but for their zeros and their lengths', () => {
    const literals = ['', '\0', '\0\0', 'a', 'a\0', '\0a', 'a'.repeat(16), 'a'.repeat(17)];
    expectSameBytes([
      range(600, (i) => {
        const [first, second] = [literals[i % 8], literals[(i >> 3) % 8]];
        return `${first}=${i}=${second} 1${literals[(i >> 6) % 8]}`;
      }),
    ]);
  });

  it('makes the same bytes where a value, a literal or a message ends at any place of a vector', () => {
    expectSameBytes([
      range(400, (i) => `${'a'.repeat(i % 130)}${' '.repeat(i % 3)}${'7'.repeat(i % 131)}`),
      range(400, (i) => `${'.'.repeat(i % 70)}1:${'x'.repeat(i % 67)}B ${'-'.repeat(i % 65)}z9`),
      range(
        400,
        (i) => `${' '.repeat(i % 67)}:7a: .b8. ::9:: -1- c2.: :a xY: ${'.'.repeat(i % 9)}`,
      ),
    ]);
  });

  it('makes the same bytes of values that differ only behind the bytes that are kept of them', () => {
    expectSameBytes([
      range(300, (i) => `v=a1${'x'.repeat(12 + (i % 5))}${i % 7} end`),
      range(300, (i) => `v=36:90:7e:46:91:f${i % 10} n=${i % 11}${'0'.repeat(i % 10)}`),
    ]);
  });

  it('makes the same bytes of what is nearly a number or an address', () => {
    const nearly = [
      '0',
      '7',
      '07',
      '99999999',
      '999999999',
      '1000000000',
      '12:4',
      '1/2',
      '12345678/',
    ];
    const addresses = [
      '1.2.3.4',
      '255.255.255.255',
      '1.2.3.256',
      '1.2.3',
      '1..2.3',
      '01.2.3.4',
      '1.2.3.4444',
    ];
    for (const all of [nearly, addresses])
      for (const odd of all)
        expectSameBytes([
          range(40, (i) => `v=${i === 33 ? odd : all[i % 2]} w=${odd} x=${all[i % all.length]}`),
        ]);
  });

  it('makes the same bytes of messages without a template: too long, too many values, too many shapes', () => {
    expectSameBytes([
      range(30, (i) => `long ${i} ${'word 12 '.repeat(1020 + i)}`),
      range(30, (i) => `many ${'1 '.repeat(180 + i)}`),
      range(3000, (i) => 'abcdefgh '.repeat(8).slice(0, i % 70) + 'xyz '.repeat(i >>> 5)),
      range(3000, (i) => `${'q'.repeat(1 + (i % 90))}!${'w'.repeat(1 + (i >>> 6))}!`),
    ]);
  });

  it('makes the same bytes of columns of every size, and of many terms', () => {
    expectSameBytes([
      range(
        8192,
        (i) => `n ${i} ${i % 7} ${i * 7919} a${i % 300}b c${i} ${i % 255}.${i % 3}.0.${i % 99}`,
      ),
      range(
        8192,
        (i) => `n ${i >>> 10} ${(i * i) % 1_000_003}.${i % 10} ${'z'.repeat(i % 20)}${i}`,
      ),
      range(
        8192,
        (i) => `verylongprefix${i}of${i}words ${i}é${i} same same ${i % 2}:${i}:${i % 3}`,
      ),
    ]);
  });

  /** A word without a digit, another for each number. */
  const word = (n: number): string =>
    String.fromCharCode(97 + (n % 26), 97 + ((n / 26) % 26), 97 + ((n / 676) % 26), 97 + n / 17576);

  it('makes the same bytes where words become values, and shapes are learned anew', () => {
    const user = (i: number) => (i % 3 === 0 ? word(i) : 'root');
    expectSameBytes(
      [0, 1, 2, 3].map((block) =>
        range(2000, (i) => `<13>app_${word(i % 9)}: user ${user(i + block)} from :${word(i)}: ok.`),
      ),
    );
  });

  it('makes the same bytes of fields of all kinds of names', () => {
    const names = ['x', '_', '__ ', 'a_', '_b = ', ' - ', 'port ', 'Z', 'two words: ', '__ 5 __-'];
    const long = 'abcdefghijklmnopqrstuvwxyz_'.repeat(3);
    expectSameBytes([
      range(900, (i) => `${names[i % 10]}1 ${names[(i >>> 2) % 10]}2,3${names[(i >>> 4) % 10]}4|5`),
      range(
        900,
        (i) => `${long.slice(i % 60)}7=${long.slice(0, i % 50)}(8) 9 9 9 9${'-9'.repeat(i % 13)}`,
      ),
      range(900, (i) => `<${i % 192}>${i % 5 === 0 ? ' ' : ''}${'|'.repeat(i % 7)}1|2:3`),
    ]);
  });

  it('makes the same bytes where there are more contexts than are remembered', () => {
    // `user` has 36 successors, then all is forgotten but what is variable, then it has 24 more.
    const line = (i: number) =>
      Array.from({ length: 1600 }, (_, k) => word(1600 * i + k)).join(' ') +
      (i < 36 || i >= 66 ? ` user ${word(i)}` : '');
    expectSameBytes([range(90, line), range(90, (i) => `${line(i)} end`)]);
  });

  it('makes the same bytes where shapes are forgotten for the memory they take', () => {
    // Five blocks are more than is remembered; the sixth may not learn the first one's again and all that is new.
    const mixed = (n: number) => Math.imul(n ^ (n >>> 15), 0x85eb_ca6b) ^ Math.imul(n, 0x9e37_79b1);
    const line = (i: number) =>
      Array.from({ length: 1300 }, (_, k) => word(mixed(i * 1300 + k) >>> 29)).join(' x');
    const blocks = [0, 1, 2, 3, 4].map((block) => range(500, (i) => line(500 * block + i)));
    expectSameBytes([...blocks, range(700, (i) => line(i < 500 ? i : 3000 + i))]);
  });
});
