import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { lz4Compress } from '../../src/codec/lz4.js';
import { openReader } from '../../src/engine/open.js';
import { openIndexPart } from '../../src/segment/open-index-part.js';
import type { Corpus } from '../corpus/corpus.js';
import { sizeOf } from '../measure/disk.js';
import type { EngineInfo } from '../result/result.js';
import type { Stores } from './ingest.js';
import type { Run } from './run.js';

/** Forms of the raw text that stores are held against. */
export const PLAIN_FORMS: readonly EngineInfo[] = [
  { name: 'raw', family: 'plain', version: '', settings: ['the lines as they arrived'] },
  { name: 'gzip', family: 'plain', version: '', settings: ['raw, one stream, level 6'] },
  { name: 'LZ4', family: 'plain', version: '', settings: ['raw, blocks of 4 MiB'] },
];

const LZ4_BLOCK = 4 << 20;

/** How large are the stores, and what of? */
export function askStore(run: Run, corpus: Corpus, stores: Stores): void {
  const add = (row: string, engine: string, value: number, unit = 'MB') =>
    run.cells.add(
      { question: 'store', corpus: corpus.name, row, engine, unit, better: 'less' },
      unit === 'MB' ? value / 1e6 : value,
    );
  run.progress.step(`${corpus.name}: sizes`);
  const { rawBytes } = corpus.info;
  for (const { info } of run.engines) {
    const store = stores.get(info.name);
    if (store === undefined) continue;
    let bytes = 0;
    let allocated = 0;
    for (const path of store.paths) {
      const size = sizeOf(path);
      bytes += size.bytes;
      allocated += size.allocated;
    }
    add('all, allocated', info.name, allocated);
    add('all, bytes', info.name, bytes);
    add('allocated / raw', info.name, allocated / rawBytes, '×');
    if (info.family === 'hayabusa')
      for (const [part, size] of Object.entries(partsOf(store.paths[0]!, bytes)))
        add(part, info.name, size);
  }
  const raw = readFileSync(corpus.rawFile);
  add('all, bytes', 'raw', rawBytes);
  add('all, bytes', 'gzip', gzipSync(raw, { level: 6 }).length);
  let lz4 = 0;
  for (let at = 0; at < raw.length; at += LZ4_BLOCK)
    lz4 += lz4Compress(raw.subarray(at, at + LZ4_BLOCK)).length;
  add('all, bytes', 'LZ4', lz4);
}

/** Bytes of a store by what they hold. */
function partsOf(folder: string, total: number): Record<string, number> {
  const reader = openReader(folder, ({ error }) => {
    throw error;
  });
  const parts = { messages: 0, terms: 0, postings: 0, 'the rest': total };
  for (const segment of reader.catalog.segments) {
    parts.messages += segment.logBytes;
    for (const part of segment.parts) {
      const index = openIndexPart(reader.directory, segment.hour, part);
      const { listBytes, dictionaryBytes } = index.terms.measure();
      // Short lists stand in the dictionary, but they are postings all the same.
      let inlineBytes = 0;
      for (const { postings } of index.terms.entries()) inlineBytes += postings.inline?.length ?? 0;
      index.close();
      parts.terms += dictionaryBytes - inlineBytes;
      parts.postings += listBytes + inlineBytes;
    }
  }
  parts['the rest'] -= parts.messages + parts.terms + parts.postings;
  return parts;
}
