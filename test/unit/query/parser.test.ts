import { describe, expect, it } from 'vitest';
import { parsePhrase, parseQuery } from '../../../src/query/parser.js';
import { shape } from '../../support/query-shape.js';

describe('parseQuery', () => {
  const check = (text: string, expected: string) =>
    it(`reads ${JSON.stringify(text)} as ${expected}`, () => {
      expect(shape(parseQuery(text))).toBe(expected);
    });
  check('', '*');
  check('  ', '*');
  check('failed', 'failed');
  check('Failed PASSWORD root', 'failed & password & root');
  check('"session opened"', '"session opened"');
  check('"session opened" root', '"session opened" & root');
  check('a"b c"d', 'a & "b c" & d');
  check('"a""b"', '"a b"');
  check('"one"', 'one');
  check('core-sw-01', '"core sw 01"');
  check('%LINK-3-UPDOWN:', '"link 3 updown"');
  check('%LINK', 'link');
  check('/var/log/x', '"var log x"');
  check('foo - bar', 'foo & bar');
  check('"" foo', 'foo');
  check('192.168.0.1', '<02c0a80001>');
  check('"192.168.0.1"', '"192 168 0 1"');
  check('192.168.0.1:443', '"192 168 0 1 443"');
  check('::1', '<0300000000000000000000000000000001>');
  check('0011.2233.4455', '<01001122334455>');
  check('00-11-22-33-44-55', '<01001122334455>');
  check('障害', '障害');
  check('Ünïcode', 'Ünïcode');
  check('fail*', 'fail*');
  check('FAIL* root 1*', 'fail* & root & 1*');
  check('%LINK*', 'link*');
  check('core-sw*', '"core sw"*');
  check('"session open"*', '"session open"*');
  check('"session open"* root', '"session open"* & root');
  check('"Fail"*', 'fail*');
  check('fail*"a b"*"c"', 'fail* & "a b"* & c');
  check('10.0.0.1*', '"10 0 0 1"*');
  check('fe80::1*', '"fe80 1"*');
  check('障害*', '障害*');
  check('🦅*', '🦅*');
  check('"a * b*" c', '"a b" & c');
  check('"fail*"', 'fail');
  check('"\u3000"*', '\u3000*');
});

describe('parseQuery() of operators', () => {
  const check = (text: string, expected: string) =>
    it(`reads ${JSON.stringify(text)} as ${expected}`, () => {
      expect(shape(parseQuery(text))).toBe(expected);
    });
  check('a AND b', 'a & b');
  check('a b AND c', 'a & b & c');
  check('a OR b', 'a | b');
  check('a OR b OR c', 'a | b | c');
  check('a b OR c d', '{a & b} | {c & d}');
  check('a AND b OR c AND d', '{a & b} | {c & d}');
  check('a (b OR c)', 'a & {b | c}');
  check('(a b) c', 'a & b & c');
  check('((a OR b) OR (c OR d))', 'a | b | c | d');
  check('NOT a', '!a');
  check('a NOT b', 'a & !b');
  check('a AND NOT b', 'a & !b');
  check('a OR NOT b c', 'a | {!b & c}');
  check('NOT NOT a', 'a');
  check('NOT (NOT a)', 'a');
  check('NOT (a b)', '!{a & b}');
  check('NOT(a OR b)', '!{a | b}');
  check('-a', '!a');
  check('-a -b', '!a & !b');
  check('-"a b"*', '!"a b"*');
  check('-(a OR b) c', '!{a | b} & c');
  check('NOT -a', 'a');
  check('-10.0.0.1', '!<020a000001>');
  check('-::1', '!<0300000000000000000000000000000001>');
  check('-%LINK-3-UPDOWN:', '!"link 3 updown"');
  check('a and b or not c', 'a & and & b & or & not & c');
  check('a And b', 'a & and & b');
  check('"AND" ANDROID', 'and & android');
  check('a-b --color -> - --', '"a b" & color');
  check('(a) (b)', 'a & b');
  check('a(b c)d', 'a & b & c & d');
  check('(--- a)', 'a');
  check('a NOT ---', 'a');
  check('a (---)', 'a');
  check('a NOT ()', 'a');
  check('*', '*');
  check('a * b', 'a & b');
  check('^a b', '^"a" & b');
  check('^"a b" c', '^"a b" & c');
  check('^a-b*', '^"a b"*');
  check('^10.0.0.1', '^"10 0 0 1"');
  check('(^a OR ^b)', '^"a" | ^"b"');
  check('-^a', '!^"a"');
  check('^^^ a', 'a');
  check('a^b', '"a b"');
});

