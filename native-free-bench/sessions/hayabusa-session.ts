import { readFileSync } from 'node:fs';
import { openStore } from '../../src/index.js';
import { FIRST } from '../queries/query.js';
import { serve } from './protocol.js';

/** A session on a Hayabusa store: `hayabusa-session STORE LINE-OF-ARRIVAL`; the latter may be empty when no hits are asked for. */
const [, , folder = '', lineOfArrivalFile = ''] = process.argv;
const bytes = lineOfArrivalFile === '' ? new Uint8Array(0) : readFileSync(lineOfArrivalFile);
const lineOfArrival = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
const store = await openStore(folder);

await serve(async ({ query, mode, span }) => {
  const range = span === undefined ? {} : { from: span.from, to: span.to };
  if (mode === 'count') return { count: await store.count(query, range) };
  let count = 0;
  const lines: number[] = [];
  const limit = mode === 'first 100' ? { limit: FIRST, newestFirst: true } : {};
  for await (const batch of store.search(query, { ...range, ...limit })) {
    count += batch.length;
    if (mode === 'hits') for (const { sequence } of batch) lines.push(lineOfArrival[sequence]!);
  }
  return mode === 'hits' ? { count, lines } : { count };
});
