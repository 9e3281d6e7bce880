import { HayabusaError } from '../base/errors.js';
import type { FoundMessage } from '../executor/found-message.js';
import { parseBucketWidth } from '../planner/bucket-width.js';
import type { TimeRange } from '../planner/plan.js';
import type { Query } from '../query/ast.js';
import { parsePhrase, parseQuery } from '../query/parser.js';
import { localTimeZone, type TimeZone, timeZone } from '../syslog/time-zones.js';
import type { ContextOptions } from './context-reader.js';
import { type CountsByValue, countBy, countKeyOf } from './count-by.js';
import { formatCursor, parseCursor } from './cursor.js';
import { type Histogram, histogram } from './histogram.js';
import { type IngestOptions, type IngestSummary, ingest, openInputs } from './ingest.js';
import { openWriter } from './open.js';
import { openReader } from './open-reader.js';
import type { DamageReport } from './pack-searcher.js';
import { type Patterns, patterns } from './patterns.js';
import type { StoreReader } from './store-reader.js';
import type { StoreWriter } from './store-writer.js';

export type OpenOptions = {
  /** Also to write: takes the store's lock. */
  write?: boolean;
  /** With `write`: make the store when there is none. */
  create?: boolean;
  /** With `write`: text in bytes between commits. */
  commitBytes?: number;
  /** With `write`: threads that a large ingest uses, some 70 MB each; 1, the default, for no other than the caller's. */
  threads?: number;
  /** Told of damaged files that a search met; it goes on. Without it a search throws. */
  onDamage?: (report: DamageReport) => void;
};

export type QueryOptions = {
  /** The words are one phrase. */
  exact?: boolean;
  /** Event time, epoch milliseconds: from (inclusive) and to (exclusive). */
  from?: number;
  to?: number;
  /** Several ranges at once, sorted and apart; instead of `from` and `to`. */
  ranges?: readonly TimeRange[];
  /** Only the newest so many messages. */
  limit?: number;
  /** Newest first; else oldest first. */
  newestFirst?: boolean;
  /** Also so many messages around each, whatever their time, only of the same host if told so. */
  context?: ContextOptions;
};

export type ArrivalsOptions = Pick<QueryOptions, 'exact' | 'from' | 'to' | 'ranges'> & {
  /** Where to go on: the cursor of a batch that came before. Without one: at the first message. */
  after?: string;
  /** Only the first so many messages. */
  limit?: number;
};

/** Messages in order of arrival, and the cursor behind them. */
export type ArrivalBatch = { readonly messages: FoundMessage[]; readonly cursor: string };

export type HistogramQuery = QueryOptions & {
  /** `30s`, `5m`, `1h`, `1d`, `1w`, `1mo`, `1y`; without it as wide as makes about 30 buckets. */
  width?: string;
  /** Where days and hours begin; else the machine's zone. */
  timezone?: string;
};

export type CountByQuery = QueryOptions & {
  /** How many values, most messages first; else all. */
  top?: number;
  /** Where days and hours begin; else the machine's zone. */
  timezone?: string;
};

/** An open store. What was committed by others since it was opened is seen by the next search. */
export interface Store {
  /** Reads files ('-' is standard input) into the store. Needs `write`. */
  ingest(files: readonly string[], options: IngestOptions): Promise<IngestSummary>;
  /** The messages that a query finds, in batches, in order of time and then of arrival. */
  search(query: string, options?: QueryOptions): AsyncIterable<FoundMessage[]>;
  /**
   * The messages that a query finds in order of arrival, from a cursor on. Each batch has the cursor to go on from; the
   * last, which may have no messages, that behind all that was committed. Who goes on from there sees every message once,
   * however late its time is, while others ingest, seal and merge.
   */
  arrivals(query: string, options?: ArrivalsOptions): AsyncIterable<ArrivalBatch>;
  /** How many messages a query finds. */
  count(query: string, options?: QueryOptions): Promise<number>;
  /** How many messages a query finds, by time; `limit` is nothing to it. */
  histogram(query: string, options?: HistogramQuery): Promise<Histogram>;
  /**
   * How many messages a query finds, by a value: host, app, pid, msgid, severity, facility, source, pattern, day,
   * hour, minute, or `/from (\S+)/`: the group of an expression.
   */
  countBy(by: string, query: string, options?: CountByQuery): Promise<CountsByValue>;
  /** Which kinds of messages a query finds, and how many of each, the most frequent `top` of them; else all. */
  patterns(query: string, options?: QueryOptions & { top?: number }): Promise<Patterns>;
  /** Gives the lock back. Idempotent. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Opens the store in a folder. Throws when there is none and `create` is not given. */
export async function openStore(folder: string, options: OpenOptions = {}): Promise<Store> {
  const writer =
    options.write === true
      ? openWriter(folder, {
          create: options.create ?? false,
          threads: options.threads ?? 1,
          ...(options.commitBytes === undefined ? {} : { commitBytes: options.commitBytes }),
        })
      : undefined;
  try {
    return new OpenStore(openReader(folder, options.onDamage ?? throwDamage), writer);
  } catch (error) {
    writer?.close();
    throw error;
  }
}

class OpenStore implements Store {
  readonly #reader: StoreReader;
  readonly #writer: StoreWriter | undefined;
  #closed = false;

