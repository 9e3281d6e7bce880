import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { MessageRouter } from '../../src/engine/message-router.js';
import { StoreReader } from '../../src/engine/store-reader.js';
import { StoreWriter } from '../../src/engine/store-writer.js';
import { openFsDirectory } from '../../src/storage/fs-directory.js';
import { LineFramer } from '../../src/syslog/framing.js';
import { LineClock } from '../../src/syslog/line-clock.js';
import { UTC } from '../../src/syslog/time-zones.js';
import { plainTerms } from '../support/plain-terms.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { CORPORA, hasVendorCorpus } from '../support/vendor-corpus.js';
import { readIndex } from './format-index-reader.js';
import { readStore, type StoredMessage, type StoredPack } from './format-reader.js';

/** What one commit brings: the lines of one source. */
type Feed = { source: string; text: Buffer };

const RECEIVED = Date.UTC(2026, 5, 12);
/** Longer lines come in pieces: short enough for pieces in the log as well. */
const LIMIT = 200_000;

/** Makes a store of feeds, a commit each; seals it when asked to. */
function store(feeds: readonly Feed[], { seal }: { seal: boolean }): string {
  const folder = temporaryFolder();
  const writer = new StoreWriter(openFsDirectory(folder), { create: true });
  let nextSequence = 0;
  feeds.forEach(({ source, text }, commit) => {
    const clock = new LineClock({
      zone: UTC,
      reference: RECEIVED,
      now: RECEIVED,
      fallback: RECEIVED,
    });
    const router = new MessageRouter(writer, clock, { source, continuing: false, nextSequence });
    const framer = new LineFramer({ limit: LIMIT });
    const receivedAt = RECEIVED + 1000 * (commit % 3);
    for (let at = 0; at < text.length; at += 1 << 20)
      router.add(framer.push(text.subarray(at, at + (1 << 20))), receivedAt);
    router.add(framer.finish(), receivedAt);
    ({ nextSequence } = router);
    writer.commit({ nextSequence, inputs: [] });
  });
  if (seal) writer.seal();
  writer.close();
  return folder;
}

const feed = (source: string, ...lines: (string | Buffer)[]): Feed => ({
  source,
  text: Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\n')])),
});

/** Joins lines in pieces; all messages of a store in order of arrival. */
function linesOf(messages: readonly StoredMessage[]): StoredMessage[] {
  const lines: StoredMessage[] = [];
  for (const message of [...messages].sort((a, b) => a.sequence - b.sequence)) {
    const last = lines.at(-1);
    if (last !== undefined && message.continues) last.raw = Buffer.concat([last.raw, message.raw]);
    else lines.push({ ...message });
  }
  return lines;
}

/** Holds what the page's reader finds in a store to the lines that went in, and to what our own reader finds. */
function expectAll(folder: string, feeds: readonly Feed[]): { packs: StoredPack[]; log: number } {
  const { packs, log } = readStore(folder);
  const lines = linesOf([...packs.flatMap(({ messages }) => messages), ...log]);
  const expected = feeds.flatMap(({ source, text }) => {
    const parts = text.toString('latin1').split('\n');
    if (parts.at(-1) === '') parts.pop();
    return parts.map((raw) => `${source} ${raw}`);
  });
  const found = lines.map(({ source, raw }) => `${source} ${raw.toString('latin1')}`);
  expect(found.length).toBe(expected.length);
  found.forEach((line, i) => {
    if (line !== expected[i]) expect(line).toBe(expected[i]);
  });

  const reader = new StoreReader(openFsDirectory(folder), ({ error }) => {
    throw error;
  });
  const ours = [...reader.search({ query: { kind: 'all' }, ranges: undefined })].flat();
  reader.close();
  ours.sort((a, b) => a.sequence - b.sequence);
  const facts = ({ time, source, receivedAt, sequence }: (typeof ours)[number] | StoredMessage) =>
    `${sequence} ${time} ${receivedAt} ${source}`;
  expect(lines.map(facts)).toEqual(ours.map(facts));
  for (const pack of packs) expectIndex(pack);
  return { packs, log: log.length };
}

/** Holds a pack's index to the texts of its units, by the plain rules of what a term is. */
function expectIndex(pack: StoredPack): void {
  const { terms } = readIndex(pack);
  const expected = new Map<string, { unit: number; messages: number }[]>();
  pack.units.forEach(({ texts, isColumn, rows }, unit) => {
    const counts = new Map<string, number>();
    for (const text of isColumn ? texts.map((value) => value.toString('latin1')) : [])
      counts.set(text, (counts.get(text) ?? 0) + 1);
    const found = new Map<string, number>();
    if (!isColumn)
      for (const term of plainTerms(texts.map((text) => text.toString('latin1'))))
        found.set(term, rows);
    for (const [text, count] of counts)
      for (const term of plainTerms([text])) found.set(term, (found.get(term) ?? 0) + count);
    for (const [term, messages] of found) {
      const units = expected.get(term);
      if (units === undefined) expected.set(term, [{ unit, messages }]);
      else units.push({ unit, messages });
    }
  });
  const line = (term: string, units: readonly number[], messages: number) =>
    `${term} ${units.join()} ${messages}`;
  const all = [...expected].map(([term, units]) => {
    const messages = units
      .filter(({ unit }) => !overlaps(pack, unit, units))
      .reduce((sum, each) => sum + each.messages, 0);
    return line(
      term,
      units.map(({ unit }) => unit),
      messages,
    );
  });
  const got = [...terms].map(([term, { units, messages }]) => line(term, units, messages));
  expect(got.sort()).toEqual(all.sort());
}

