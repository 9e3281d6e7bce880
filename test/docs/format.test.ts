import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { segmentHour } from '../../src/base/ids.js';
import { EMPTY_CATALOG, encodeCatalog } from '../../src/catalog/catalog-format.js';
import { ByteWriter } from '../../src/codec/byte-writer.js';
import { lz4Codec } from '../../src/codec/lz4.js';
import { writePostingList } from '../../src/postings/posting-list-writer.js';
import { HourBuffer } from '../../src/segment/hour-buffer.js';
import { PartBuilder } from '../../src/segment/part-builder.js';
import { SegmentWriter } from '../../src/segment/segment-writer.js';
import { MemoryDirectory } from '../../src/storage/memory-directory.js';
import { Header, parseHeader } from '../../src/syslog/header.js';
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

function postingList(docs: readonly number[], messages: number): string {
  const out = new ByteWriter();
  writePostingList(out, Uint32Array.from(docs), 0, docs.length, messages);
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

function twoMessages(): { log: string; index: string } {
  const hour = segmentHour(452_889);
  const buffer = new HourBuffer();
  buffer.start(hour);
  const header = new Header();
  const lines: [string, number][] = [
    ['Aug 31 09:00:01 gw sshd[7]: up', 1000],
    ['Aug 31 09:00:03 gw sshd[7]: down', 3000],
  ];
  lines.forEach(([line, time], sequence) => {
    const bytes = Buffer.from(`${line}\n`);
    parseHeader(bytes, 0, line.length, header);
    const start = buffer.messages.addText(bytes, 0, bytes.length);
    buffer.messages.addMessage(start, time, header, start);
    buffer.messages.addSource('a.log', 1_630_400_000_000, sequence);
    buffer.hosts.add(bytes, header.hostStart, header.hostEnd);
  });
  const directory = new MemoryDirectory();
  const [log, index] = new SegmentWriter(directory, new PartBuilder())
    .append(buffer, undefined)
    .files.map((file) => hex(directory.read(file.path)));
  return { log: log ?? '', index: index ?? '' };
}

describe('FORMAT.md', () => {
  const worked = workedBytes();
  const written = new Map([
    ['catalog', hex(encodeCatalog(EMPTY_CATALOG))],
    ['log', twoMessages().log],
    ['index', twoMessages().index],
    ['dictionary', dictionary().dictionary],
    ['block-index', dictionary().index],
    ['gaps', postingList([3, 7, 300], 1000)],
    ['runs', postingList([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 20, 21, 22], 1000)],
    ['bitmap', postingList([0, 2, 3, 5, 7], 8)],
  ]);

  it('shows worked bytes for exactly the structures that this test writes', () => {
    expect([...worked.keys()].sort()).toEqual([...written.keys()].sort());
  });

  // Which matches are taken is the compressor's affair: those of the worked bytes are lz4-napi's.
  for (const [name, bytes] of written)
    it.runIf(lz4Codec().name === 'lz4-napi')(
      `shows the bytes that the writer of the ${name} writes`,
      () => {
        expect(worked.get(name)).toBe(bytes);
      },
    );
});
