import fc from 'fast-check';

/** Random texts, as Latin-1, of what is hard to tokenise and hard to tell from an address. */

const FRAGMENTS = [
  // Labels, what is none, and words of every length around the packing by fives.
  ...['src', 'outside', 'MAC', 'if0', 'dead', 'abcde', '12345', 'a', 'Z9', 'g1', 'x.y', 'eth0'],
  ...['abcde', 'ABCDE', 'abcdef', 'abcdefghij', 'abcdefghijk', 'abcdefghijl', 'abcdefghijKLMNOP'],
  ...['0', '7', '42', '255', '0001', '4999999999', '49999999990', 'user1234567890'],
  // Bytes >= 0x80: Japanese in UTF-8, and no UTF-8 at all.
  ...[
    '\xe3\x83\xad\xe3\x82\xb0',
    'a\xe3\x83\xad',
    'abcd\xff',
    'abcdefghij\x80',
    '\xfe',
    '\x80\x80',
  ],
  // Near misses.
  ...['1.2.3.4.5', '192.168.0.256', '1.2.3', '12:34:56', 'a:b:c', '23:59:59.123', '1.2.3.4x'],
  ...['::', ':::', '1::2::3', '1:2:3:4:5:6:7', '12345::1', 'g::1', '00:11:22:33:44', '::1.2.3'],
  ...['0011.2233', '00-11-22', '2021-08-17', 'aa-bb-cc-dd-ee', '0011-2233', 'std::string'],
  // Addresses.
  ...['192.168.0.1', '10.0.0.255', '010.001.000.009', '::1', 'fe80::', '2001:DB8::ff', '1::2:3'],
  ...['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7::', '::ffff:10.0.0.1', '0:0:0:0:0:FFFF:1.2.3.4'],
  ...['1:2:3:4:5:6:1.2.3.4', '64:ff9b::1.2.3.4', '00:11:22:33:44:55:66:77'],
  ...['00:11:22:aA:bB:cC', '0011.22aa.BBcc', '00-11-22-aa-bb-cc', '0011-22aa-BBCC'],
  ...['ff:ff:ff:ff:ff:ff:00:11:22:aA:bB:cC:08:00'],
  // Behind them.
  ...[':443', ':65535', ':123456', '/24', '%eth0', '.', ':', '..', '-', '-66', '.1', ':x', ']:22'],
];

const SEPARATORS = [
  '',
  '',
  '',
  ' ',
  ' ',
  ':',
  '.',
  '-',
  ',',
  '=',
  '/',
  '%',
  '[',
  ']',
  '\0',
  '\n',
  '"',
];

const hexGroup = fc.oneof(
  fc.constant('0'),
  fc.integer({ min: 0, max: 0xffff }).map((group) => group.toString(16)),
);

/** Groups with colons between, around what makes an IPv6 address or a MAC: often right, often not quite. */
const groups = fc
  .tuple(
    fc.array(fc.oneof(hexGroup, fc.constant('')), { minLength: 2, maxLength: 10 }),
    fc.constantFrom('', '', ':', '::', '1.2.3.4', ':9.8.7.6'),
  )
  .map(([parts, end]) => parts.join(':') + end);

const pairs = fc
  .tuple(
    fc.array(fc.constantFrom('00', 'aB', '5e', '7', 'fff'), { minLength: 5, maxLength: 15 }),
    fc.constantFrom(':', '-', '.'),
  )
  .map(([parts, joiner]) => parts.join(joiner));

const wholePairs = fc
  .tuple(
    fc.array(fc.constantFrom('00', 'aB', '5e'), { minLength: 6, maxLength: 7 }),
    fc.constantFrom(':', '-', '.'),
    fc.integer({ min: 1, max: 2 }),
  )
  .map(([parts, joiner, times]) => new Array(times).fill(parts.join(joiner)).join(joiner));

const octets = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 300 }).map(String), fc.constant('1')), {
    minLength: 3,
    maxLength: 5,
  })
  .map((parts) => parts.join('.'));

const bytes = fc.uint8Array({ maxLength: 14 }).map((raw) => Buffer.from(raw).toString('latin1'));

/** One word, address or near miss. */
export const trickyFragment: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: fc.constantFrom(...FRAGMENTS), weight: 8 },
  { arbitrary: groups, weight: 2 },
  { arbitrary: pairs, weight: 1 },
  { arbitrary: wholePairs, weight: 1 },
  { arbitrary: octets, weight: 1 },
  { arbitrary: bytes, weight: 1 },
);

export const trickyText: fc.Arbitrary<string> = fc
  .array(fc.tuple(trickyFragment, fc.constantFrom(...SEPARATORS)), { maxLength: 8 })
  .map((parts) => parts.map(([text, separator]) => text + separator).join(''));
