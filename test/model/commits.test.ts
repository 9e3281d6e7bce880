import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  BLOCK_ROWS,
  LOG_COMMIT_BYTES,
  MERGED_PACKS,
  SEAL_LOG_BYTES,
} from '../../src/base/limits.js';
import { MessageRouter } from '../../src/engine/message-router.js';
import { StoreReader } from '../../src/engine/store-reader.js';
import { StoreWriter } from '../../src/engine/store-writer.js';
import { verifyStore } from '../../src/engine/verify.js';
import { openStore, type QueryOptions, type Store } from '../../src/index.js';
import { parseQuery } from '../../src/query/parser.js';
import { logPath, packPath } from '../../src/storage/file-names.js';
import { MemoryDirectory } from '../../src/storage/memory-directory.js';
import { LineFramer } from '../../src/syslog/framing.js';
import { LineClock } from '../../src/syslog/line-clock.js';
import { timeZone } from '../../src/syslog/time-zones.js';
import { asText, latin1 } from '../support/bytes.js';
import { Choices } from '../support/oracle-random.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const ZONE = timeZone('UTC');
const START = Date.UTC(2024, 4, 15, 12);
const MINUTE = 60_000;

/** A writer that takes texts as an ingest does, from one source or another. */
class Feed {
  readonly directory: MemoryDirectory = new MemoryDirectory();
  readonly writer: StoreWriter = new StoreWriter(this.directory, { create: true });
  #sequence = 0;

