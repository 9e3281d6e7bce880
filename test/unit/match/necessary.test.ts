import { describe, expect, it } from 'vitest';
import { leafTest } from '../../../src/match/leaf-test.js';
import { viewMessage } from '../../../src/match/message-view.js';
import { necessaryQuery } from '../../../src/match/necessary.js';
import { queryTest } from '../../../src/match/query-test.js';
import type { Leaf, Query } from '../../../src/query/ast.js';
import { latin1 } from '../../support/bytes.js';

/** A query in short: `word`, `prefix*`, `"a phrase"`, `*part*`, `(a AND b)`. */
function shown(query: Query): string {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
  switch (query.kind) {
    case 'all':
      return 'all';
    case 'word':
      return text(query.token);
    case 'prefix':
      return `${text(query.token)}*`;
    case 'phrase':
      return `"${query.tokens.map(text).join(' ')}"${query.isPrefix ? '*' : ''}`;
    case 'substring':
      return `*${text(query.bytes)}*`;
    case 'and':
      return `(${query.parts.map(shown).join(' AND ')})`;
    case 'or':
      return `(${query.parts.map(shown).join(' OR ')})`;
    default:
      return query.kind;
  }
}

const substring = (text: string): Leaf => ({ kind: 'substring', bytes: latin1(text) });
const regex = (source: string, ignoreCase = false): Leaf => ({ kind: 'regex', source, ignoreCase });
const pid = (glob: string): Leaf => ({ kind: 'field', field: 'pid', glob });
const host = (glob: string): Leaf => ({ kind: 'field', field: 'host', glob });
const sd = (glob: string): Leaf => ({ kind: 'structured', id: 'a@1', parameter: 'k', glob });
const MARK = '\ufeff';

describe('necessaryQuery()', () => {
  it.each<[Leaf, string]>([
    [{ kind: 'word', token: latin1('root') }, 'root'],
    [{ kind: 'first', tokens: [latin1('a'), latin1('b')], isPrefix: true }, '"a b"*'],
    [{ kind: 'first', tokens: [latin1('a')], isPrefix: false }, 'a'],
    [substring('fix'), '*fix*'],
    [substring('ssword for r'), '(*ssword* AND "for r"*)'],
    [substring(' for '), 'for'],
    [substring('d for'), 'for*'],
    [substring('(root)'), 'root'],
    [substring('d('), '*d*'],
    [substring('] ['), 'all'],
    [regex('user \\w+ from'), '(*user* AND from*)'],
    [
      regex('Failed (password|publickey) for'),
      '((*failed* AND "password for"*) OR (*failed* AND "publickey for"*))',
    ],
    [regex('.*'), 'all'],
    [pid('17'), '17'],
    [pid('1*'), '1*'],
    [pid('*17'), '*17*'],
    [pid('a-*-b'), '(a AND b)'],
    [pid('*'), 'all'],
    [host('core-SW*'), `("core sw"* OR "${MARK}core sw"*)`],
    [host('*.org'), 'org'],
    [host('*org'), '*org*'],
    [{ kind: 'level', field: 'severity', least: 0, most: 3 }, 'all'],
    [sd('v w'), '("a 1" AND k AND "v w")'],
    [sd('x"y*'), '("a 1" AND k AND "x y"*)'],
    [{ kind: 'pair', key: 'SRC', operator: '=', value: '10.0.0.1' }, '"src 10 0 0 1"'],
    [{ kind: 'pair', key: 'len', operator: '=', value: '' }, 'len'],
    [{ kind: 'pair', key: 'len', operator: '!=', value: '60' }, 'len'],
    [{ kind: 'pair', key: 'len', operator: '>', value: '60' }, 'len'],
  ])('%o: %s', (leaf, expected) => {
    expect(shown(necessaryQuery(leaf))).toBe(expected);
  });

  it('minds a byte order mark before the first word', () => {
    const leaf: Leaf = { kind: 'field', field: 'app', glob: 'cron' };
    const message = viewMessage(new Uint8Array(Buffer.from(`${MARK}cron: text`)));
    expect(leafTest(leaf)(message)).toBe(true);
    expect(queryTest({ kind: 'word', token: latin1('cron') })([message])).toBe(false);
    expect(queryTest(necessaryQuery(leaf))([message])).toBe(true);
  });
});
