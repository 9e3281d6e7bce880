/**
 * Hayabusa as a library: open a store, ingest, search, count, sum up, close.
 *
 *     const store = await openStore('hayabusa-store');
 *     for await (const batch of store.search('failed password root', { from: Date.UTC(2021, 7, 17) }))
 *       for (const message of batch) print(message.time, message.raw);
 *     await store.close();
 */
export type { ErrorCode, ErrorDetails } from './base/errors.js';
export { HayabusaError, isHayabusaError } from './base/errors.js';
export type { ContextOptions } from './engine/context-reader.js';
export type { CountsByValue, ValueRow } from './engine/count-by.js';
export type { Histogram } from './engine/histogram.js';
export type { IngestOptions, IngestProgress, IngestSummary } from './engine/ingest.js';
export type { DamageReport } from './engine/pack-searcher.js';
export type { PatternRow, Patterns } from './engine/patterns.js';
export type {
  ArrivalBatch,
  ArrivalsOptions,
  CountByQuery,
  HistogramQuery,
  OpenOptions,
  QueryOptions,
  Store,
} from './engine/store.js';
export { openStore } from './engine/store.js';
export type { FoundMessage } from './executor/found-message.js';
export { describeMessage, type MessageFields } from './syslog/message.js';
export { formatTime, type TimeZone, timeZone } from './syslog/time-zones.js';
