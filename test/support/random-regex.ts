import fc from 'fast-check';

/**
 * Random regular expressions that RE2 and JavaScript (with `u`) read alike, over a small alphabet in which a k and an s have
 * a third case beyond ASCII. Repetitions are never nested: RE2 limits how far these multiply.
 */
export const regexSource: fc.Arbitrary<string> = fc.letrec<{
  expression: string;
  part: string;
  atom: string;
}>((tie) => ({
  atom: fc.oneof(
    {
      arbitrary: fc.constantFrom(
        'a',
        'b',
        'k',
        's',
        'A',
        'S',
        '1',
        ' ',
        'é',
        'ab',
        'ks',
        'sa',
        'bas',
      ),
      weight: 8,
    },
    {
      arbitrary: fc.constantFrom(
        '\\.',
        '\\x61',
        '\\u{6b}'.replace(/\\u\{6b\}/, '\\x6b'),
        '\\/',
        '\\n',
      ),
      weight: 1,
    },
    {
      arbitrary: fc.constantFrom(
        '[ab]',
        '[^a]',
        '[a-c]',
        '[kK]',
        '[s1]',
        '[^\\n]',
        '\\d',
        '[é]',
        '[\\dab]',
        '[a-]',
      ),
      weight: 3,
    },
    { arbitrary: fc.constantFrom('^', '$'), weight: 1 },
  ),
  part: fc.oneof(
    { arbitrary: tie('atom'), weight: 6 },
    {
      arbitrary: fc
        .tuple(
          fc.constantFrom('a', 'b', 's', 'k', '[ab]', '\\d', '(ab)', '(?:ks|b)', '(a|)', '[sa]'),
          fc.constantFrom('*', '+', '?', '+?', '{2}', '{1,}', '{0,2}', '{2,3}', '{0}', '*?'),
        )
        .map(([atom, count]) => atom + count),
      weight: 3,
    },
    { arbitrary: tie('expression').map((inner) => `(${inner})`), weight: 1 },
    { arbitrary: tie('expression').map((inner) => `(?:${inner})`), weight: 1 },
  ),
  expression: fc.oneof(
    { depthSize: 'small' },
    {
      arbitrary: fc
        .array(tie('part'), { minLength: 1, maxLength: 5 })
        .map((parts) => parts.join('')),
      weight: 4,
    },
    {
      arbitrary: fc.tuple(tie('part'), tie('expression')).map(([one, other]) => `${one}|${other}`),
      weight: 1,
    },
  ),
})).expression;
