import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNetworkTerm } from '../../src/analysis/network-terms.js';
import { isHayabusaError } from '../../src/base/errors.js';
import type { Query } from '../../src/query/ast.js';
import { hintForFound, hintForNothing } from '../../src/query/hints/hints.js';
import { parsePhrase, parseQuery } from '../../src/query/parser.js';
import { printQuery } from '../../src/query/printer.js';
import { shape } from '../support/query-shape.js';
import { randomQueryTree } from '../support/random-query-tree.js';
import { randomRuns } from '../support/random-runs.js';

/** What queries are typed of, and what is nearly that. */
const PIECE = fc.constantFrom(
  ...['a', 'Failed', 'é', '障害', '1', 'x\u3000y', 'and', 'AND', 'OR', 'NOT', 'NOT(', 'ANDROID'],
  ...[
    ' ',
    ' ',
    ' ',
    ' ',
    '(',
    ')',
    '(',
    ')',
    '"',
    '"',
    '""',
    '*',
    '*',
    '-',
    '--',
    '^',
    '/',
    '/i',
    '\\',
    '?',
  ],
  ...[
    '=',
    '!=',
    '<',
    '<=',
    '>',
    '>=',
    ':',
    ',',
    ';',
    '.',
    '%',
    '[',
    ']',
    '{',
    '\t',
    '\n',
    '\0',
    '\ud800',
  ],
  ...[
    'host:',
    'app:(',
    'pid:',
    'msgid:',
    'severity',
    'severity:',
    'severity<=',
    'severity!=err',
    'facility=',
  ],
  ...[
    'sd.a@1.b:',
    'sd.a:',
    'ip:',
    'ip:(',
    'mac:',
    '10.0.0.1',
    '10.0.0.0/8',
    '10.0.0.9/33',
    '-10.0.0.9',
    '2001:db8::/32',
  ],
  ...[
    '::',
    '::1',
    '::/0',
    '00:11:22',
    '0011.22',
    '00:11:22:33:44:55',
    'proto=TCP',
    'len>1000',
    'dpt=(',
    'dpt=(22 OR ',
    'dpt!=(1 OR 2)',
    ' OR ',
    '||',
    'err',
    'local0',
    'crit-warning',
  ],
  ...[
    'Aug 17 09:29:01 ',
    '2021-08-17T09:29:01Z',
    '1629158400',
    '<34>',
    '"time":"',
    'core-sw-01',
    '/var/log/x',
    '*fix*',
    '/a b/',
  ],
);
const typedText = fc.oneof(
  fc.array(PIECE, { maxLength: 12 }).map((pieces) => pieces.join('')),
  fc.array(PIECE, { maxLength: 8 }).map((pieces) => pieces.join(' ')),
  fc.string({ maxLength: 30, unit: 'binary' }),
);

/** The query of a text; undefined when it is refused as it should be. */
function parsed(text: string): Query | undefined {
  try {
    return parseQuery(text);
  } catch (error) {
    if (!isHayabusaError(error, 'query-syntax')) throw error;
    const { column } = error.details as { column: number };
    expect(column).toBeGreaterThanOrEqual(0);
    expect(column).toBeLessThanOrEqual(text.length);
    expect(error.message.split('\n'), text).toHaveLength(3);
    return undefined;
  }
}

describe('parseQuery()', () => {
  it('reads or refuses any text, and reads what printQuery() makes of it as the same', () => {
    let read = 0;
    fc.assert(
      fc.property(typedText, (text) => {
        const query = parsed(text);
        if (query === undefined) return;
        read++;
        // Whatever they guess.
        hintForNothing(text, query);
        hintForFound(text, query);
        const printed = printQuery(query);
        expect(shape(parseQuery(printed)), printed).toBe(shape(query));
        expect(parseQuery(printed), printed).toEqual(query);
      }),
      randomRuns(10_000),
    );
    expect(read).toBeGreaterThan(1500);
  });

  it('nests nothing needlessly', () => {
    const check = (query: Query, parent: string): void => {
      expect(query.kind).not.toBe(parent);
      if (query.kind === 'not') check(query.part, 'not');
      if (query.kind !== 'and' && query.kind !== 'or') return;
      expect(query.parts.length).toBeGreaterThanOrEqual(2);
      for (const part of query.parts) check(part, query.kind);
    };
    fc.assert(
      fc.property(typedText, (text) => {
        const query = parsed(text);
        if (query !== undefined) check(query, '');
      }),
      randomRuns(10_000),
    );
  });
});

describe('printQuery()', () => {
  it('prints any query so that it parses back to itself', () => {
    fc.assert(
      fc.property(randomQueryTree, (query) => {
        const printed = printQuery(query);
        expect(shape(parseQuery(printed)), printed).toBe(shape(query));
        expect(parseQuery(printed), printed).toEqual(query);
      }),
      randomRuns(10_000),
    );
  });

  it('prints what parsePhrase() reads', () => {
    fc.assert(
      fc.property(typedText, (text) => {
        let query: Query;
        try {
          query = parsePhrase(text);
        } catch (error) {
          expect(isHayabusaError(error, 'query-syntax')).toBe(true);
          return;
        }
        expect(parseQuery(printQuery(query))).toEqual(query);
      }),
      randomRuns(5000),
    );
  });

  it('prints a MAC prefix and a network in short', () => {
    const check = (text: string) => expect(printQuery(parseQuery(text))).toBe(text);
    check('mac:00:11:22');
    check('10.0.0.0/8');
    check('ip:10.0.0.1-10.0.0.5');
    check('(a b) OR NOT (c OR "d e"*)');
    expect(formatNetworkTerm(Uint8Array.of(2, 10, 0, 0, 1))).toBe('10.0.0.1');
  });
});
