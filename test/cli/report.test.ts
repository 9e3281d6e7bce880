import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openFsDirectory } from '../../src/storage/fs-directory.js';
import { cliIn, expectQuiet, FIXTURES, folderOfTestFile } from '../support/run-cli.js';
import { HOURS, StoreFeed } from '../support/small-store.js';
import { sentMessages } from '../support/small-store-lines.js';

const folder = folderOfTestFile();
const hayabusa = cliIn(folder);
const text = (...args: string[]) => expectQuiet(hayabusa(...args)).stdout.toString();

beforeAll(() => {
  const small = join(FIXTURES, 'small.log');
  expectQuiet(hayabusa('ingest', '--year', '2026', '--input-timezone', 'UTC', small));
});

describe('hayabusa stats', () => {
  it('tells messages, time, segments, bytes and hosts', () => {
    const stats = text('stats');
    expect(stats).toMatch(/^store {9}\S.*hayabusa-store$/m);
    expect(stats).toMatch(/^messages {6}500 \(111\.2 kB\)$/m);
    expect(stats).toMatch(/^time {10}2026-06-10T23:30:01\.550Z to 2026-06-11T00:29:49\.000Z$/m);
    expect(stats).toMatch(/^segments {6}2 hours in 1 pack$/m);
    expect(stats).toMatch(/^store size {4}[\d.]+ kB \([\d.]+ % of raw\)$/m);
    expect(stats).toMatch(/^ {2}messages {4}[\d.]+ kB \([\d.]+ %\)$/m);
    expect(stats).toMatch(/^ {2}index {7}[\d.]+ kB \([\d.]+ %\)$/m);
    expect(stats).toMatch(/^top hosts\n {2}216 {3}43\.2 % {2}core-xr-1$/m);
    expect(stats).toMatch(/12 other hosts\n.*\(no host in the header\)\n$/);
  });

  it('goes by --timezone and --utc', () => {
    const time = /^time {10}2026-06-10T23:30:01\.550Z to /m;
    const kathmandu = cliIn(folder, { TZ: 'Asia/Kathmandu' });
    expect(kathmandu('stats', '--utc').stdout.toString()).toMatch(time);
    expect(kathmandu('stats', '--timezone', 'UTC').stdout.toString()).toMatch(time);
    expect(kathmandu('stats').stdout.toString()).toContain(' 2026-06-11T05:15:01.550+05:45 to ');
  });

  it('--top says how many hosts; their numbers sum up', () => {
    expect(text('stats', '--top', '1')).toMatch(/core-xr-1\n.* 21 other hosts\n/);
    const json = JSON.parse(text('stats', '--json', '--top', '3')) as {
      messages: number;
      hosts: { host: string; messages: number }[];
      otherHosts: { hosts: number; messages: number };
      withoutHost: number;
      bytes: Record<string, number>;
    };
    expect(json).toMatchObject({
      messages: 500,
      rawBytes: 111_162,
      segments: 2,
      packs: 1,
      unsealed: 0,
      first: '2026-06-10T23:30:01.550Z',
      last: '2026-06-11T00:29:49.000Z',
    });
    expect(json.hosts).toHaveLength(3);
    const listed = json.hosts.reduce((sum, { messages }) => sum + messages, 0);
    expect(listed + json.otherHosts.messages + json.withoutHost).toBe(500);
    const { total = 0, messages = 0, log = 0, index = 0, catalog = 0 } = json.bytes;
    expect(log).toBe(0);
    expect(total).toBe(messages + index + catalog);
  });
});

describe('hayabusa stats of a store with a message log', () => {
  it('tells what is not sealed yet', () => {
    const feed = new StoreFeed(openFsDirectory(join(folder, 'unsealed')));
    feed.send(sentMessages(HOURS.partly, 20, 'mixed'));
    feed.commit();
    feed.writer.close();
    const stats = text('stats', '--store', 'unsealed');
    expect(stats).toMatch(/^messages {6}20 /m);
    expect(stats).toMatch(/^segments {6}1 hour in 0 packs$/m);
    expect(stats).toMatch(/^ {2}log {9}\d+ bytes, 20 messages not sealed yet$/m);
    expect(text('inspect', 'catalog', '--store', 'unsealed')).toMatch(
      /^log 1 {2}\d+ bytes {2}messages 20 {2}text \d+ {2}hours 1 \(2021-08-17T12 to 2021-08-17T12\)$/m,
    );
    expect(text('verify', '--store', 'unsealed')).toMatch(/^verified 20 messages in 1 segment: /);
    expectQuiet(hayabusa('repair', '--store', 'unsealed'));
    expect(text('stats', '--store', 'unsealed')).toMatch(/^segments {6}1 hour in 1 pack$/m);
  });
});