describe('parseQuery() of substrings and regular expressions', () => {
  const check = (text: string, expected: string) =>
    it(`reads ${JSON.stringify(text)} as ${expected}`, () => {
      expect(shape(parseQuery(text))).toBe(expected);
    });
  check('*Fix*', '*fix*');
  check('*fix', '*fix*');
  check('*a-b* c', '*a-b* & c');
  check('*障害*', '*障害*');
  check('*"Fix me"*', '*fix me*');
  check('*"a ""b"""*', '*a "b"*');
  check('(*a* OR *b*)', '*a* | *b*');
  check('*f(x)*', '*f(x)*');
  check('-*fix*', '!*fix*');
  check('***fix***', '*fix*');
  check('*** a ***', 'a');
  check('/ab+c/', '/ab+c/');
  check('/ab+c/i d', '/ab+c/i & d');
  check('/a b|c d/', '/a b|c d/');
  check('/(a|b) (c|d)/ OR e', '/(a|b) (c|d)/ | e');
  check('(/a/ OR /b/i)', '/a/ | /b/i');
  check('-/a/', '!/a/');
  check('/a\\/b/', '/a/b/');
  check('/a\\\\/', '/a\\\\/');
  check('/var/log/x', '"var log x"');
  check('/var/log/', '/var/log/');
  check('/var/log /tmp/', '"var log" & /tmp/');
  check('/var/log/x failed /re/', '"var log x" & failed & /re/');
  check('cd / && //run -- /etc/x', 'cd & run & "etc x"');
  check('a/b/ c', '"a b" & c');
});

describe('parseQuery() of fields', () => {
  const check = (text: string, expected: string) =>
    it(`reads ${JSON.stringify(text)} as ${expected}`, () => {
      expect(shape(parseQuery(text))).toBe(expected);
    });
  check('host:core*', 'host:core*');
  check('-host:x a', '!host:x & a');
  check('host:"a b*"', 'host:a b\\*');
  check('host:"a b"*', 'host:a b*');
  check('host:a\\ b\\*c\\d', 'host:a b\\*cd');
  check('host:-1', 'host:-1');
  check('pid:17 msgid:ID47', 'pid:17 & msgid:ID47');
  check('app:(sshd OR su)', 'app:sshd | app:su');
  check('app:(s* -sshd) x', 'app:s* & !app:sshd & x');
  check('NOT app:("a b" OR (c NOT d)) x', '!{app:a b | {app:c & !app:d}} & x');
  check('app:(/a/ OR *b ^c)', 'app:/a/ | {app:*b & app:^c}');
  check('severity:err', 'severity:3-3');
  check('severity:3', 'severity:3-3');
  check('severity:ERROR', 'severity:3-3');
  check('severity<=err', 'severity:0-3');
  check('severity>=warning', 'severity:4-7');
  check('severity<err', 'severity:0-2');
  check('severity>notice', 'severity:6-7');
  check('severity!=err', 'severity:0-2 | severity:4-7');
  check('severity!=emergency', 'severity:1-7');
  check('severity:crit-warn', 'severity:2-4');
  check('severity:(crit OR alert)', 'severity:2-2 | severity:1-1');
  check('facility:local0', 'facility:16-16');
  check('facility:(auth OR authpriv)', 'facility:4-4 | facility:10-10');
  // The level, or what stands in the text.
  check('severity=error,', 'severity:3-3 | (severity = error)');
  check('severity=high', '(severity = high)');
  check('severity="err"', '(severity = err)');
  check('sd.exampleSDID@32473.iut:3', '[exampleSDID@32473 iut]:3');
  check('sd.a.b.c:(1 OR "x y")', '[a.b c]:1 | [a.b c]:x y');
  check('sd.conf:3', '"sd conf 3"');
  check('foo:bar Host:x', '"foo bar" & "host x"');
  check('%LINEPROTO-5-UPDOWN:', '"lineproto 5 updown"');
  check('myhost:x', '"myhost x"');
});

