import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../src/analysis/network-terms.js';
import { EMPTY_CATALOG, encodeCatalog } from '../../src/catalog/catalog-format.js';
import { ByteWriter } from '../../src/codec/byte-writer.js';
import { lz4Codec } from '../../src/codec/lz4.js';
import { ColumnWriter } from '../../src/column/column-writer.js';
import { Elements } from '../../src/column/elements.js';
import { writeTimeColumn } from '../../src/column/time-column.js';
import { LogReader } from '../../src/messagelog/log-reader.js';
import { writeLogBlocks, writeLogHeader } from '../../src/messagelog/log-writer.js';
import { CUTS, MessageBatch } from '../../src/messagelog/message-batch.js';
import { PackWriter } from '../../src/pack/pack-writer.js';
import { encodeTemplates } from '../../src/pack/templates-writer.js';
import { writePostingList } from '../../src/postings/posting-list-writer.js';
import { MemoryDirectory } from '../../src/storage/memory-directory.js';
import { Header, parseHeader } from '../../src/syslog/header.js';
import { searchedText } from '../../src/syslog/searched-text.js';
import { valueHash } from '../../src/template/line-scanner.js';
import { TemplateTable } from '../../src/template/template-table.js';
import { TermDictionaryWriter } from '../../src/termdict/term-dictionary-writer.js';

/** The worked bytes of FORMAT.md by name: the hex at the start of each line, up to two spaces. */
function workedBytes(): Map<string, string> {
  const page = readFileSync(new URL('../../src/FORMAT.md', import.meta.url), 'utf8');
  const blocks = new Map<string, string>();
  for (const [, name = '', body = ''] of page.matchAll(/```hex (\S+)\n([\s\S]*?)```/g)) {
    const hex = body
      .trim()
      .split('\n')
      .map((line) => line.split(/ {2,}/)[0] ?? '');
    blocks.set(name, hex.join(' '));
  }
  return blocks;
}

const hex = (bytes: Uint8Array) =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/..(?!$)/g, '$& ');

/** 2021-08-31T09:00:00Z. */
const NINE = 1_630_400_400_000;

/** Messages in order of arrival, all from `a.log`: text and time. */
function batchOf(lines: readonly [string, number][]): MessageBatch {
  const batch = new MessageBatch();
  const header = new Header();
  lines.forEach(([line, time], sequence) => {
    const bytes = Buffer.from(`${line}\n`);
    parseHeader(bytes, 0, line.length, header);
    const start = batch.addText(bytes, 0, bytes.length);
    batch.addMessage(start, time, header, start);
    batch.addSource('a.log', NINE + 4000, sequence);
    batch.hosts.add(bytes, header.hostStart, header.hostEnd);
  });
  return batch;
}

const LOGIN: readonly [string, number][] = [
  ['Aug 31 09:00:01 gw sshd[7]: port 22 up', NINE + 1000],
  ['Aug 31 09:00:03 gw sshd[7]: port 443 up', NINE + 3000],
];

function log(): string {
  const out = new ByteWriter();
  writeLogHeader(out);
  writeLogBlocks(out, batchOf(LOGIN));
  return hex(out.bytes());
}

function pack(): string {
  const directory = new MemoryDirectory();
  const writer = new PackWriter(directory);
  writer.start('pack');
  writer.add(
    batchOf([
      ['eth0: 443 k', NINE + 3000],
      ['eth0: 22 k', NINE + 1000],
      ['eth0: 22 k', NINE + 2000],
    ]),
  );
  writer.finish(1);
  return hex(directory.read('pack'));
}

/** The templates of messages, as the tables have them before they are packed. */
function templates(): string {
  const table = new TemplateTable();
  const down: [string, number] = ['Aug 31 09:00:04 gw sshd[7]: port 22 down', NINE + 4000];
  const { text, textLength, starts, cuts, count } = batchOf([...LOGIN, down]);
  table.startBlock(count);
  for (let i = 0; i < count; i++)
    table.find(text, {
      start: starts[i]!,
      end: (i + 1 < count ? starts[i + 1]! : textLength) - 1,
      prefixStart: cuts[CUTS * i]!,
      prefixEnd: cuts[CUTS * i + 1]!,
      timeStart: cuts[CUTS * i + 2]!,
      timeEnd: cuts[CUTS * i + 3]!,
      hostStart: cuts[CUTS * i + 4]!,
    });
  return hex(encodeTemplates(table.set));
}

function elementsOf(values: readonly string[]): { text: Uint8Array; elements: Elements } {
  const text = Buffer.from(values.join(''), 'latin1');
  const elements = new Elements();
  let at = 0;
  for (const value of values) {
    const end = at + value.length;
    elements.add(at, end, valueHash(text, at, end));
    at = end;
  }
  return { text, elements };
}

