import { isHayabusaError, isSystemError } from '../base/errors.js';
import type { Catalog } from '../catalog/catalog-format.js';
import { encodeCatalog } from '../catalog/catalog-format.js';
import { openPack } from '../pack/open-pack.js';
import type { PackInfo } from '../pack/pack-format.js';
import type { PackReader } from '../pack/pack-reader.js';
import type { Directory } from '../storage/directory.js';
import { hoursOf } from './hours.js';
import { LogPack } from './log-packs.js';

export type StoreStats = {
  /** A line in pieces counts as one. */
  messages: number;
  /** Bytes of the messages, each with one LF. */
  rawBytes: number;
  /** Hours with messages. */
  segments: number;
  packs: number;
  /** Messages in the log, not sealed yet. */
  unsealed: number;
  /** Epoch milliseconds; undefined in an empty store. */
  first: number | undefined;
  last: number | undefined;
  bytes: { messages: number; index: number; log: number; catalog: number; total: number };
  /** Messages by host, most first. */
  hosts: { host: string; messages: number }[];
  /** Messages of hosts beyond those listed, and messages without host. */
  otherHosts: { hosts: number; messages: number };
  withoutHost: number;
};

/** What a store holds. Reads the tables and the tail of each pack, and the message log. */
export function storeStats(directory: Directory, catalog: Catalog, topHosts: number): StoreStats {
  const { packs, log } = catalog;
  const stats: StoreStats = {
    messages: log.messages,
    rawBytes: log.textBytes + log.messages,
    segments: hoursOf(catalog).length,
    packs: packs.length,
    unsealed: log.messages,
    first: undefined,
    last: undefined,
    bytes: {
      messages: 0,
      index: 0,
      log: log.bytes,
      catalog: encodeCatalog(catalog).length,
      total: 0,
    },
    hosts: [],
    otherHosts: { hosts: 0, messages: 0 },
    withoutHost: 0,
  };
  const counts = new Map<string, number>();
  const span = (minTime: number, maxTime: number) => {
    stats.first = Math.min(stats.first ?? Number.POSITIVE_INFINITY, minTime);
    stats.last = Math.max(stats.last ?? Number.NEGATIVE_INFINITY, maxTime);
  };
  const addContent = ({ hosts, pieces }: Content) => {
    for (const [host, count] of hosts) counts.set(host, (counts.get(host) ?? 0) + count);
    stats.messages -= pieces;
    stats.rawBytes -= pieces;
  };
  for (const pack of packs) {
    span(pack.minTime, pack.maxTime);
    stats.messages += pack.messages;
    stats.rawBytes += pack.textBytes + pack.messages;
    stats.bytes.messages += pack.tablesOffset;
    stats.bytes.index += pack.bytes - pack.tablesOffset;
    addContent(contentOf(directory, pack));
  }
  if (log.messages > 0) {
    const content = unlessGone(() => {
      const reader = new LogPack(directory).pack(log, () => {});
      if (reader === undefined) return NOTHING;
      span(reader.info.minTime, reader.info.maxTime);
      return { hosts: reader.index().hosts, pieces: piecesOf(reader) };
    });
    addContent(content);
  }
  stats.bytes.total =
    stats.bytes.messages + stats.bytes.index + stats.bytes.log + stats.bytes.catalog;
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

type Content = { readonly hosts: ReadonlyMap<string, number>; readonly pieces: number };

const NOTHING: Content = { hosts: new Map(), pieces: 0 };

function contentOf(directory: Directory, pack: PackInfo): Content {
  return unlessGone(() => {
    const reader = openPack(directory, pack);
    try {
      return { hosts: reader.index().hosts, pieces: piecesOf(reader) };
    } finally {
      reader.close();
    }
  });
}

/** Nothing when the file is damaged or has just been replaced: verify says so, stats need not. */
function unlessGone(read: () => Content): Content {
  try {
    return read();
  } catch (error) {
    if (isHayabusaError(error, 'corruption') || isSystemError(error, 'ENOENT')) return NOTHING;
    throw error;
  }
}

function piecesOf(reader: PackReader): number {
  return reader.blocks.reduce((sum, block) => sum + block.pieces, 0);
}