describe('parseQuery() of addresses', () => {
  const check = (text: string, expected: string) =>
    it(`reads ${JSON.stringify(text)} as ${expected}`, () => {
      expect(shape(parseQuery(text))).toBe(expected);
    });
  check('10.0.0.0/8', '<020a000000-020affffff>');
  check('10.1.2.3/8', '<020a000000-020affffff>');
  check('10.0.0.1/32', '<020a000001>');
  check('0.0.0.0/0', '<0200000000-02ffffffff>');
  check('10.1.1.1/443', '"10 1 1 1 443"');
  check('2001:DB8::/32', `<0320010db8${'00'.repeat(12)}-0320010db8${'ff'.repeat(12)}>`);
  check('::/0', `<03${'00'.repeat(16)}-03${'ff'.repeat(16)}>`);
  check('ip:10.0.0.1', '<020a000001>');
  check('ip:10.0.0.0/30', '<020a000000-020a000003>');
  check('ip:10.1.2.3-10.1.2.20', '<020a010203-020a010214>');
  check('ip:10.1.2.3-10.1.2.3', '<020a010203>');
  check('ip:(10.0.0.1 OR 10.0.0.4/31)', '<020a000001> | <020a000004-020a000005>');
  check('10.1.2.3-10.1.2.20', '"10 1 2 3 10 1 2 20"');
  check('00:11:22', '"00 11 22"');
  check('mac:00:11:22', '<01001122000000-01001122ffffff>');
  check('mac:00-11-22-33', '<01001122330000-0100112233ffff>');
  check('mac:0011.22', '<01001122000000-01001122ffffff>');
  check('mac:0011.2233.44', '<01001122334400-010011223344ff>');
  check('mac:001122AABBCC', '<01001122aabbcc>');
  check('mac:0011.2233.4455', '<01001122334455>');
  check('ip:10.0.0.1, mac:00:11:22:33:44:55;', '<020a000001> & <01001122334455>');
  check(
    'mac:(00:11:22 OR 00:11:23)',
    '<01001122000000-01001122ffffff> | <01001123000000-01001123ffffff>',
  );
});

describe('parseQuery() of key=value', () => {
  const check = (text: string, expected: string) =>
    it(`reads ${JSON.stringify(text)} as ${expected}`, () => {
      expect(shape(parseQuery(text))).toBe(expected);
    });
  check('proto=TCP dpt=22', '(proto = TCP) & (dpt = 22)');
  check('src=10.0.0.1:443', '(src = 10.0.0.1:443)');
  check('msg="a ""b"" c" d', '(msg = a "b" c) & d');
  check('user!=root', '(user != root)');
  check('len>1000 len>=1 len<-5 len<=0.5', '(len > 1000) & (len >= 1) & (len < -5) & (len <= 0.5)');
  check('-proto=TCP', '!(proto = TCP)');
  check('(uid=0)', '(uid = 0)');
  check('a.b-c_d=e', '(a.b-c_d = e)');
  check('a=b=c', '(a = b=c)');
  check('f=g(x), [a=b c=d]', '(f = g(x) & "a b" & (c = d)');
  check("user='root' a='b c'", "(user = root) & (a = 'b) & c");
  check('a=x(y z) a=b"c d"', '"a x" & y & z & "a b" & "c d"');
  check('USER=root; TTY=pts/0,', '(USER = root) & (TTY = pts/0)');
  // Pasted from amid other marks, or no value: words.
  check('--color=auto', '"color auto"');
  check('https://x/?a=b', '"https x a b"');
  check('[uid=0]', '"uid 0"');
  check('OUT= MAC=', 'out & mac');
  check('a=(b c)', 'a & b & c');
  check('a==b a=>b a->b', '"a b" & "a b" & "a b"');
  check('len>abc <html>', '"len abc" & html');
  check('worker<17>: 80->443 len>5,', '"worker 17" & "80 443" & (len > 5)');
  check('user=adm*', '"user adm"*');
  check('user="adm*"', '(user = adm*)');
  check('dpt=(22 OR 23)', '(dpt = 22) | (dpt = 23)');
  check('x -dpt=( 22 OR "a b" OR 5,) y', 'x & !{(dpt = 22) | (dpt = a b) | (dpt = 5)} & y');
  // No list of values, but what a message may hold.
  check('exe=(null) a=(b OR c d)', '(exe = (null) & a & {b | {c & d}}');
});

