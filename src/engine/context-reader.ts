import { type CompiledQuery, compileQuery } from '../executor/compiled-query.js';
import { ContextSearch, type ContextSize } from '../executor/context.js';
import type { HitSource, RowsOf } from '../executor/hit-merge.js';
import { MessageHosts, queryOfHost } from '../executor/message-host.js';
import type { Candidate } from '../executor/pack-search.js';
import { Timeline } from '../executor/timeline.js';
import type { BlockReader } from '../pack/block-reader.js';
import type { Query } from '../query/ast.js';

/** How much around each hit, and whether only from the same host. Messages without a host count as one host. */
export type ContextOptions = ContextSize & { readonly sameHost?: boolean };

/** What of a store is needed to look around hits. */
export type ContextStore = {
  readonly block: (candidate: Candidate) => BlockReader;
  /** Where answers may be, at any time. */
  readonly sources: (query: Query, compiled: CompiledQuery) => HitSource[];
  readonly rowsOf: (compiled: CompiledQuery) => RowsOf;
  /** Undefined when it met damage, which is reported. */
  readonly unlessDamaged: <T>(action: () => T) => T | undefined;
};

/** A search around hits that come oldest first, or newest first. */
export function contextSearch(
  store: ContextStore,
  { before, after, sameHost = false }: ContextOptions,
  order: 'oldest first' | 'newest first',
): ContextSearch {
  const { block, sources, rowsOf, unlessDamaged } = store;
  const hosts = new MessageHosts();
  const hostAt = (reader: BlockReader, row: number) => unlessDamaged(() => hosts.of(reader, row));
  const timelineOf = (host: string): Timeline => {
    const query: Query = sameHost ? queryOfHost(host) : { kind: 'all' };
    const compiled = compileQuery(query);
    const found = rowsOf(compiled);
    const ofHost: RowsOf = (candidate) => {
      const all = found(candidate);
      return all && { ...all, rows: all.rows.filter((row) => hostAt(all.reader, row) === host) };
    };
    return new Timeline(sources(query, compiled), order, sameHost ? ofHost : found);
  };
  return new ContextSearch({
    ...{ before, after, block, timelineOf },
    isBackwards: order === 'newest first',
    nameOf: sameHost ? ({ candidate, row }) => hostAt(block(candidate), row) : () => '',
  });
}