describe('hayabusa inspect', () => {
  it('catalog: what is committed', () => {
    const catalog = text('inspect', 'catalog');
    expect(catalog).toMatch(
      /^catalog {2}id [0-9a-f]{12} {2}generation \d+ {2}next sequence 500 {2}next number 3\n1 pack\n/,
    );
    expect(catalog).toMatch(
      /^ {2}packs\/0000000002\.pack {2}\d+ bytes {2}messages 500 {2}text 110662 {2}times 2026-06-10T23:30:01\.550Z to 2026-06-11T00:29:49\.000Z {2}sequence 0 to 499 {2}hours 2 \(2026-06-10T23 to 2026-06-11T00\)$/m,
    );
    expect(catalog).toMatch(/^no message log$/m);
    expect(catalog).toMatch(/small\.log {2}finished {2}read 111162 {2}messages 500 /);
  });

  it('pack: where every byte went', () => {
    const pack = text('inspect', 'pack', '2');
    expect(pack).toMatch(/^pack 2 {2}\d+ bytes {2}messages 500 {2}text 110662 bytes\n/);
    expect(pack).toMatch(
      /^ {2}blocks 1 {2}\d+ bytes {2}units \d+\n {2}templates \d+ {2}fields \d+$/m,
    );
    expect(pack).toMatch(
      /^ {2}terms \d+ {2}dictionary \d+ bytes {2}posting lists \d+ bytes {2}tail \d+ bytes$/m,
    );
    const forms = [...pack.matchAll(/^ {2}[a-z ]+ terms (\d+) {2}units \d+ {2}bytes \d+$/gm)];
    const terms = forms.reduce((sum, [, count]) => sum + Number(count), 0);
    expect(terms).toBe(Number(/^ {2}terms (\d+)/m.exec(pack)?.[1]));
    expect(pack).toMatch(/^ {2}host core-xr-1 {2}216$/m);
  });

  it('blocks: their size, times, and where their messages came from', () => {
    expect(text('inspect', 'blocks', '2')).toMatch(
      /^block at 16 {2}\d+ bytes of 110662 {2}messages 500 {2}templates \d+ {2}columns \d+ {2}times 2026-06-10T23:30:01\.550Z to .*\n {2}500 from .*small\.log {2}sequence 0 /,
    );
  });

  it('templates: how many messages each has; together all', () => {
    const templates = text('inspect', 'templates', '2');
    const counts = [...templates.matchAll(/^(\d+) {2}/gm)].map(([, count]) => Number(count));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(500);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(templates).toMatch(/changed state to/);
    expect(templates).toMatch(/^fields: 0 ".*"/m);
  });

  it('terms: those with a prefix; postings: of one word or address', () => {
    expect(text('inspect', 'terms', '2', 'kuro')).toMatch(/^ {2}kurokawa {2}\d+ {2}\w[\w ]*\n$/);
    expect(text('inspect', 'terms', '2', '192.0.2.')).toMatch(/^ {2}192\.0\.2\.77 {2}\d+ {2}\w/m);
    const units = (term: string) => {
      const [, count = '', list = ''] =
        /^(\d+) units {2}[\w ]+ {2}\d+ bytes: ([\d ]+)$/m.exec(
          text('inspect', 'postings', '2', term),
        ) ?? [];
      expect(list.split(' ')).toHaveLength(Number(count));
      return Number(count);
    };
    expect(units('kurokawa')).toBeGreaterThan(0);
    expect(units('192.0.2.77')).toBeGreaterThan(0);
    expect(text('inspect', 'postings', '2', 'nosuchword')).toBe('no message holds it\n');
  });
});

describe('hayabusa verify and repair of a sound store', () => {
  it('say so', () => {
    const sound = 'verified 500 messages in 2 segments: every checksum and every order holds\n';
    expect(text('verify')).toBe(sound);
    expect(text('verify', '--deep')).toBe(sound);
    expect(text('verify', '-q')).toBe('');
    expect(text('repair')).toBe('checked 1 pack: no index had to be rebuilt\n');
    expect(text('repair', '--quiet')).toBe('');
  });
});