describe('parseQuery() of what is pasted', () => {
  const check = (text: string, expected: string) =>
    it(`reads ${JSON.stringify(text)} as ${expected}`, () => {
      expect(shape(parseQuery(text))).toBe(expected);
    });
  check('[UFW BLOCK]', 'ufw & block');
  check('(root)', 'root');
  check('pam_unix(sshd:session):', '"pam unix sshd session"');
  check('Gecko) Chrome/8', 'gecko & "chrome 8"');
  check('AppleWebKit/537.36 (KHTML, like', '"applewebkit 537 36" & khtml & like');
  check('host:web1) a', 'host:web1 & a');
  check('from 10.0.0.1 () at', 'from & <020a000001> & at');
  check('a (b () AND c', 'a & b & c');
  check('Safari/537.36"', '"safari 537 36"');
  check('HTTP/1.1" 200 "GET /a"', '"http 1 1" & 200 & "get a"');
  check('Gecko)" "-" "x y"', 'gecko & "x y"');
  check('2133:M * Saving (*', '"2133 m" & saving');
  check('boot = -157, init: -1', 'boot & 157 & init & 1');
  check('total= -1 -2 failed: -root', 'total & 1 & !2 & failed & !root');
  check('session(s) opened', '"session s" & opened');
  check(
    'Aug 17 09:29:01 web1 sshd[17]: Failed (NOT "root OR -x* from 10.0.0.1 a=b',
    'web1 & "sshd 17" & failed & not & root & or & x & from & <020a000001> & "a b"',
  );
  check('<34>1 2003-10-11T22:14:15.003Z h su - ID47 - failed failed', '1 & h & su & id47 & failed');
  check(
    '1629158400.123 10 10.0.0.7 TCP_MISS/200 4 GET',
    '10 & <020a000007> & "tcp miss 200" & 4 & get',
  );
  check(
    '10.0.0.7 - - [17/Aug/2021:09:29:01 +0000] "GET /a HTTP/1.1" 200',
    '<020a000007> & get & a & "http 1 1" & 200',
  );
  check('time="2021-08-17T09:29:01Z" level=info msg="a b"', 'time & "level info" & "msg a" & b');
  check('{"time":"2021-08-17T09:29:01Z","msg":"a b c"}', 'time & "msg a" & b & c');
  check('{"ts":"2021-08-17T09:29:01Z","msg":"x","a":1}', 'ts & "msg x a 1"');
  check('"2021-08-17 09:29:01","a","b c",d', '"a b" & "c d"');
  // Not a line, but a query that asks for a time or a number.
  check('1629158400 sshd', '1629158400 & sshd');
  check('"2021-08-17 09:29:01" a b c d', '"2021 08 17 09 29 01" & a & b & c & d');
  check('a OR b OR c d 2021-08-17 09:29:01', 'a | b | {c & d & "2021 08 17" & "09 29 01"}');
  check('app:x a b c 2021-08-17 09:29:01', 'app:x & a & b & c & "2021 08 17" & "09 29 01"');
  check('/2021-08-17 09:29:01 a b c d e/', '/2021-08-17 09:29:01 a b c d e/');
  check('2021-08-17 09:29:01', '"2021 08 17" & "09 29 01"');
});

describe('parsePhrase', () => {
  const check = (text: string, expected: string) =>
    it(`reads ${JSON.stringify(text)} as ${expected}`, () => {
      expect(shape(parsePhrase(text))).toBe(expected);
    });
  check('session opened for user', '"session opened for user"');
  check('one', 'one');
  check('say "hello" twice', '"say hello twice"');
  check('192.168.0.1', '"192 168 0 1"');
  check('fail*', 'fail');
  check('*** core-sw* ***', '"core sw"');
  check('', '*');
});