/** Whether a message of the unit's block may hold a term in two of its units. */
function overlaps(pack: StoredPack, unit: number, units: readonly { unit: number }[]): boolean {
  const ofBlock = units.filter((each) => pack.units[each.unit]!.block === pack.units[unit]!.block);
  return ofBlock.length > 1 && ofBlock.some((each) => pack.units[each.unit]!.isColumn);
}

const two = (n: number) => String(n).padStart(2, '0');

const month = (at: Date) => at.toUTCString().slice(8, 11);
const date = (at: Date) => at.toISOString().slice(0, 10);
const clock = (at: Date) => at.toISOString().slice(11, 19);
const millis = (at: Date) => at.toISOString().slice(20, 23);

/** Lines as several systems write them, some hours of them, out of order. */
function dialects(count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const at = new Date(Date.UTC(2026, 5, 9, 22) + ((i * 7919) % 9000) * 1000 + (i % 1000));
    const day = String(at.getUTCDate()).padStart(2);
    const iso = at.toISOString();
    switch (i % 11) {
      case 0:
        return `<38>Jun ${day} ${clock(at)} gw${i % 5} sshd[${1000 + i}]: Failed password for user${i % 90} from 10.0.${i % 256}.${i % 7} port ${i}`;
      case 1:
        return `<165>1 ${iso.slice(0, -1)}${String(i % 1000).padStart(3, '0')}Z host${i % 3} app ${i} ID47 [x@1 k="v${i}"] took ${(i % 50) / 100} s`;
      case 2:
        return `<165>1 ${iso.slice(0, 23)}417+02:00 host app - - - zone`;
      case 3:
        return `${iso.slice(0, 10)} ${clock(at)},${iso.slice(20, 23)} INFO worker-${i % 4} done in ${i}.${two(i % 100)} ms`;
      case 4:
        return `<189>${i}: core-${i % 3}: *Jun ${day} ${clock(at)}.${iso.slice(20, 23)}: %LINK-3-UPDOWN: Interface Gi1/0/${i % 48}, changed state to ${i % 2 ? 'up' : 'down'}`;
      case 5:
        return `\tat com.example.Class${i % 700}.method(File.java:${i})`;
      case 6:
        return `${Math.floor(at.getTime() / 1000)}.${iso.slice(20, 23)} proxy TCP_MISS/200 ${i * 37} GET`;
      case 7:
        return '';
      case 8:
        return `odd \u0000 bytes\r \u00fc\u0001 ${'x'.repeat(i % 50)}`;
      case 9:
        return `Jun  ${day.trim()[0]} ${clock(at)} fw kernel: [${i}.000001] IN=eth0 SRC=192.168.1.${i % 256} DST=2001:db8::${(i % 4096).toString(16)} MAC=00:11:22:33:44:${two(i % 90)}`;
      default:
        return `word${'abcdefghij'[i % 10]} ${i % 2 ? '007' : '7'} ${i % 400 === 10 ? 'shape-' : ''}${'-+*/'[i % 4]}`.repeat(
          1 + (i % 3),
        );
    }
  });
}

/** Messages of so many shapes that a block has more templates than a byte can tell. */
const shapes = (count: number) =>
  Array.from(
    { length: count },
    (_, i) => `Jun 10 12:00:00 gw app: ${'a b'.repeat(i % 80)} ${'c,'.repeat(i % 7)} ${i}`,
  );

/** Bytes that are no text, none of them LF. */
const noise = (length: number, seed: number): Buffer => {
  const bytes = Buffer.alloc(length);
  for (let i = 0; i < length; i++) {
    const byte = (Math.imul(i + seed, 2_654_435_761) >>> 13) & 0xff;
    bytes[i] = byte === 0x0a ? 0x0b : byte;
  }
  return bytes;
};

/** Feeds of all that, some of them larger than what goes to the log. */
function everything(): Feed[] {
  return [
    feed('a.log', ...dialects(900)),
    feed('b.log', ...dialects(30_000)),
    feed(
      'long.log',
      'Jun 10 12:00:00 gw app: before',
      noise(900_000, 1),
      noise(1_300_000, 2),
      ...dialects(20),
    ),
    feed(
      'plain.log',
      ...Array.from(
        { length: 9 },
        (_, i) => `Jun 10 13:00:0${i} gw app: ${noise(20_000, i).toString('hex')}`,
      ),
    ),
    feed('shapes.log', ...shapes(9_000)),
    feed('empty.log', '', '', 'x'),
    feed('a.log', ...dialects(100)),
  ];
}

