import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../src/analysis/network-terms.js';
import { viewMessage } from '../../../src/match/message-view.js';
import { queryTest } from '../../../src/match/query-test.js';
import { querySpans } from '../../../src/match/spans.js';
import type { Query } from '../../../src/query/ast.js';
import { latin1 } from '../../support/bytes.js';

const word = (token: string): Query => ({ kind: 'word', token: latin1(token) });
const regex = (source: string, ignoreCase = false): Query => ({
  kind: 'regex',
  source,
  ignoreCase,
});
const address = (text: string) => parseAddress(text) ?? new Uint8Array(0);

const SSH =
  '<38>Aug 17 09:29:01 Core-sw-01 sshd[4711]: Failed password for root from 10.0.0.11:22 len=120';
const SD =
  '<165>1 2003-10-11T22:14:15.003Z mymachine evntslog 77 ID47 [exampleSDID@32473 iut="3" eventSource="App\\"lic"] x';

function answers(raw: string, query: Query): boolean {
  return queryTest(query)([viewMessage(latin1(raw))]);
}

/** What the spans of a query hold. */
function marked(raw: string, query: Query): string[] {
  const spans = querySpans(query)(viewMessage(latin1(raw)));
  return Array.from({ length: spans.length / 2 }, (_, i) =>
    raw.slice(spans[2 * i], spans[2 * i + 1]),
  );
}

describe('queryTest()', () => {
  const CASES: readonly (readonly [string, Query, readonly string[]])[] = [
    [SSH, word('password'), ['password']],
    [SSH, word('pass'), []],
    [SSH, word('aug'), []],
    [SSH, { kind: 'prefix', token: latin1('pass') }, ['password']],
    [SSH, { kind: 'phrase', tokens: [latin1('core'), latin1('sw')], isPrefix: false }, ['Core-sw']],
    [SSH, { kind: 'phrase', tokens: [latin1('for'), latin1('ro')], isPrefix: true }, ['for root']],
    [SSH, { kind: 'phrase', tokens: [latin1('for'), latin1('ro')], isPrefix: false }, []],
    [SSH, { kind: 'first', tokens: [latin1('core')], isPrefix: false }, ['Core']],
    [SSH, { kind: 'first', tokens: [latin1('sw')], isPrefix: false }, []],
    [SSH, { kind: 'address', term: address('10.0.0.11') }, ['10.0.0.11']],
    [SSH, { kind: 'address', term: address('10.0.0.1') }, []],
    [
      SSH,
      { kind: 'addresses', from: address('10.0.0.0'), to: address('10.0.0.255') },
      ['10.0.0.11'],
    ],
    [SSH, { kind: 'addresses', from: address('10.0.0.12'), to: address('10.0.0.255') }, []],
    [SSH, { kind: 'addresses', from: address('::'), to: address('ffff::') }, []],
    [SSH, { kind: 'substring', bytes: latin1('ssword f') }, ['ssword f']],
    [SSH, { kind: 'substring', bytes: latin1('09:29') }, []],
    [SSH, regex('^core', true), ['Core']],
    [SSH, regex('^core'), []],
    [SSH, regex('r[aeiou]+t'), ['root']],
    [SSH, { kind: 'field', field: 'host', glob: 'core-*' }, ['Core-sw-01']],
    [SSH, { kind: 'field', field: 'host', glob: 'core' }, []],
    [SSH, { kind: 'field', field: 'app', glob: 'SSH?' }, ['sshd']],
    [SSH, { kind: 'field', field: 'pid', glob: '4711' }, ['4711']],
    [SSH, { kind: 'field', field: 'msgid', glob: '*' }, []],
    [SD, { kind: 'field', field: 'msgid', glob: 'id47' }, ['ID47']],
    [SD, { kind: 'structured', id: 'EXAMPLESDID@32473', parameter: 'iut', glob: '3' }, ['3']],
    [SD, { kind: 'structured', id: 'exampleSDID@32473', parameter: 'iut', glob: '4' }, []],
    [SD, { kind: 'structured', id: 'exampleSDID', parameter: 'iut', glob: '3' }, []],
    [
      SD,
      { kind: 'structured', id: 'exampleSDID@32473', parameter: 'eventsource', glob: '*p"l*' },
      ['App\\"lic'],
    ],
    [SSH, { kind: 'pair', key: 'LEN', operator: '=', value: '120' }, ['len=120']],
    [SSH, { kind: 'pair', key: 'en', operator: '=', value: '120' }, []],
    [SSH, { kind: 'pair', key: 'len', operator: '>', value: '119.5' }, ['len=120']],
    [SSH, { kind: 'pair', key: 'len', operator: '>', value: '120' }, []],
    [SSH, { kind: 'pair', key: 'len', operator: '!=', value: '120' }, []],
    [SSH, { kind: 'pair', key: 'len', operator: '!=', value: '12' }, ['len=120']],
    [SSH, { kind: 'pair', key: 'size', operator: '!=', value: '12' }, []],
  ];
  it.each(CASES)('%s %o', (raw, query, spans) => {
    expect(marked(raw, query)).toEqual(spans);
    expect(answers(raw, query)).toBe(spans.length > 0);
  });

  it('compares levels, which stand in no text', () => {
    const level = (field: 'severity' | 'facility', least: number, most: number): Query => ({
      kind: 'level',
      field,
      least,
      most,
    });
    expect(answers(SSH, level('severity', 6, 6))).toBe(true);
    expect(answers(SSH, level('severity', 0, 5))).toBe(false);
    expect(answers(SSH, level('facility', 4, 4))).toBe(true);
    expect(answers('no priority', level('severity', 0, 7))).toBe(false);
    expect(marked(SSH, level('severity', 6, 6))).toEqual([]);
  });

  it('joins leaves by AND, OR and NOT, and marks nothing below a NOT', () => {
    const [root, nobody] = [word('root'), word('nobody')];
    const not = (part: Query): Query => ({ kind: 'not', part });
    expect(answers(SSH, { kind: 'all' })).toBe(true);
    expect(answers(SSH, { kind: 'and', parts: [root, nobody] })).toBe(false);
    expect(answers(SSH, { kind: 'or', parts: [nobody, root] })).toBe(true);
    expect(answers(SSH, { kind: 'and', parts: [root, not(nobody)] })).toBe(true);
    expect(answers(SSH, not(root))).toBe(false);
    expect(marked(SSH, { kind: 'and', parts: [not(word('failed')), root] })).toEqual(['root']);
    expect(
      marked(SSH, {
        kind: 'or',
        parts: [word('for'), { kind: 'substring', bytes: latin1('or r') }],
      }),
    ).toEqual(['for r']);
  });

  it('takes the pieces of a long line as one message', () => {
    const pieces = [
      viewMessage(latin1('Aug 17 09:29:01 host app: first part')),
      viewMessage(latin1('second root'), true),
    ];
    const test = queryTest({ kind: 'and', parts: [word('host'), word('root')] });
    expect(test(pieces)).toBe(true);
    expect(test(pieces.slice(0, 1))).toBe(false);
    expect(queryTest({ kind: 'not', part: word('root') })(pieces)).toBe(false);
    expect(queryTest({ kind: 'field', field: 'host', glob: 'host' })(pieces)).toBe(true);
  });
});
