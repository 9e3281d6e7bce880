import { isHayabusaError, isSystemError } from '../base/errors.js';
import { MILLIS_PER_HOUR, type SegmentHour } from '../base/ids.js';
import type { Catalog } from '../catalog/catalog-format.js';
import { encodeCatalog } from '../catalog/catalog-format.js';
import { openIndexPart } from '../segment/open-index-part.js';
import { isSealed, type PartInfo, uncoveredRanges } from '../segment/segment-info.js';
import type { Directory } from '../storage/directory.js';

export type StoreStats = {
  /** A line in pieces counts as one, once it is indexed. */
  messages: number;
  /** Bytes of the messages, each with one LF. */
  rawBytes: number;
  segments: number;
  sealed: number;
  indexParts: number;
  /** Messages that no index part covers. */
  uncovered: number;
  /** Epoch milliseconds; undefined in an empty store. */
  first: number | undefined;
  last: number | undefined;
  bytes: { log: number; index: number; catalog: number; total: number };
  /** Messages by host, most first. */
  hosts: { host: string; messages: number }[];
  /** Messages of hosts beyond those listed, and messages without host. */
  otherHosts: { hosts: number; messages: number };
  withoutHost: number;
};

/** What a store holds. Reads each index part's tail and hosts, and no message. */
export function storeStats(directory: Directory, catalog: Catalog, topHosts: number): StoreStats {
  const counts = new Map<string, number>();
  const stats: StoreStats = {
    messages: 0,
    rawBytes: 0,
    segments: catalog.segments.length,
    sealed: 0,
    indexParts: 0,
    uncovered: 0,
    first: undefined,
    last: undefined,
    bytes: { log: 0, index: 0, catalog: encodeCatalog(catalog).length, total: 0 },
    hosts: [],
    otherHosts: { hosts: 0, messages: 0 },
    withoutHost: 0,
  };
  for (const segment of catalog.segments) {
    const start = segment.hour * MILLIS_PER_HOUR;
    stats.first = Math.min(stats.first ?? Number.POSITIVE_INFINITY, start + segment.minTime);
    stats.last = Math.max(stats.last ?? Number.NEGATIVE_INFINITY, start + segment.maxTime);
    stats.messages += segment.messages;
    stats.rawBytes += segment.textBytes + segment.messages;
    stats.bytes.log += segment.logBytes;
    if (isSealed(segment)) stats.sealed++;
    for (const range of uncoveredRanges(segment)) stats.uncovered += range.end - range.first;
    for (const part of segment.parts) {
      stats.indexParts++;
      stats.bytes.index += part.bytes;
      const { hosts, pieces } = contentOf(directory, segment.hour, part);
      for (const [host, count] of hosts) counts.set(host, (counts.get(host) ?? 0) + count);
      stats.messages -= pieces;
      stats.rawBytes -= pieces;
    }
  }
  stats.bytes.total = stats.bytes.log + stats.bytes.index + stats.bytes.catalog;
  const hosts = [...counts].map(([host, messages]) => ({ host, messages }));
  hosts.sort((a, b) => b.messages - a.messages || (a.host < b.host ? -1 : 1));
  stats.hosts = hosts.slice(0, topHosts);
  const others = hosts.slice(topHosts);
  const sum = (list: { messages: number }[]) =>
    list.reduce((total, each) => total + each.messages, 0);
  stats.otherHosts = { hosts: others.length, messages: sum(others) };
  stats.withoutHost = stats.messages - sum(hosts);
  return stats;
}

/**
 * Hosts of a part, and how many of its messages are further pieces of a line; nothing when it is damaged or has just been
 * replaced: verify says so, stats need not.
 */
function contentOf(
  directory: Directory,
  hour: SegmentHour,
  part: PartInfo,
): { hosts: Map<string, number>; pieces: number } {
  try {
    const reader = openIndexPart(directory, hour, part);
    try {
      return { hosts: reader.hosts(), pieces: reader.pieces().length };
    } finally {
      reader.close();
    }
  } catch (error) {
    if (isHayabusaError(error, 'corruption') || isSystemError(error, 'ENOENT'))
      return { hosts: new Map(), pieces: 0 };
    throw error;
  }
}
