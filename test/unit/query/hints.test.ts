import { describe, expect, it } from 'vitest';
import { hintForFound, hintForNothing } from '../../../src/query/hints/hints.js';
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
  check('x ^sshd', '^sshd was looked for at the front of the text');
  check('^"connection from"', '"connection from" finds it anywhere');
  check('level:error', 'the field is written severity:error');
  check('Host:gw1', 'the field is written host:gw1');
  check('status:failed', 'of key=value in the text write status=failed');
  check('sshd: 10:30x [core-sw-01] 2(c) a.b C++', undefined);
  check('sshd source:auth', 'hayabusa search --by source');
  check('Aug 17 09:29:01 sshd a or b', 'The query was read as a line of a log');
  check('', undefined);
});

describe('hintForNothing() of values', () => {
  const check = (text: string, expected: string) =>
    it(`says of ${JSON.stringify(text)}: ${expected}`, () => {
      expect(hintForNothing(text, parseQuery(text))).toContain(expected);
    });
  check('app:sshd,su', 'a list of values is written app:(sshd OR su)');
  check('x app:sshd|su', 'app:(sshd OR su)');
  check('host:!gw1', 'to exclude write NOT host:gw1');
  check('host:-gw1', 'to exclude write NOT host:gw1');
  check('host:/gw[12]/', "expressions look into the text, as in '/gw[12]/'");
  check('app:sshd[123]', 'the field is written app:sshd pid:123');
  check('app:sshd:', 'the field is written app:sshd');
  check('pid:1-5', 'have no ranges');
  check('pid:>1000', 'have no ranges');
  check('app:(sshd,su OR x)', 'a list of values is written app:(sshd OR su)');
  check('dpt=(22,23)', 'a list of values is written dpt=(22 OR 23)');
  check('dpt=(22)', 'one value is written dpt=22');
  check('dpt=22-25', 'a range of numbers is written dpt>=22 dpt<=25');
  check('10:00:54.615 [info] stopped and', 'The time at the front of a message');
  check('13:05:39: [DHCPD] x', 'The time at the front of a message');
  check('[30/Sep/2021:08:00:55 +0000]', 'The time at the front of a message');
  check('1428634687456 Goodbye', 'The time at the front of a message');
  check('pid>1000', 'the field pid is not compared');
  check('app!=sshd x', 'write NOT app:sshd');
  check('ip=10.0.0.1', 'the field is written ip:10.0.0.1');
  check('dpt=22,23', 'a list of values is written dpt=(22 OR 23)');
  check('dpt=!22', 'to exclude write dpt!=22');
  check('dpt=/2.+/', "an expression holds the key too, as in '/dpt=2.+/'");
  check('/failed/gi', "as in '/failed/i'");
  check('/failed/g', "as in '/failed/'");
  check('49.88.112.0/255.255.0.0', 'found by 49.88.112.0/16');
  check('49.88.112.0/0.0.0.255', 'found by 49.88.112.0/24');
  check('49.88/16', 'found by 49.88.0.0/16');
  check('10.0.0.1-10.0.0.9', 'found by ip:10.0.0.1-10.0.0.9');
  it('guesses nothing of what is as it should be', () => {
    for (const text of [
      'app:sshd pid:1* host:gw-1',
      'Gi1/24 2.5/3.0.0.300',
      'source:/var/log/',
      'dpt=22 path=/var/log/',
      '10.0.0.1-x',
    ])
      if (!text.includes('source'))
        expect(hintForNothing(text, parseQuery(text)), text).toBeUndefined();
      else expect(hintForNothing(text, parseQuery(text))).toContain('--by source');
  });
});

describe('hintForFound()', () => {
  const found = (text: string) => hintForFound(text, parseQuery(text));
  it('says what excludes, where a mark of other languages does not', () => {
    expect(found('failed !root')).toBe(
      '"!root" was looked for as a word: to exclude it write NOT root',
    );
    expect(found('failed NOT root')).toBeUndefined();
    expect(found('"failed !root"')).toBeUndefined();
    expect(found('done! !! a!=b')).toBeUndefined();
    expect(found('udp len >= 1000')).toBe(
      '">=" by itself was passed over as punctuation: to compare write len>=1000, without blanks',
    );
    expect(found('udp dpt = 22')).toBe(
      '"=" by itself was passed over as punctuation, its sides are words: for the pair write dpt=22, without blanks',
    );
    expect(found('dpt = "22" "dpt = 22" 7 = 22 = = dpt =')).toBeUndefined();
    expect(found('len>1000 a > b "len > 7" 10.0.0.1 -> 5 x <')).toBeUndefined();
    expect(found('Aug 17 09:29:03 gw1 app: !root')).toBeUndefined();
  });
  it('says what compares, where a sign of other languages does not', () => {
    for (const [text, meant] of [
      ['len >=60', 'write len>=60,'],
      ['len>= 60', 'write len>=60,'],
      ['udp dpt>20 <25', 'a second comparison names its key too, dpt<25'],
      ['len=>60', 'write len>=60'],
      ['len=<60', 'write len<=60'],
      ['len>1k', 'a number such as 1000 stands behind ">", got "1k"'],
      ['len>1,000', 'got "1,000"'],
      ['len>0x10', 'got "0x10"'],
      ['len>1e3', 'got "1e3"'],
      ['udp len>=', 'a value stands right behind it'],
    ] as const)
      expect(found(text), text).toContain(meant);
    expect(found('len>=60 dpt<25 a=>b worker<17> Router> x <5>y 1 <2')).toBeUndefined();
  });
  it('says what excludes nothing, and what joins nothing', () => {
    expect(found('failed NOT app=sshd')).toContain('the field is written app:sshd');
    expect(found('failed host!=gw1')).toContain('to exclude by the field write NOT host:gw1');
    expect(found('app=sshd pid!=1 NOT MAC=00')).toBeUndefined();
    for (const list of ['dpt:(22 OR 23)', 'dpt=(NOT 22)', 'x dpt=(22 OR NOT 23)', 'dpt>(2 OR 3)'])
      expect(found(list), list).toContain('as in dpt=(a OR b)');
    expect(found('exe=(null x) dpt=(22 OR 23) a: (b OR c) (a=1 OR b:)')).toBeUndefined();
    expect(found('sshd || su')).toContain('as an operator it is written OR');
  });
});
