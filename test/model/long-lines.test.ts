import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MAX_MESSAGE_BYTES } from '../../src/base/limits.js';
import { openStore, type QueryOptions, type Store } from '../../src/index.js';
import { timeZone } from '../../src/syslog/time-zones.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const HEAD = '2024-05-15T12:00:00Z host app: ';
const LONG_BYTES = 3_000_000;

async function found(store: Store, query: string, options?: QueryOptions): Promise<Uint8Array[]> {
  const raws: Uint8Array[] = [];
  for await (const batch of store.search(query, options)) raws.push(...batch.map(({ raw }) => raw));
  return raws;
}

function count(store: Store, query: string, options?: QueryOptions): Promise<number> {
  return store.count(query, options);
}

/** A line of 3 MB with a word of its own at both ends, in the middle, and around the places where it is cut. */
function longLine(): { line: string; words: string[] } {
  const words: string[] = [];
  let line = HEAD;
  const place = (at: number) => {
    const word = `needle${words.length}`;
    words.push(word);
    // Pieces of even length, so that the filler never cuts a word.
    while (line.length < at - word.length) line += line.length % 97 === 0 ? ' ' : 'x';
    line += ` ${word} common `;
  };
  place(line.length + 20);
  for (let piece = 1; piece * MAX_MESSAGE_BYTES < LONG_BYTES; piece++)
    for (const by of [-3000, -9, -5, 3000]) place(piece * MAX_MESSAGE_BYTES + by);
  place(LONG_BYTES);
  return { line: `${line}end`, words };
}

describe('a line longer than a message may be', () => {
  it('is found once, put together again, and counted once', async () => {
    const folder = temporaryFolder();
    const { line, words } = longLine();
    const before = '2024-05-15T12:00:00Z host app: common before';
    const after = '2024-05-15T12:00:00Z host app: common after';
    writeFileSync(`${folder}/in.log`, `${before}\n${line}\n${after}\n`);
    await using store = await openStore(`${folder}/store`, { write: true, create: true });
    const summary = await store.ingest([`${folder}/in.log`], { zone: timeZone('UTC') });
    const pieces = Math.ceil(line.length / MAX_MESSAGE_BYTES);
    expect(summary.errors).toEqual([]);
    expect(summary.pieces).toBe(pieces - 1);

    const digest = (raw: Uint8Array | string) => createHash('sha256').update(raw).digest('hex');
    const asText = (raws: Uint8Array[]) => raws.map((raw) => digest(raw));
    const three = [before, line, after].map(digest);
    expect(asText(await found(store, ''))).toEqual(three);
    expect(asText(await found(store, '', { newestFirst: true }))).toEqual([...three].reverse());
    expect(asText(await found(store, 'common'))).toEqual(three);
    expect(asText(await found(store, 'common', { limit: 2 }))).toEqual(three.slice(1));
    expect(asText(await found(store, 'end', { limit: 1 }))).toEqual([digest(line)]);
    for (const word of words) {
      expect(asText(await found(store, word)), word).toEqual([digest(line)]);
      expect(await count(store, word), word).toBe(1);
      expect(await count(store, `${word} common`, { exact: true }), word).toBe(1);
    }
    expect(await count(store, '')).toBe(3);
    expect(await count(store, 'common')).toBe(3);
    const time = Date.UTC(2024, 4, 15, 12);
    expect(await count(store, '', { from: time, to: time + 1 })).toBe(3);
    expect(await count(store, '', { from: time + 1 })).toBe(0);
    // The header is the first piece's: its time is no part of the searched text.
    expect(await count(store, '"host app"')).toBe(3);
    expect(await count(store, '2024')).toBe(0);
  });

  it('keeps its bytes whatever they are, even without a place to cut it', async () => {
    const folder = temporaryFolder();
    const lines = [
      Buffer.concat([Buffer.from(HEAD), Buffer.alloc(2 * MAX_MESSAGE_BYTES + 17, 'y')]),
      Buffer.alloc(MAX_MESSAGE_BYTES, 0xff),
      Buffer.alloc(MAX_MESSAGE_BYTES + 1, 0),
      Buffer.alloc(3 * MAX_MESSAGE_BYTES, '\r'),
      Buffer.from('2024-05-15T13:00:00Z the end'),
    ];
    const last = lines.at(-1) ?? Buffer.alloc(0);
    writeFileSync(
      `${folder}/in.log`,
      Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')])),
    );
    await using store = await openStore(`${folder}/store`, { write: true, create: true });
    await store.ingest([`${folder}/in.log`], { zone: timeZone('UTC') });
    const raws = await found(store, '');
    expect(raws.map((raw) => raw.length)).toEqual(lines.map((line) => line.length));
    for (const [i, raw] of raws.entries()) expect(Buffer.compare(raw, lines[i] ?? last)).toBe(0);
    expect(await count(store, '')).toBe(lines.length);
  });
});
