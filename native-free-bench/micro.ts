import { Bench } from 'tinybench';
import { TermCollector } from '../src/analysis/term-collector.js';
import { tokenize } from '../src/analysis/tokenizer.js';
import { ByteWriter } from '../src/codec/byte-writer.js';
import { lz4Compress, lz4Decompress } from '../src/codec/lz4.js';
import { countRest } from '../src/postings/doc-set.js';
import { intersect } from '../src/postings/intersection.js';
import { readPostingList, type StoredPostings } from '../src/postings/posting-list-reader.js';
import { writePostingList } from '../src/postings/posting-list-writer.js';
import { createGenerator } from './generator/generator.js';

/**
 * The hot structures, each beside its plain twin where it has one, on generated lines: `npm run bench:micro`. Ratios
 * within one run count, not the times.
 */
const [chunk = Buffer.alloc(0)] = createGenerator({
  seed: 1,
  lines: 7000,
  start: Date.UTC(2026, 5, 10),
  spanMillis: 3_600_000,
});
const text = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
const lines: [number, number][] = [];
for (let start = 0, end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
  lines.push([start, end]);
  start = end + 1;
}

/** The collector's plain twin: a Map from word to the messages that hold it. */
function plainTerms(): Map<string, number[]> {
  const terms = new Map<string, number[]>();
  lines.forEach(([start, end], message) => {
    for (const token of tokenize(text, start, end)) {
      const word = Buffer.from(token).toString('latin1');
      const messages = terms.get(word);
      if (messages === undefined) terms.set(word, [message]);
      else if (messages[messages.length - 1] !== message) messages.push(message);
    }
  });
  return terms;
}

const collector = new TermCollector();
function collect(): number {
  collector.clear();
  for (const [start, end] of lines) {
    collector.startMessage();
    collector.addText(text, start, end);
  }
  let postings = 0;
  collector.visitSorted(undefined, (_arena, _start, _end, _postings, from, to) => {
    postings += to - from;
  });
  return postings;
}

const MESSAGES = 1_000_000;
/** Every message whose number divides by `step`, as it is stored. */
function stored(step: number): StoredPostings {
  const docs = Uint32Array.from({ length: Math.ceil(MESSAGES / step) }, (_, i) => i * step);
  const out = new ByteWriter();
  const form = writePostingList(out, docs, 0, docs.length, MESSAGES);
  return { form, count: docs.length, messages: MESSAGES, bytes: out.copy(), file: '', offset: 0 };
}
const rare = stored(10_007);
const common = stored(17);
const dense = stored(3);
const compressed = lz4Compress(text.subarray(0, 128 << 10));

const bench = new Bench({ time: 500 });
bench
  .add('terms of 7,000 lines, plain twin', () => {
    plainTerms();
  })
  .add('terms of 7,000 lines, TermCollector', () => {
    collect();
  })
  .add('decode 58,824 gaps', () => {
    countRest(readPostingList(common));
  })
  .add('walk a bitmap of 333,334', () => {
    countRest(readPostingList(dense));
  })
  .add('rare AND dense', () => {
    countRest(intersect([readPostingList(rare), readPostingList(dense)]));
  })
  .add('common AND dense', () => {
    countRest(intersect([readPostingList(common), readPostingList(dense)]));
  })
  .add('decompress a block of 128 KiB', () => {
    lz4Decompress(compressed, 128 << 10);
  });
await bench.run();
console.table(bench.table());
