import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { holdAll } from '../../../native-free-bench/corpus/held-bytes.js';
import { countLines } from '../../../native-free-bench/corpus/line-table.js';
import {
  generated,
  hostile,
  makeCorpus,
  realLog,
} from '../../../native-free-bench/corpus/make-corpus.js';
import { lz4Bytes, wordByWord } from '../../../native-free-bench/corpus/word-by-word.js';
import { corpusOf } from '../../support/bench-corpus.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const HOUR = Date.UTC(2026, 5, 10, 10);
const MINUTE = 60_000;
/** Arrival: 10:00:30, 12:00:00, 10:00:10, 10:01:00 twice. */
const RAW = [
  '<13>2026-06-10T10:00:30Z h a: second',
  '<13>2026-06-10T12:00:00Z h a: last',
  '<13>2026-06-10T10:00:10Z h a: first \xe3\x83\xad',
  '<13>2026-06-10T10:01:00Z h a: third',
  '<13>2026-06-10T10:01:00Z h a: fourth',
].map((line) => `${line}\n`);
const raw = Buffer.from(RAW.join(''), 'latin1');

describe('Corpus', () => {
  it('has its lines in order of time, and then of arrival', () => {
    const corpus = corpusOf(raw);
    const lines = Array.from({ length: corpus.lines }, (_, line) => corpus.line(line).trim());
    expect(lines).toEqual([
      'h a: first ロ',
      'h a: second',
      'h a: third',
      'h a: fourth',
      'h a: last',
    ]);
    expect(readFileSync(corpus.textFile)).toEqual(corpus.text);
    expect(readFileSync(corpus.rawFile)).toEqual(raw);
    expect(corpus.info).toEqual({
      name: 'hand-made',
      lines: 5,
      rawBytes: raw.length,
      textBytes: corpus.text.length,
      hours: 2,
    });
  });

  it('knows where each line begins', () => {
    const { text, offsets, lines } = corpusOf(raw);
    expect(offsets).toHaveLength(lines + 1);
    expect([offsets[0], offsets[lines]]).toEqual([0, text.length]);
    for (let line = 0; line < lines; line++) {
      const bytes = text.subarray(offsets[line], offsets[line + 1]);
      expect(bytes.indexOf('\n')).toBe(bytes.length - 1);
    }
  });

  it('has a slice for each hour and minute with messages', () => {
    const { hours, minutes, hourOf } = corpusOf(raw);
    expect(hours).toEqual([
      { time: HOUR, first: 0, end: 4 },
      { time: HOUR + 120 * MINUTE, first: 4, end: 5 },
    ]);
    expect(minutes).toEqual([
      { time: HOUR, first: 0, end: 2 },
      { time: HOUR + MINUTE, first: 2, end: 4 },
      { time: HOUR + 120 * MINUTE, first: 4, end: 5 },
    ]);
    expect([0, 3, 4].map((line) => hourOf.call({ hours }, line))).toEqual([
      hours[0],
      hours[0],
      hours[1],
    ]);
  });

  it('writes which line each arrival has become', () => {
    const bytes = readFileSync(corpusOf(raw).lineOfArrivalFile);
    const lines = Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readUInt32LE(4 * i));
    expect(lines).toEqual([1, 4, 0, 2, 3]);
  });

  it('makes NUL, the separator of the sqlite3 shell and empty lines a space, and keeps every other byte', () => {
    const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).toString('latin1');
    const odd = `\n\0\nx\0\0y\n\r\n${every.replace('\n', '')}\n\n\xff\xfe\xc3\n`;
    const corpus = corpusOf(Buffer.from(odd, 'latin1'));
    const expected = ` \n \nx  y\n\r\n${every.replace('\n', '').replace('\0', ' ').replace('\x1f', ' ')}\n \n\xff\xfe\xc3\n`;
    expect(corpus.text.toString('latin1')).toBe(expected);
    expect(corpus.lines).toBe(7);
  });

  it('gives a last line without LF one', () => {
    for (const text of ['one', 'one\ntwo', 'one\nlonger', 'first of all\n2\n3'])
      expect(corpusOf(text).text.toString()).toBe(`${text}\n`);
    const [line = ''] = RAW;
    const timed = corpusOf(`${line}${line.replace('10:00:30', '10:00:29').trimEnd()} by 1 s`);
    expect([timed.line(0), timed.line(1)].map((each) => each.trim())).toEqual([
      'h a: second by 1 s',
      'h a: second',
    ]);
  });

  it('takes the year of the first lines, and tells it to ingest', () => {
    const corpus = corpusOf('Dec 31 23:59:59 h a: old\nJan  1 00:00:01 h a: new\n', 2019);
    expect(corpus.hours.map(({ time }) => new Date(time).toISOString())).toEqual([
      '2019-12-31T23:00:00.000Z',
      '2020-01-01T00:00:00.000Z',
    ]);
    expect(corpus.ingestFlags).toEqual(['--input-timezone', 'UTC', '--year', '2019']);
    expect(corpusOf(raw).ingestFlags).toEqual(['--input-timezone', 'UTC']);
  });

  it('cuts into slices and parts that cover all lines exactly', () => {
    const long = (i: number) => `line ${i} ${'x'.repeat((i * 37) % 101)}\n`;
    for (const count of [1, 2, 5, 100]) {
      const corpus = corpusOf(Array.from({ length: count }, (_, i) => long(i)).join(''));
      for (const cores of [1, 2, 3, 7, 200]) {
        const parts = corpus.parts(cores);
        expect(parts).toHaveLength(cores);
        let next = 0;
        for (const { first, end } of parts) {
          expect(first).toBe(next);
          next = end;
        }
        expect(next).toBe(count);
        const files = parts.map((part) => readFileSync(corpus.partFile(part)));
        expect(Buffer.concat(files)).toEqual(corpus.text);
        const most = Math.max(...files.map((bytes) => bytes.length));
        expect(most).toBeLessThanOrEqual(corpus.text.length / cores + 120);
      }
    }
    const corpus = corpusOf(raw);
    for (const slices of [corpus.hours, corpus.minutes]) {
      const files = slices.map((slice) => readFileSync(corpus.sliceFile(slice)));
      expect(Buffer.concat(files)).toEqual(corpus.text);
    }
    expect(corpus.partFile(corpus.parts(1)[0]!)).toBe(corpus.textFile);
    expect(corpus.sliceFile({ first: 1, end: 3 })).toBe(corpus.sliceFile({ first: 1, end: 3 }));
  });

  it('refuses a line over 1 MiB with a sentence', () => {
    const limit = 1 << 20;
    expect(corpusOf(`${'x'.repeat(limit)}\nshort\n`).lines).toBe(2);
    for (const long of [`short\n${'x'.repeat(limit + 1)}\n`, 'y '.repeat(limit)])
      expect(() => corpusOf(long)).toThrow(
        /raw\.log has a line over 1 MiB, which is searched in pieces: leave it out of a benchmark$/,
      );
  });
});