  constructor(reader: StoreReader, writer: StoreWriter | undefined) {
    this.#reader = reader;
    this.#writer = writer;
  }

  async ingest(files: readonly string[], options: IngestOptions): Promise<IngestSummary> {
    this.#checkOpen();
    if (this.#writer === undefined)
      throw new HayabusaError(
        `Store ${this.#reader.directory.location} is open for reading only: expected it to be opened with { write: true }`,
        { code: 'usage' },
      );
    return ingest(this.#writer, await openInputs(files, options), options);
  }

  async *search(query: string, options: QueryOptions = {}): AsyncGenerator<FoundMessage[]> {
    this.#checkOpen();
    this.#reader.refresh();
    const { limit, newestFirst = false, context } = options;
    for (const batch of this.#reader.search(planOf(query, options), {
      newestFirst,
      ...(limit === undefined ? {} : { limit }),
      ...(context === undefined ? {} : { context }),
    })) {
      if (batch.length > 0) yield batch;
      // Lets others run between batches.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async *arrivals(query: string, options: ArrivalsOptions = {}): AsyncGenerator<ArrivalBatch> {
    this.#checkOpen();
    const reader = this.#reader;
    reader.refresh();
    const { after, limit } = options;
    const { catalog } = reader;
    const from = after === undefined ? 0 : parseCursor(after, catalog);
    for (const { messages, next } of reader.arrivals(planOf(query, options), {
      from,
      ...(limit === undefined ? {} : { limit }),
    })) {
      yield { messages, cursor: formatCursor(catalog, next) };
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async count(query: string, options: QueryOptions = {}): Promise<number> {
    this.#checkOpen();
    this.#reader.refresh();
    let count = 0;
    let turn = 0;
    for (const part of this.#reader.count(planOf(query, options))) {
      count += part;
      // Lets others run now and then.
      if (++turn % 64 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    return count;
  }

  async histogram(query: string, options: HistogramQuery = {}): Promise<Histogram> {
    this.#checkOpen();
    this.#reader.refresh();
    const { width } = options;
    return finish(
      histogram(this.#reader, planOf(query, options), {
        zone: zoneOf(options),
        buckets: 30,
        ...(width === undefined ? {} : { width: parseBucketWidth(width) }),
      }),
    );
  }

  async countBy(by: string, query: string, options: CountByQuery = {}): Promise<CountsByValue> {
    this.#checkOpen();
    this.#reader.refresh();
    const top = options.top ?? Number.POSITIVE_INFINITY;
    return finish(
      countBy(this.#reader, planOf(query, options), countKeyOf(by), { top, zone: zoneOf(options) }),
    );
  }

  async patterns(query: string, options: QueryOptions & { top?: number } = {}): Promise<Patterns> {
    this.#checkOpen();
    this.#reader.refresh();
    const top = options.top ?? Number.POSITIVE_INFINITY;
    return finish(patterns(this.#reader, planOf(query, options), { top }));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#reader.close();
    this.#writer?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #checkOpen(): void {
    if (this.#closed)
      throw new HayabusaError(
        `Store ${this.#reader.directory.location} is closed: expected an open one: open it again`,
        { code: 'closed' },
      );
  }
}

function zoneOf({ timezone }: { timezone?: string }): TimeZone {
  return timezone === undefined ? localTimeZone() : timeZone(timezone);
}

/** The result of a count; lets others run now and then. */
async function finish<Result>(steps: Generator<number, Result>): Promise<Result> {
  for (let turn = 1; ; turn++) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (turn % 64 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

function planOf(
  text: string,
  options: QueryOptions,
): { query: Query; ranges: readonly TimeRange[] | undefined } {
  const query = options.exact === true ? parsePhrase(text) : parseQuery(text);
  if (options.ranges !== undefined) return { query, ranges: options.ranges };
  if (options.from === undefined && options.to === undefined) return { query, ranges: undefined };
  const from = options.from ?? Number.MIN_SAFE_INTEGER;
  const to = options.to ?? Number.MAX_SAFE_INTEGER;
  return { query, ranges: from < to ? [{ from, to }] : [] };
}

function throwDamage(report: DamageReport): void {
  throw report.error;
}
