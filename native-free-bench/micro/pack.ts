import { MessageBatch } from '../../src/messagelog/message-batch.js';
import type { BlockMaker } from '../../src/pack/block-maker.js';
import { fastestBlockMaker } from '../../src/pack/fastest-block-maker.js';
import type { PackInfo } from '../../src/pack/pack-format.js';
import { PackReader } from '../../src/pack/pack-reader.js';
import { PackWriter } from '../../src/pack/pack-writer.js';
import { PlainBlockMaker } from '../../src/pack/plain-block-maker.js';
import { MemoryDirectory } from '../../src/storage/memory-directory.js';
import { Header, parseHeader } from '../../src/syslog/header.js';
import { type Duel, duel } from './duel.js';
import type { Lines } from './generated-lines.js';

const PACK = 'duel.pack';

/** A pack of one block, from messages to the bytes of the file: with the kernel, and without. */
export function packDuels(
  lines: Lines,
  twin: () => BlockMaker = () => new PlainBlockMaker(),
): Duel[] {
  const batch = batchOf(lines);
  return [
    duel({
      row: 'make a pack, per message',
      items: lines.starts.length,
      hayabusa: writerOf(batch, fastestBlockMaker),
      plain: writerOf(batch, twin),
      same: (ours, plain) => contentOf(ours) === contentOf(plain),
    }),
  ];
}

type WrittenPack = { readonly directory: MemoryDirectory; readonly info: PackInfo };

function writerOf(batch: MessageBatch, newMaker: () => BlockMaker): () => WrittenPack {
  const directory = new MemoryDirectory();
  const writer = new PackWriter(directory, 1, newMaker);
  return () => {
    writer.start(PACK);
    writer.add(batch);
    return { directory, info: writer.finish(1) };
  };
}

/** What a pack holds, but for how it is compressed and where it lies: its templates, messages and terms. */
function contentOf({ directory, info }: WrittenPack): string {
  const pack = new PackReader(directory.open(PACK), PACK, info);
  const terms = Array.from(pack.index().terms.entries(), ({ term, postings }) => [
    latin1(term),
    { ...postings, offset: 0 },
  ]);
  const messages = pack.blocks.map((info) => {
    const block = pack.block(info);
    return Array.from({ length: block.rows }, (_, row) => latin1(block.messageOf(row)));
  });
  return JSON.stringify([pack.tables().templates, terms, messages]);
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

function batchOf({ text, starts, ends }: Lines): MessageBatch {
  const batch = new MessageBatch();
  const header = new Header();
  batch.addText(text, 0, text.length);
  starts.forEach((start, n) => {
    parseHeader(text, start, ends[n]!, header);
    batch.addMessage(start, 1_780_000_000_000 + 500 * n, header, 0);
    batch.addSource('generated', 1_780_000_000_000, n);
    batch.hosts.add(text, header.hostStart, header.hostEnd);
  });
  return batch;
}
