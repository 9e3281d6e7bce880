import { describe, expect, it } from 'vitest';
import { formatNetworkTerm, parseAddress } from '../../../src/analysis/network-terms.js';
import { leafTest } from '../../../src/match/leaf-test.js';
import { type MessageView, viewMessage } from '../../../src/match/message-view.js';
import { SpanList } from '../../../src/match/span-list.js';
import { querySpans } from '../../../src/match/spans.js';
import type { Leaf, Query } from '../../../src/query/ast.js';
import { originEndOf, originOf } from '../../../src/syslog/searched-text.js';
import { timeZone } from '../../../src/syslog/time-zones.js';
import { randomQuestion } from '../../model/random-language.js';
import { asText, latin1 } from '../../support/bytes.js';
import { knownPiece, plainWords } from '../../support/oracle.js';
import { makeMessage } from '../../support/oracle-messages.js';
import { Choices } from '../../support/oracle-random.js';
import { plainAddresses } from '../../support/plain-terms.js';

const TIME = Date.UTC(2024, 4, 15, 12);

function marked(raw: string, query: Query): string[] {
  const spans = querySpans(query)(viewMessage(latin1(raw)));
  return Array.from({ length: spans.length / 2 }, (_, i) =>
    raw.slice(spans[2 * i], spans[2 * i + 1]),
  );
}

function address(text: string): Leaf {
  return { kind: 'address', term: parseAddress(text) ?? new Uint8Array(0) };
}

describe('querySpans()', () => {
  it.each([
    ['from 10.0.0.1:22.', '10.0.0.1', ['10.0.0.1']],
    ['outside:10.0.0.1/443', '10.0.0.1', ['10.0.0.1']],
    ['[2001:DB8:0::1]:22', '2001:db8::1', ['2001:DB8:0::1']],
    ['1:2:3:4:5:6:7:8:443', '1:2:3:4:5:6:7:8', ['1:2:3:4:5:6:7:8']],
    ['::ffff:10.0.0.1', '10.0.0.1', ['10.0.0.1']],
    ['::ffff:a00:1', '10.0.0.1', ['::ffff:a00:1']],
    ['x 00-11-22-aa-bb-cc: y', '00:11:22:aa:bb:cc', ['00-11-22-aa-bb-cc']],
    ['0011.22aa.bbcc', '00:11:22:aa:bb:cc', ['0011.22aa.bbcc']],
    [
      'MAC=00:11:22:aa:bb:cc:00:11:22:aa:bb:cc:08:00',
      '00:11:22:aa:bb:cc',
      ['00:11:22:aa:bb:cc', '00:11:22:aa:bb:cc'],
    ],
    ['10.0.0.1 10.0.0.11 10.0.0.1', '10.0.0.1', ['10.0.0.1', '10.0.0.1']],
  ])('marks the address alone in %s', (raw, text, expected) => {
    expect(marked(raw, address(text))).toEqual(expected);
  });

  it('marks what stands on both sides of a cut as it stands in the message', () => {
    const raw = 'host - - [15/May/2024:12:00:00 +0000] "GET /"';
    const query: Query = {
      kind: 'phrase',
      tokens: [latin1('host'), latin1('get')],
      isPrefix: false,
    };
    expect(marked(raw, query)).toEqual(['host - - [15/May/2024:12:00:00 +0000] "GET']);
  });

  it('marks words as they stand, and whole ones for their beginnings', () => {
    const raw = '<34>Aug 17 09:29:01 Host app: Failing failed';
    expect(marked(raw, { kind: 'prefix', token: latin1('fail') })).toEqual(['Failing', 'failed']);
    expect(marked(raw, { kind: 'first', tokens: [latin1('ho')], isPrefix: true })).toEqual([
      'Host',
    ]);
    expect(marked(raw, { kind: 'word', token: latin1('34') })).toEqual([]);
  });

  it('marks places in order, and only where a leaf holds', () => {
    let marks = 0;
    for (let seed = 1; seed <= 25; seed++) {
      const choices = new Choices(seed);
      const raws = Array.from({ length: 20 }, () =>
        latin1(makeMessage(choices, TIME, timeZone('UTC')).raw),
      );
      const known = raws.map((raw, sequence) => ({
        raw: asText(raw),
        time: TIME,
        source: 'a',
        sequence,
        pieces: [knownPiece(raw, false)],
      }));
      for (let i = 0; i < 30; i++) {
        const { query, text } = randomQuestion(choices, known, 'all');
        const spansOf = querySpans(query);
        for (const raw of raws) {
          const view = viewMessage(raw);
          const spans = spansOf(view);
          for (let n = 0; n < spans.length; n++)
            expect(spans[n], text).toBeGreaterThan(n === 0 ? -1 : (spans[n - 1] ?? 0));
          expect(spans.at(-1) ?? 0).toBeLessThanOrEqual(raw.length);
          expect(spans.length % 2).toBe(0);
          if (!isLeaf(query) || query.kind === 'level' || query.kind === 'source') continue;
          marks += checkLeaf(query, view, spans);
        }
      }
    }
    expect(marks).toBeGreaterThan(300);
  }, 120_000);
});

