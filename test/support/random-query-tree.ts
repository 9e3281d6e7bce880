import fc from 'fast-check';
import { compareTerms } from '../../src/analysis/address-ranges.js';
import { parseAddress } from '../../src/analysis/network-terms.js';
import { tokenize } from '../../src/analysis/tokenizer.js';
import type { Leaf, PairOperator, Query } from '../../src/query/ast.js';

/** Random queries as data: every kind, with values that are hard to write. */

const bytes = (text: string) => new Uint8Array(Buffer.from(text));

/** Texts that hold every mark with a meaning of its own. */
const marked = fc
  .array(
    fc.constantFrom(
      ...[
        'a',
        'B',
        '9',
        'é',
        '障',
        ' ',
        '"',
        '(',
        ')',
        '*',
        '?',
        '\\',
        '/',
        '-',
        '^',
        '=',
        '<',
        '>',
        ':',
        ',',
        '.',
      ],
      ...['\u3000', 'AND', ' OR ', 'NOT ', 'host:', '2021-08-17 09:29:01', 'i'],
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(''));

const token = fc
  .oneof(marked, fc.constantFrom('and', 'not', '1629158400', 'aug', '17', 'x\u3000y', 'word'))
  .map((text) => tokenize(bytes(text))[0] ?? bytes('a'));
const tokens = (minLength: number) => fc.array(token, { minLength, maxLength: 4 });

const address = fc
  .oneof(
    fc.uint8Array({ minLength: 4, maxLength: 4 }).map((each) => Uint8Array.of(2, ...each)),
    fc.uint8Array({ minLength: 16, maxLength: 16 }).map((each) => Uint8Array.of(3, ...each)),
    fc.uint8Array({ minLength: 6, maxLength: 6 }).map((each) => Uint8Array.of(1, ...each)),
    fc.constantFrom('::1', '::ffff:1.2.3.4', '1::', '0.0.0.0').map((text) => parseAddress(text)!),
  )
  .map((term) => term);

/** Two addresses in order, often a network or nearly. */
const range = fc.tuple(address, fc.nat(128), fc.boolean()).chain(([term, bits, near]) => {
  const from = term.map((byte, i) => (i === 0 ? byte : byte & ~freeBits(bits, i)));
  const to = term.map((byte, i) => (i === 0 ? byte : byte | freeBits(bits, i)));
  if (near) to[to.length - 1]! ^= 1;
  return fc.constant({ from, to });
});

function freeBits(bits: number, i: number): number {
  return 0xff >> Math.max(0, Math.min(8, bits - 8 * (i - 1)));
}

/** As the parser leaves it: a backslash only before what would mean something else. */
const glob = fc
  .array(
    fc.constantFrom(
      ...['a', 'B', ' ', '"', '(', ')', '*', '?', '\\*', '\\?', '\\\\', '-', ':', 'é', '/'],
    ),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((parts) => parts.join(''));

/** An expression that can be typed: it does not begin with a space or a `)`, nor end within an escape. */
const source = fc
  .array(
    fc.constantFrom(
      ...['a', '.', '*', ' ', '/', '(', ')', '\\d', '\\\\', '[', '"', 'i', '|', '障', '$'],
    ),
    {
      maxLength: 6,
    },
  )
  .map((parts) => `x${parts.join('')}`);

const level = fc
  .tuple(fc.constantFrom('severity' as const, 'facility' as const), fc.nat(23), fc.nat(23))
  .map(([field, a, b]): Leaf => {
    const [least = 0, most = 0] = [a, b]
      .map((code) => (field === 'severity' ? code % 8 : code))
      .sort((x, y) => x - y);
    return { kind: 'level', field, least, most };
  });

const key = fc.constantFrom(
  'a',
  'LEN',
  'a.b-c_d',
  '_x',
  '9',
  'severity',
  'facility',
  'host',
  'AND',
  'time',
);
const pair = fc.oneof(
  fc
    .tuple(key, fc.constantFrom<PairOperator[]>('=', '!='), marked)
    .map(([name, operator, value]): Leaf => ({ kind: 'pair', key: name, operator, value })),
  fc
    .tuple(
      key,
      fc.constantFrom<PairOperator[]>('<', '<=', '>', '>='),
      fc.constantFrom('0', '-1', '10.50', '007'),
    )
    .map(([name, operator, value]): Leaf => ({ kind: 'pair', key: name, operator, value })),
);

const leaf: fc.Arbitrary<Query> = fc.oneof(
  token.map((each): Leaf => ({ kind: 'word', token: each })),
  token.map((each): Leaf => ({ kind: 'prefix', token: each })),
  fc
    .tuple(tokens(2), fc.boolean())
    .map(([words, isPrefix]): Leaf => ({ kind: 'phrase', tokens: words, isPrefix })),
  fc
    .tuple(tokens(1), fc.boolean())
    .map(([words, isPrefix]): Leaf => ({ kind: 'first', tokens: words, isPrefix })),
  address.map((term): Leaf => ({ kind: 'address', term })),
  range
    .filter(({ from, to }) => compareTerms(from, to) < 0)
    .map(({ from, to }): Leaf => ({ kind: 'addresses', from, to })),
  marked.map(
    (text): Leaf => ({
      kind: 'substring',
      bytes: bytes(text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())),
    }),
  ),
  fc
    .tuple(source, fc.boolean())
    .map(([text, ignoreCase]): Leaf => ({ kind: 'regex', source: text, ignoreCase })),
  fc
    .tuple(fc.constantFrom('host' as const, 'app' as const, 'pid' as const, 'msgid' as const), glob)
    .map(([field, each]): Leaf => ({ kind: 'field', field, glob: each })),
  glob.map((each): Leaf => ({ kind: 'source', glob: each })),
  level,
  fc
    .tuple(fc.constantFrom('exampleSDID@32473', 'a.b', 'x'), fc.constantFrom('iut', 'p-1'), glob)
    .map(([id, parameter, each]): Leaf => ({ kind: 'structured', id, parameter, glob: each })),
  pair,
);

/** Joined as the parser joins: no `and` in an `and`, no `not` of a `not`. */
function join(kind: 'and' | 'or', parts: readonly Query[]): Query {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
  return flat.length === 1 ? flat[0]! : { kind, parts: flat };
}

export const randomQueryTree: fc.Arbitrary<Query> = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    leaf,
    fc.array(tie('query'), { minLength: 1, maxLength: 4 }).map((parts) => join('and', parts)),
    fc.array(tie('query'), { minLength: 1, maxLength: 4 }).map((parts) => join('or', parts)),
    tie('query').map((part): Query => (part.kind === 'not' ? part.part : { kind: 'not', part })),
  ),
})).query;