function column(...values: string[]): string {
  const out = new ByteWriter();
  const { text, elements } = elementsOf(values);
  new ColumnWriter().write(out, text, elements, undefined);
  return hex(out.bytes());
}

function timeColumn(...values: [string, number][]): string {
  const out = new ByteWriter();
  const { text, elements } = elementsOf(values.map(([value]) => value));
  const times = Float64Array.from(values, ([, time]) => time);
  expect(writeTimeColumn(out, text, elements, times)).toBe(true);
  return hex(out.bytes());
}

function postingList(docs: readonly number[], units: number): string {
  const out = new ByteWriter();
  writePostingList(out, Uint32Array.from(docs), 0, docs.length, units);
  return hex(out.bytes());
}

function dictionary(): { dictionary: string; index: string } {
  const writer = new TermDictionaryWriter();
  writer.start(400);
  const add = (term: string, docs: readonly number[]) =>
    writer.add(Buffer.from(term), 0, term.length, Uint32Array.from(docs), 0, docs.length);
  add(
    'link',
    Array.from({ length: 400 }, (_, doc) => doc),
  );
  add('timeout', [3, 7, 300]);
  add('timer', [9]);
  const index = hex(writer.finish());
  return { dictionary: hex(writer.dictionary.bytes()), index };
}

function searched(line: string): string {
  const bytes = Buffer.from(line);
  const header = new Header();
  parseHeader(bytes, 0, bytes.length, header);
  return hex(searchedText(bytes, 0, bytes.length, header));
}

/** What a crash may leave behind a log. */
const TORN = '48 42 4c 4b 5a 1f 9e 07 40 00 00 00 40 00 00 00';

/** Where the blocks of a log end that are read up to `committed`, and where the damage is. */
function readLog(hexBytes: string, committed: number): { ends: number[]; damage: number } {
  const directory = new MemoryDirectory();
  directory.write('log', Buffer.from(hexBytes.replaceAll(' ', ''), 'hex'));
  const damage: Error[] = [];
  const reader = new LogReader(directory.open('log'), 'log', committed);
  const ends = [...reader.blocks((error) => damage.push(error))].map(({ end }) => end);
  return { ends, damage: damage.length };
}

describe('FORMAT.md', () => {
  const worked = workedBytes();
  const written = new Map([
    ['catalog', hex(encodeCatalog({ ...EMPTY_CATALOG, id: '6a09e667f3bc' }))],
    ['log', log()],
    ['pack', pack()],
    ['templates', templates()],
    ['constant', column('gw', 'gw', 'gw')],
    ['numbers', column('443', '22', '300')],
    ['deltas', column('40001', '40051', '40101', '40151', '40201', '40261')],
    ['codes', column('eth0', 'lo', 'eth0', 'eth0')],
    ['decimals', column('0.25', '17.08')],
    ['ipv4', column('10.0.0.1', '192.168.0.20')],
    ['text', column('a7', 'b12')],
    ['text-same', column('a7', 'b1')],
    ['times', timeColumn(['Aug  1 11:00:01', 1_627_808_401_000], ['-', 1_627_808_402_000])],
    [
      'times-digits',
      timeColumn(
        ['2021-08-31T09:00:01.250417Z', NINE + 1250],
        ['2021-08-31T09:00:03.000009Z', NINE + 3000],
      ),
    ],
    ['dictionary', dictionary().dictionary],
    ['block-index', dictionary().index],
    ['gaps', postingList([3, 7, 300], 1000)],
    ['runs', postingList([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 20, 21, 22], 1000)],
    ['bitmap', postingList([0, 2, 3, 5, 7], 8)],
    ['address', hex(parseAddress('10.0.0.1')!)],
    ['torn', TORN],
    ['searched', searched('<13>Aug 31 09:00:01 gw sshd[7]: up')],
  ]);

  it('shows worked bytes for exactly the structures that this test writes', () => {
    expect([...worked.keys()].sort()).toEqual([...written.keys()].sort());
  });

  // Which matches are taken is the compressor's affair: those of the worked bytes are lz4-napi's.
  for (const [name, bytes] of written)
    it.runIf(name !== 'log' || lz4Codec().name === 'lz4-napi')(
      `shows the bytes that the writer of the ${name} writes`,
      () => {
        expect(worked.get(name)).toBe(bytes);
      },
    );

  it('says how a log is read behind which a crash left something', () => {
    const whole = log();
    const block = whole.slice(3 * 16);
    const { length } = Buffer.from(whole.replaceAll(' ', ''), 'hex');
    const torn = `${whole} ${TORN}`;
    expect(readLog(torn, length)).toEqual({ ends: [length], damage: 0 });
    expect(readLog(torn, length + 16)).toEqual({ ends: [length], damage: 1 });
    const end = length + 16 + length - 16;
    expect(readLog(`${torn} ${block}`, end)).toEqual({ ends: [length, end], damage: 1 });
  });
});
