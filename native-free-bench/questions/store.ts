import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openReader } from '../../src/engine/open-reader.js';
import { storeStats } from '../../src/engine/stats.js';
import { PackReader } from '../../src/pack/pack-reader.js';
import { CATALOG, LOGS, PACKS, packPath } from '../../src/storage/file-names.js';
import type { Corpus } from '../corpus/corpus.js';
import { HOSTILE } from '../corpus/make-corpus.js';
import { lz4Bytes, wordByWord } from '../corpus/word-by-word.js';
import { sizeOf } from '../measure/disk.js';
import type { EngineInfo } from '../result/result.js';
import type { Stores } from './ingest.js';
import type { Run } from './run.js';

/** An index as one would write it first. */
export const WORD_BY_WORD = 'word by word';

/** Forms of the raw text that stores are held against. */
export const PLAIN_FORMS: readonly EngineInfo[] = [
  { name: 'raw', family: 'plain', version: '', settings: ['the lines as they arrived'] },
  { name: 'gzip', family: 'plain', version: '', settings: ['raw, one stream, level 6'] },
  { name: 'LZ4', family: 'plain', version: '', settings: ['raw, blocks of 4 MiB'] },
  {
    name: WORD_BY_WORD,
    family: 'plain',
    version: '',
    settings: [
      'of the hostile corpus: searched text under LZ4, each word once with its lines; made in memory, by one thread',
    ],
  },
];

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
      for (const [part, size] of Object.entries(partsOf(store.paths[0]!)))
        add(part, info.name, size);
  }
  const raw = readFileSync(corpus.rawFile);
  add('all, bytes', 'raw', rawBytes);
  add('all, bytes', 'gzip', gzipSync(raw, { level: 6 }).length);
  add('all, bytes', 'LZ4', lz4Bytes(raw));
  if (corpus.name !== HOSTILE) return;
  const { bytes, cpuSeconds } = wordByWord(corpus);
  add('all, bytes', WORD_BY_WORD, bytes);
  run.cells.add(
    {
      question: 'ingest',
      corpus: corpus.name,
      row: 'CPU per million lines',
      engine: WORD_BY_WORD,
      unit: 's',
      better: 'less',
    },
    (cpuSeconds / corpus.lines) * 1e6,
  );
}

/**
 * A store by what it holds: in bytes, as `hayabusa stats` counts them, and as the disk allocates them, which it does by the
 * file. The index is in the same files as the messages; what it is made of is told beside it.
 */
function partsOf(folder: string): Record<string, number> {
  const reader = openReader(folder, ({ error }) => {
    throw error;
  });
  const { directory, catalog } = reader;
  const { bytes } = storeStats(directory, catalog, 0);
  const index = { tables: bytes.index, dictionary: 0, lists: 0, tail: 0 };
  for (const info of catalog.packs) {
    const path = packPath(info.number);
    const pack = new PackReader(directory.open(path), path, info);
    const { dictionaryBytes, listBytes } = pack.index();
    pack.close();
    index.dictionary += dictionaryBytes;
    index.lists += listBytes;
    index.tail += info.tailBytes;
  }
  reader.close();
  index.tables -= index.dictionary + index.lists + index.tail;
  const allocated = (name: string) => {
    const path = join(folder, name);
    return existsSync(path) ? sizeOf(path).allocated : 0;
  };
  return {
    messages: bytes.messages,
    index: bytes.index,
    'index: tables': index.tables,
    'index: dictionary': index.dictionary,
    'index: lists': index.lists,
    'index: tail': index.tail,
    log: bytes.log,
    catalog: bytes.catalog,
    'packs, allocated': allocated(PACKS),
    'log, allocated': allocated(LOGS),
    'catalog, allocated': allocated(CATALOG),
  };
}
