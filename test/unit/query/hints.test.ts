import { describe, expect, it } from 'vitest';
import { hintForFound, hintForNothing } from '../../../src/query/hints.js';
import { parseQuery } from '../../../src/query/parser.js';

describe('hintForNothing()', () => {
  const check = (text: string, expected: string | undefined) =>
    it(`says of ${JSON.stringify(text)}: ${expected}`, () => {
      const hint = hintForNothing(text, parseQuery(text));
      if (expected === undefined) expect(hint).toBeUndefined();
      else expect(hint).toContain(expected);
    });
  check('a or b', '"or" was looked for as a word: as an operator it is written OR');
  check('a And b', '"And" was looked for as a word: as an operator it is written AND');
  check('not a', 'as an operator it is written NOT');
  check('"a or b"', undefined);
  check('a OR b', undefined);
  check('app:(sshd su)', 'A message has one app: write OR between values, as in app:(a OR b)');
  check('x app:sshd app:su', 'A message has one app');
  check('app:(s* -su)', undefined);
  check('sshd 09:29:01', 'say it with --from, --to or --last');
  check(
    '障害',
    '"障害" was looked for as a whole word: within text without spaces it is found by *障害*',
  );
  check('*障害*', undefined);
  check('UFW SRC=10.0.0.0/8', 'addresses of a network are found by 10.0.0.0/8 alone');
  check('path=a/8', undefined);
  check('host=gw1', '"host=gw1" was looked for as text: the field is written host:gw1');
  check('x Program="a b"', 'the field is written app:"a b"');
  check('level=high', undefined);
  check('link !gw1', '"!gw1" was looked for as a word: to exclude it write NOT gw1');
  check('link severity<=err', 'A message without a PRI at its front has no severity');
  check('sshd (su OR facility:auth)', 'has no facility');
  check('-facility:auth', undefined);
  check('CMD ( /bin/x -C)', `write 'CMD ( /bin/x "-C")'`);
  check('a NOT b', undefined);
  check('failed|invalid x', 'either of its words is found by failed OR invalid');
  check('failed\\|invalid', 'found by failed OR invalid');
  check('failed || invalid', 'as an operator it is written OR');
  check('took [0-9]+ms', `stands between slashes, as in '/[0-9]+ms/'`);
  check('user \\d+', 'a regular expression stands between slashes');
  check('level:error', 'the field is written severity:error');
  check('Host:gw1', 'the field is written host:gw1');
  check('status:failed', 'of key=value in the text write status=failed');
  check('sshd: 10:30x [core-sw-01] 2(c) a.b C++', undefined);
  check('sshd source:auth', 'hayabusa search --by source');
  check('Aug 17 09:29:01 sshd a or b', 'The query was read as a line of a log');
  check('', undefined);
});

describe('hintForFound()', () => {
  it('says what excludes, where a mark of other languages does not', () => {
    expect(hintForFound('failed !root')).toBe(
      '"!root" was looked for as a word: to exclude it write NOT root',
    );
    expect(hintForFound('failed NOT root')).toBeUndefined();
    expect(hintForFound('"failed !root"')).toBeUndefined();
    expect(hintForFound('done! !! a!=b')).toBeUndefined();
    expect(hintForFound('udp len >= 1000')).toBe(
      '">=" by itself was passed over as punctuation: to compare write len>=1000, without blanks',
    );
    expect(hintForFound('len>1000 a > b "len > 7" 10.0.0.1 -> 5 x <')).toBeUndefined();
    expect(hintForFound('Aug 17 09:29:03 gw1 app: !root')).toBeUndefined();
  });
});