describe('countLines()', () => {
  it('counts the last line, with and without its LF', () => {
    const check = (text: string, lines: number) =>
      expect(countLines(Buffer.from(text)), JSON.stringify(text)).toBe(lines);
    check('', 0);
    check('a', 1);
    check('a\n', 1);
    check('a\nb', 2);
    check('\n\n', 2);
    check('\n\nb', 3);
    check('a\r\nb\r\n', 2);
  });
});

describe('makeCorpus()', () => {
  it('takes the first share, up to the end of a line', () => {
    const source = generated(3, 1000, 1);
    expect(countLines(source.raw)).toBe(1000);
    const folder = temporaryFolder();
    for (const share of [0.125, 0.5, 1]) {
      const corpus = makeCorpus(source, join(folder, String(share)), share);
      const { rawBytes, lines } = corpus.info;
      expect(rawBytes / source.raw.length).toBeCloseTo(share, 1);
      const bytes = readFileSync(corpus.rawFile);
      expect(bytes).toEqual(source.raw.subarray(0, rawBytes));
      expect(bytes.at(-1)).toBe(10);
      expect(lines).toBe(countLines(bytes));
    }
    expect(generated(3, 1000, 1).raw).toEqual(source.raw);
    expect(generated(4, 1000, 1).raw).not.toEqual(source.raw);
  });

  it('makes hostile lines as it makes usual ones', () => {
    const source = hostile(3, 500, 1);
    expect(source).toMatchObject({ name: 'hostile', year: undefined });
    expect(hostile(3, 500, 1).raw).toEqual(source.raw);
    const corpus = makeCorpus(source, join(temporaryFolder(), 'hostile'));
    expect(corpus.info).toMatchObject({ lines: 500, rawBytes: source.raw.length, hours: 1 });
  });

  it('reads a log as it is and gzipped alike', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'auth.log'), raw);
    writeFileSync(join(folder, 'auth.log.gz'), gzipSync(raw));
    const expected = { name: 'auth', raw, year: 2020 };
    expect(realLog(join(folder, 'auth.log'), 2020)).toEqual(expected);
    expect(realLog(join(folder, 'auth.log.gz'), 2020)).toEqual(expected);
    writeFileSync(join(folder, 'empty'), '');
    expect(() => realLog(join(folder, 'empty'), undefined)).toThrow(
      /empty is empty: expected a log/,
    );
  });
});

describe('wordByWord()', () => {
  it('counts the text under LZ4, and each word once with the gaps between its lines', () => {
    const corpus = corpusOf('Aa b\nb\nc aa aa\n');
    const entries = [1 + 2 + 1 + 2, 1 + 1 + 1 + 2, 1 + 1 + 1 + 1];
    const { bytes, cpuSeconds } = wordByWord(corpus);
    expect(bytes - lz4Bytes(corpus.text)).toBe(entries.reduce((sum, each) => sum + each, 0));
    expect(cpuSeconds).toBeGreaterThanOrEqual(0);
  });
});

describe('holdAll()', () => {
  it('is as one buffer of all, whatever their lengths', () => {
    for (const lengths of [[], [0], [1, 0, 65_535], [65_536, 1], [200_000]]) {
      const parts = lengths.map((length, i) => Buffer.alloc(length, i + 1));
      expect(holdAll(parts).equals(Buffer.concat(parts))).toBe(true);
    }
  });
});
