import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cliIn, expectQuiet, FIXTURES, folderOfTestFile } from '../support/run-cli.js';

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
    expect(stats).toMatch(/^segments {6}2 hours, 2 sealed$/m);
    expect(stats).toMatch(/^store size {4}[\d.]+ kB \([\d.]+ % of raw\)$/m);
    expect(stats).toMatch(/^ {2}messages {4}[\d.]+ kB \([\d.]+ %\)$/m);
    expect(stats).toMatch(/^ {2}index {7}[\d.]+ kB \([\d.]+ %\)$/m);
    expect(stats).toMatch(/^top hosts\n {2}216 {3}43\.2 % {2}core-xr-1$/m);
    expect(stats).toMatch(/12 other hosts\n.*\(no host in the header\)\n$/);
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
      sealed: 2,
      uncovered: 0,
      first: '2026-06-10T23:30:01.550Z',
      last: '2026-06-11T00:29:49.000Z',
    });
    expect(json.hosts).toHaveLength(3);
    const listed = json.hosts.reduce((sum, { messages }) => sum + messages, 0);
    expect(listed + json.otherHosts.messages + json.withoutHost).toBe(500);
    const { total = 0, log = 0, index = 0, catalog = 0 } = json.bytes;
    expect(total).toBe(log + index + catalog);
  });
});

describe('hayabusa inspect', () => {
  it('catalog: what is committed', () => {
    const catalog = text('inspect', 'catalog');
    expect(catalog).toMatch(/^catalog {2}generation \d+ {2}next sequence 500\n2 segments\n/);
    expect(catalog).toMatch(/^ {2}2026-06-10T23 {2}sealed {2}messages 373 .* index \[0,373\)/m);
    expect(catalog).toMatch(/^ {2}2026-06-11T00 {2}sealed {2}messages 127 /m);
    expect(catalog).toMatch(/small\.log {2}finished {2}read 111162 {2}messages 500 /);
  });

  it.each(['2026-06-10T23', '2026-06-10 23', '2026/06/10/23'])('segment %s', (hour) => {
    const segment = text('inspect', 'segment', hour);
    expect(segment).toMatch(/^segment 2026-06-10T23 {2}sealed\n {2}messages 373 /);
    expect(segment).toMatch(/^ {2}log 2026\/06\/10\/23\/messages\.log {2}\d+ bytes committed/m);
    expect(segment).toMatch(
      /^ {2}index 2026\/06\/10\/23\/\d{10}-\d{10}\.\d+\.index {2}\d+ bytes$/m,
    );
    expect(segment).toMatch(/^ {4}host core-xr-1 {2}211$/m);
  });

  it('log: blocks and where their messages came from', () => {
    expect(text('inspect', 'log', '2026-06-10T23')).toMatch(
      /^block at 16 {2}\d+ bytes of \d+ {2}messages 373 from 0 .*\n {2}373 from .*small\.log {2}sequence 0 /,
    );
  });

  it('terms: those with a prefix; postings: of one word or address', () => {
    expect(text('inspect', 'terms', '2026-06-10T23', 'kuro')).toMatch(
      /^index of messages 0 to 373\n {2}kurokawa {2}8 {2}\w/,
    );
    const docs = (term: string) =>
      / DocIds ([\d ]+)/
        .exec(text('inspect', 'postings', '2026-06-10T23', term))?.[1]
        ?.trim()
        .split(' ');
    expect(docs('kurokawa')).toHaveLength(8);
    expect(docs('192.0.2.77')).toHaveLength(9);
    const range = ['--from', '2026-06-10 23:00', '--to', '2026-06-11'];
    expect(hayabusa('search', '-c', 'kurokawa', ...range).lines).toEqual(['8']);
    expect(hayabusa('search', '-c', '192.0.2.77', ...range).lines).toEqual(['9']);
  });
});

describe('hayabusa verify and repair of a sound store', () => {
  it('say so', () => {
    const sound = 'verified 500 messages in 2 segments: every checksum and every order holds\n';
    expect(text('verify')).toBe(sound);
    expect(text('verify', '--deep')).toBe(sound);
    expect(text('verify', '-q')).toBe('');
    expect(text('repair')).toBe('checked 2 segments: no index had to be rebuilt\n');
    expect(text('repair', '--quiet')).toBe('');
  });
});