describe('a reader written from FORMAT.md alone', () => {
  it('imports nothing that this project writes with', () => {
    for (const name of ['format-reader', 'format-index-reader', 'format-bytes']) {
      const text = readFileSync(new URL(`./${name}.ts`, import.meta.url), 'utf8');
      const imported = [...text.matchAll(/from '([^']+)'/g)].map(([, from = '']) => from);
      expect(imported.filter((from) => !/^(node:|\.\/format-)/.test(from))).toEqual([]);
    }
  });

  it('reads a store that is empty', () => {
    expect(expectAll(store([], { seal: false }), [])).toEqual({ packs: [], log: 0 });
  });

  it('reads packs and a log that is not sealed, and pieces of lines in both', () => {
    const feeds = everything();
    const { packs, log } = expectAll(store(feeds, { seal: false }), feeds);
    expect(packs.length).toBeGreaterThan(0);
    expect(log).toBeGreaterThan(900);
  });

  it('reads the same messages once they are sealed', () => {
    const feeds = everything();
    const { log } = expectAll(store(feeds, { seal: true }), feeds);
    expect(log).toBe(0);
  });

  it('reads a log with a line in pieces over several blocks', () => {
    const feeds = [
      feed(
        'a.log',
        'Jun 10 12:00:00 gw app: before',
        noise(700_000, 3),
        'Jun 10 12:00:00 gw app: behind',
      ),
      feed('b.log', ...dialects(50)),
    ];
    const folder = store(feeds, { seal: false });
    expect(readStore(folder).log.filter(({ continues }) => continues)).toHaveLength(3);
    expectAll(folder, feeds);
  });

  it('reads many small commits, one by one sealed', () => {
    const feeds = Array.from({ length: 40 }, (_, i) => feed(`${i % 3}.log`, ...dialects(11 * i)));
    expectAll(store(feeds, { seal: true }), feeds);
  });

  it('reads times as lines state them', () => {
    const feeds = [
      feed(
        'a.log',
        '<13>Jun 10 12:00:03 gw app: third',
        '<165>1 2026-06-10T14:00:02.250417+02:00 gw app - - - second',
        '2026-06-10 12:00:01,125 first',
        'no time of its own',
      ),
    ];
    for (const seal of [false, true]) {
      const { packs, log } = readStore(store(feeds, { seal }));
      const messages = linesOf([...packs.flatMap((pack) => pack.messages), ...log]);
      const noon = Date.UTC(2026, 5, 10, 12);
      expect(messages.map(({ time }) => time - noon)).toEqual([3000, 2250, 1125, 1125]);
    }
  });

  it('reads timestamps of every style, each in a column of its own', () => {
    const styles: ((at: Date) => string)[] = [
      (at) => `${month(at)} ${String(at.getUTCDate()).padStart(2)} ${clock(at)}`,
      (at) => `<13>${month(at)} ${two(at.getUTCDate())} ${clock(at)}`,
      (at) => `<189>4: *${month(at)} ${at.getUTCDate()} ${clock(at)}.${millis(at)}:`,
      (at) => `<189>4: .${month(at)} ${at.getUTCDate()} 2026 ${clock(at)}.${millis(at)} CEST:`,
      (at) => `${month(at)} ${two(at.getUTCDate())} 2026 ${clock(at)}:`,
      (at) => `${date(at)} ${clock(at)},${millis(at)}`,
      (at) => `${date(at)}T${clock(at)}.${millis(at).slice(0, 2)}Z`,
      (at) => `<165>1 ${date(at)}T${clock(at)}.${millis(at)}${millis(at)}+05:30`,
      (at) => `<165>1 ${date(at)}T${clock(at)}.${millis(at)}000007-11:00`,
    ];
    for (const style of styles) {
      const lines = Array.from({ length: 300 }, (_, i) => {
        const at = new Date(Date.UTC(2026, 4, 8, 20) + i * 864_000 + ((i * 37) % 1000));
        return `${i % 50 === 49 ? 'Jun 10 12:00:00' : style(at)} gw app ${i} - - x`;
      });
      const feeds = [feed('a.log', ...lines)];
      expectAll(store(feeds, { seal: true }), feeds);
    }
  });

  it("reads the generator's lines", () => {
    const sample = fileURLToPath(new URL('../../fixtures/sample.log.gz', import.meta.url));
    const feeds = [{ source: 'sample.log', text: gunzipSync(readFileSync(sample)) }];
    const { packs } = expectAll(store(feeds, { seal: true }), feeds);
    const { hosts } = readIndex(packs[0]!);
    expect(hosts.get('dhcp-1')).toBeGreaterThan(0);
  });

  it.runIf(hasVendorCorpus)(
    "reads real devices' lines",
    () => {
      const folder = join(CORPORA, 'vendors');
      const feeds = readdirSync(folder)
        .filter((name) => name.endsWith('.log'))
        .map((name) => ({ source: name, text: readFileSync(join(folder, name)) }));
      expect(feeds.length).toBeGreaterThan(10);
      expectAll(store(feeds, { seal: false }), feeds);
      expectAll(store(feeds, { seal: true }), feeds);
    },
    180_000,
  );
});