function isLeaf(query: Query): query is Leaf {
  return !['all', 'and', 'or', 'not'].includes(query.kind);
}

/** What is marked is what was asked for, wherever it stands; returns how many marks there are. */
function checkLeaf(leaf: Leaf, view: MessageView, spans: Int32Array): number {
  const holds = leafTest(leaf)(view);
  // An expression may match without a character.
  if (leaf.kind === 'regex' && spans.length === 0) return 0;
  expect(spans.length > 0, JSON.stringify(leaf)).toBe(holds);
  for (let i = 0; i < spans.length; i += 2) {
    const part = asText(view.raw.subarray(spans[i], spans[i + 1]));
    const words = plainWords(part);
    if (leaf.kind === 'word') expect(words).toEqual([asText(leaf.token)]);
    if (leaf.kind === 'prefix') expect(words[0]?.startsWith(asText(leaf.token))).toBe(true);
    if (leaf.kind === 'address' && !/^::ffff:/i.test(part))
      expect(plainAddresses(part).map((term) => formatNetworkTerm(latin1(term)))).toContain(
        formatNetworkTerm(leaf.term),
      );
    if (leaf.kind === 'pair')
      expect(part.toLowerCase().startsWith(leaf.key.toLowerCase())).toBe(true);
  }
  return spans.length / 2;
}

describe('originOf()', () => {
  it('finds each byte of a searched text in its message', () => {
    const choices = new Choices(11);
    for (let i = 0; i < 2000; i++) {
      const { raw, header, text } = viewMessage(
        latin1(makeMessage(choices, TIME, timeZone('UTC')).raw),
      );
      // Plainly: the message byte by byte, with what is cut as one byte.
      const isCut = (at: number) =>
        (at >= header.prefixStart && at < header.prefixEnd) ||
        (at >= header.timeStart && at < header.timeEnd);
      const places: [number, number][] = [];
      for (let at = 0; at < raw.length; ) {
        let end = at + 1;
        if (isCut(at)) {
          end = at < header.prefixEnd ? header.prefixEnd : header.timeEnd;
          if (end === header.timeStart) end = header.timeEnd;
        }
        places.push([at, end]);
        at = end;
      }
      expect(text.length).toBe(places.length);
      const found = places.map((_, offset) => [
        originOf(offset, header),
        originEndOf(offset, header),
      ]);
      expect(found).toEqual(places);
    }
  });
});

describe('SpanList', () => {
  it('sorts, and makes one of what overlaps or touches', () => {
    const spans = new SpanList();
    for (const [start, end] of [
      [5, 7],
      [1, 2],
      [6, 9],
      [2, 3],
      [20, 20],
      [11, 12],
    ] as const)
      spans.add(start, end);
    expect([...spans.merged()]).toEqual([1, 3, 5, 9, 11, 12]);
    expect([...new SpanList().merged()]).toEqual([]);
  });
});