  send(lines: readonly string[], source = 'in.log', receivedAt = START): void {
    const clock = new LineClock({ zone: ZONE, reference: START, now: START, fallback: START });
    const options = { source, continuing: false, nextSequence: this.#sequence };
    const router = new MessageRouter(this.writer, clock, options);
    const framer = new LineFramer();
    router.add(framer.push(latin1(`${lines.join('\n')}\n`)), receivedAt);
    router.add(framer.finish(), receivedAt);
    this.#sequence = router.nextSequence;
  }

  commit(): void {
    this.writer.commit({ nextSequence: this.#sequence, inputs: [] });
  }

  /** Everything that is known of every message. */
  all(): string[] {
    const reader = new StoreReader(this.directory, ({ error }) => expect.fail(error.message));
    const plan = { query: parseQuery(''), ranges: undefined };
    const lines = [...reader.search(plan)]
      .flat()
      .map(
        ({ time, raw, source, receivedAt, sequence }) =>
          `${time} ${sequence} ${source} ${receivedAt} ${asText(raw)}`,
      );
    reader.close();
    return lines;
  }

  expectSound(): void {
    for (const { findings } of verifyStore(this.directory, this.writer.catalog, { deep: true }))
      expect(findings).toEqual([]);
  }
}

const line = (time: number, text: string) => `${new Date(time).toISOString()} host app: ${text}`;

/** Lines of so many bytes together. */
function linesOf(bytes: number, from = 0): string[] {
  const lines: string[] = [];
  for (let size = 0, i = from; size < bytes; i++) {
    const each = line(START + i * 100, `number ${i} ${(i * 7919).toString(36)} ${'~'.repeat(100)}`);
    size += each.length + 1;
    lines.push(each);
  }
  return lines;
}

describe('a commit', () => {
  it('of little text goes to the message log, and is found; many go to the same one', () => {
    const feed = new Feed();
    const sent: string[] = [];
    for (let commit = 0; commit < 5; commit++) {
      const lines = linesOf(2000, 100 * commit);
      sent.push(...lines);
      feed.send(lines);
      feed.commit();
      const { packs, log } = feed.writer.catalog;
      expect(packs).toEqual([]);
      expect(log).toMatchObject({ number: 1, messages: sent.length });
      expect(feed.directory.size(logPath(1))).toBe(log.bytes);
      expect(feed.all().map((each) => each.replace(/^\d+ \d+ in\.log \d+ /, ''))).toEqual(sent);
    }
    // One that has nothing to commit writes nothing but the catalog.
    const { bytes } = feed.writer.catalog.log;
    feed.commit();
    expect(feed.writer.catalog.log.bytes).toBe(bytes);
    feed.expectSound();
    feed.writer.close();
  });

  it('of much text makes a pack, and leaves the log alone', () => {
    const feed = new Feed();
    feed.send(linesOf(1000));
    feed.commit();
    const { log } = feed.writer.catalog;
    feed.send(linesOf(LOG_COMMIT_BYTES, 50_000));
    feed.commit();
    expect(feed.writer.catalog.log).toEqual(log);
    expect(feed.writer.catalog.packs).toHaveLength(1);
    feed.expectSound();
    feed.writer.close();
  });

  it('seals a log that has grown large', () => {
    const feed = new Feed();
    let commits = 0;
    for (let sent = 0; sent < SEAL_LOG_BYTES; sent += 900_000, commits++) {
      expect(feed.writer.catalog.packs).toEqual([]);
      feed.send(linesOf(900_000, 10_000 * commits));
      feed.commit();
    }
    const { packs, log } = feed.writer.catalog;
    expect(log.bytes).toBe(0);
    expect(packs.reduce((sum, { messages }) => sum + messages, 0)).toBe(feed.all().length);
    expect(feed.directory.list('log')).toEqual([]);
    feed.writer.close();
  });
});

describe('seal', () => {
  it('moves the log to a pack, byte for byte and with all that is known, and removes it', () => {
    const feed = new Feed();
    const choices = new Choices(7);
    for (let commit = 0; commit < 6; commit++) {
      const lines = Array.from({ length: 300 }, () =>
        choices.chance(0.1)
          ? choices.bytes(choices.below(80)).replaceAll('\n', ' ')
          : line(START + choices.below(180) * MINUTE, `${choices.below(9)} ${choices.bytes(5)}`),
      ).map((each) => each.replaceAll('\n', ' '));
      feed.send(lines, `file-${commit % 3}`, START + commit);
      feed.commit();
    }
    const before = feed.all();
    expect(before).toHaveLength(1800);
    const { log } = feed.writer.catalog;
    feed.writer.seal();
    expect(feed.all()).toEqual(before);
    const { packs } = feed.writer.catalog;
    expect(packs).toHaveLength(1);
    expect(packs[0]).toMatchObject({
      messages: log.messages,
      textBytes: log.textBytes,
      hours: log.hours,
    });
    expect(feed.writer.catalog.log.bytes).toBe(0);
    expect(feed.directory.list('log')).toEqual([]);
    // The next commit begins another log, and the next seal has nothing to do for the pack.
    feed.send([line(START, 'later')]);
    feed.commit();
    expect(feed.writer.catalog.log.number).toBeGreaterThan(log.number);
    feed.expectSound();
    feed.writer.close();
  });

  it('merges small packs: order, numbers of arrival and sources stay', () => {
    const feed = new Feed();
    const choices = new Choices(8);
    for (let pack = 0; pack < MERGED_PACKS; pack++) {
      // All over the same hour, many at the same instant.
      const lines = Array.from({ length: 200 }, (_, i) =>
        line(START + choices.below(20) * MINUTE, `pack ${pack} line ${i}`),
      );
      feed.send(lines, `file-${pack % 2}`, START + pack);
      feed.commit();
      const before = feed.all();
      feed.writer.seal();
      expect(feed.all()).toEqual(before);
      expect(feed.writer.catalog.packs).toHaveLength(pack + 1 < MERGED_PACKS ? pack + 1 : 1);
      const names = feed.writer.catalog.packs.map(({ number }) => packPath(number).slice(6));
      expect(feed.directory.list('packs')).toEqual(names.sort());
    }
    expect(feed.all()).toHaveLength(200 * MERGED_PACKS);
    expect(feed.writer.catalog.packs).toMatchObject([
      { firstSequence: 0, lastSequence: 200 * MERGED_PACKS - 1 },
    ]);
    feed.expectSound();
    feed.writer.close();
  });
});

describe('messages that arrive late, out of order, and from several files over the same hours', () => {
  type Sent = { text: string; time: number; sequence: number };

  const raws = async (store: Store, query: string, options?: QueryOptions) => {
    const found: string[] = [];
    for await (const batch of store.search(query, options))
      found.push(...batch.map(({ raw }) => asText(raw)));
    return found;
  };

  it('come out in order of time and then of arrival, whatever is asked', async () => {
    const choices = new Choices(20_260_613);
    const folder = temporaryFolder();
    const sent: Sent[] = [];
    await using store = await openStore(`${folder}/store`, { write: true, create: true });
    // Large files make packs of several blocks, which small ones overlap in time; some stay in one pack for long.
    for (const [file, count] of [3 * BLOCK_ROWS, 500, 20, BLOCK_ROWS + 1, 1, 3000].entries()) {
      const lines = Array.from({ length: count }, (_, i) => {
        const late = choices.chance(0.2) ? choices.below(90) : 0;
        const minutes = Math.max(0, Math.floor((180 * i) / count) - late);
        const time = START + minutes * MINUTE + (choices.chance(0.5) ? choices.below(MINUTE) : 0);
        const text = line(time, `file ${file} ${i % 3 === 0 ? 'third' : 'other'} n${i}`);
        sent.push({ text, time, sequence: sent.length });
        return text;
      });
      writeFileSync(`${folder}/${file}.log`, `${lines.join('\n')}\n`);
      await store.ingest([`${folder}/${file}.log`], { zone: ZONE });

      const inOrder = [...sent].sort((a, b) => a.time - b.time || a.sequence - b.sequence);
      const expected = (
        holds: (each: Sent) => boolean,
        { limit, newestFirst }: QueryOptions = {},
      ) => {
        const all = inOrder.filter(holds);
        const some = limit === undefined ? all : all.slice(-limit);
        return (newestFirst ? some.reverse() : some).map(({ text }) => text);
      };
      const same = (got: readonly string[], wanted: readonly string[], what: string) => {
        expect(got.length, what).toBe(wanted.length);
        const differs = got.findIndex((each, i) => each !== wanted[i]);
        if (differs >= 0) expect(got[differs], `${what}, at ${differs}`).toBe(wanted[differs]);
      };
      const third = ({ text }: Sent) => text.includes('third');
      const few = ({ text }: Sent) => text.endsWith(' n7');
      for (const options of [
        {},
        { newestFirst: true },
        { limit: 1 },
        { limit: 1, newestFirst: true },
        { limit: 700 },
        { limit: 700, newestFirst: true },
      ]) {
        const what = `after file ${file}: ${JSON.stringify(options)}`;
        same(
          await raws(store, '', options),
          expected(() => true, options),
          what,
        );
        same(await raws(store, 'third', options), expected(third, options), what);
        same(await raws(store, 'n7', options), expected(few, options), what);
      }
      for (let range = 0; range < 12; range++) {
        const from = START + choices.below(180 * MINUTE);
        const to = from + 1 + choices.below(choices.of([1, MINUTE, 100 * MINUTE]));
        const within = (each: Sent) => each.time >= from && each.time < to;
        const what = `after file ${file}: ${from} to ${to}`;
        same(await raws(store, '', { from, to }), expected(within), what);
        const both = (each: Sent) => within(each) && third(each);
        const newest = { limit: 40, newestFirst: true };
        same(await raws(store, 'third', { from, to, ...newest }), expected(both, newest), what);
        expect(await store.count('third', { from, to }), what).toBe(expected(both).length);
        expect(await store.count('', { from, to }), what).toBe(expected(within).length);
      }
    }
  });
});
