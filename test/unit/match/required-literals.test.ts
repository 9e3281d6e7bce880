import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { TOKEN_BYTE } from '../../../src/analysis/tokenizer.js';
import { fold } from '../../../src/match/folded-search.js';
import { leadingWord, requiredLiterals } from '../../../src/match/required-literals.js';
import { regexSource } from '../../support/random-regex.js';

/** The lists as text, `a|b` each. */
function lists(source: string, ignoreCase = false): string[] {
  return requiredLiterals(source, ignoreCase).map((list) =>
    list.map((literal) => Buffer.from(literal).toString()).join('|'),
  );
}

const unit = fc.constantFrom(
  ...['a', 'b', 'k', 's', 'A', 'S', 'K', '1', ' ', 'é', 'É', '\u017f', '\u212a', '\n', '.'],
  ...['ab', 'aB', 'ks', 'sa', 'bas', 'aks', 'sas', '\u212as', 'ba\u017f'],
);

describe('requiredLiterals()', () => {
  it.each([
    ['Failed password', ['failed password']],
    ['Failed (password|publickey) for', ['failed password for|failed publickey for']],
    ['user \\w+ from', ['user ', ' from']],
    ['a.bc.def', ['bc', 'def']],
    ['https?://', ['https://|http://']],
    ['(ab)+cd', ['ab', 'cd']],
    ['(ab){2}', ['abab']],
    ['(ab){2,}', ['abab']],
    ['(ab)*cd', ['cd']],
    ['(ab)?cd', ['abcd|cd']],
    ['^abc$', ['abc']],
    ['\\bab\\b', ['ab']],
    ['foo|bar', ['foo|bar']],
    ['foo.*bar|bazaar', ['foo|bazaar']],
    ['foo|.*', []],
    ['foo|b', []],
    ['[Ff]ailed', ['failed']],
    ['gr[ae]y', ['gray|grey']],
    ['a[0-9]b', []],
    ['ab[0-9]cd', ['ab', 'cd']],
    ['\\Qa.b\\E+', ['a.']],
    ['a\\.b\\x63\\x{64}', ['a.bcd']],
    ['(?i)abc', ['abc']],
    ['(?i:é)abc', ['abc']],
    ['x(?i)bk', ['xbk|xb\u212a']],
    ['(?P<name>ab)c', ['abc']],
    ['日本', ['日本']],
    ['a\ufffdbc', ['bc']],
    ['a{,2}b', ['a{,2}b']],
    ['', []],
    ['.*', []],
    ['a', []],
    ['é', ['é']],
    ['[[:alpha:]]ab', ['ab']],
    ['[]a]bc', [']bc|abc']],
    ['[^]a]bc', ['bc']],
    ['\\pLab\\p{Greek}cd', ['ab', 'cd']],
    ['\\123ab', []],
  ])('%s: %j', (source, expected) => {
    expect(() => RE2JS.compile(source)).not.toThrow();
    expect(lists(source)).toEqual(expected);
  });

  it('minds the third case of k and s where case is ignored', () => {
    expect(lists('bk', true)).toEqual(['bk|b\u212a']);
    expect(lists('été', true)).toEqual([]);
    expect(lists('sshd', true)).toEqual(['sshd|s\u017fhd|\u017fshd|\u017f\u017fhd']);
    expect(lists('password', true)).toEqual([
      'password|pas\u017fword|pa\u017fsword|pa\u017f\u017fword',
    ]);
    expect(lists('session', true).every((list) => list.split('|').length <= 4)).toBe(true);
  });

  it('says of every match what it has', () => {
    let [matched, certain] = [0, 0];
    fc.assert(
      fc.property(
        regexSource,
        fc.string({ unit, maxLength: 40 }),
        fc.boolean(),
        (source, text, ignoreCase) => {
          const lists = requiredLiterals(source, ignoreCase);
          const bytes = new Uint8Array(Buffer.from(text));
          if (!RE2JS.compile(source, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0).test(bytes)) return;
          matched++;
          if (lists.length > 0) certain++;
          const folded = Buffer.from(fold(bytes));
          for (const list of lists) {
            expect(list.every((literal) => literal.length >= 2)).toBe(true);
            expect(list.some((literal) => folded.includes(Buffer.from(literal)))).toBe(true);
          }
        },
      ),
      { numRuns: 15_000 },
    );
    // The property is about something.
    expect(matched).toBeGreaterThan(1000);
    expect(certain).toBeGreaterThan(100);
  });
});

describe('leadingWord()', () => {
  const word = (source: string, ignoreCase = false) => {
    const found = leadingWord(source, ignoreCase);
    return found && Buffer.from(found).toString();
  };

  it.each([
    ['port 22', 'port'],
    ['port (22|2222) ', 'port'],
    ['Failed password for .* from', 'failed'],
    ['^abc.def', undefined],
    ['^abc\\.def', 'abc'],
    ['(ab )+cd', 'ab'],
    ['(ab )?cd ', undefined],
    ['(user|invalid) x', undefined],
    ['(?:user a|user b) x', 'user'],
    ['port', undefined],
    ['port[0-9]', undefined],
    [' port 22', undefined],
    ['[0-9]+ port', undefined],
    ['.*port 22', undefined],
    ['日本 x', '日本'],
  ])('%s: %j', (source, expected) => {
    expect(word(source)).toBe(expected);
  });

  it('is none where another case of k or s would be another word', () => {
    expect(word('port 22', true)).toBe('port');
    expect(word('ports 22', true)).toBe(undefined);
  });

  it('is what every match begins with, up to a byte that is not of a word', () => {
    let certain = 0;
    fc.assert(
      fc.property(
        fc.constantFrom('ab ', 'a.', 'Ab |ab.', 'sa (b|1)', ''),
        fc.oneof(fc.constantFrom('', 's?', '.*1'), regexSource),
        fc.array(fc.oneof(unit, fc.constantFrom('ab ', 'Ab ', 'AB.', 'a.', 'sa b', 'sa 1')), {
          maxLength: 20,
        }),
        fc.boolean(),
        (before, rest, pieces, ignoreCase) => {
          const text = pieces.join('');
          const source = `${before.includes('|') ? `(${before})` : before}${rest}`;
          const word = leadingWord(source, ignoreCase);
          if (word === undefined) return;
          const bytes = new Uint8Array(Buffer.from(text));
          const matcher = RE2JS.compile(source, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0).matcher(
            text,
          );
          for (
            let from = 0;
            from <= text.length && matcher.find(from);
            from = matcher.start() + 1
          ) {
            const match = fold(new Uint8Array(Buffer.from(text.slice(matcher.start()))));
            expect(bytes.length).toBeGreaterThan(word.length);
            expect(Buffer.from(match.subarray(0, word.length)).equals(word)).toBe(true);
            expect(TOKEN_BYTE[match[word.length]!]).toBe(0);
            certain++;
          }
        },
      ),
      { numRuns: 15_000 },
    );
    expect(certain).toBeGreaterThan(100);
  });
});
