import { describe, expect, it } from 'vitest';
import { parse } from './parsed.js';

/** Host, app and pid of a line behind an RFC 3164 time. */
const behindTime = (text: string) => {
  const { host, app, pid } = parse(`Jun  3 06:07:08 ${text}`);
  return `${host} ${app} ${pid}`;
};
/** … of a line as it stands. */
const bare = (text: string) => {
  const { host, app, pid } = parse(text);
  return `${host} ${app} ${pid}`;
};

describe('hosts', () => {
  it('names, addresses and names of clusters', () => {
    const check = (host: string) => expect(behindTime(`${host} cron[7]: x`)).toBe(`${host} cron 7`);
    check('gate');
    check('gate-1.example.com');
    check('core_sw.3');
    check('10.0.0.1');
    check('2001:db8::7');
    check('0002::');
    check('slot1/gate');
    check('dn228/dn228');
    check('src@gate');
    check('%gate');
    check('US24P,f09fc26f4419,v4.0.54.10625');
    check('grün');
  });

  it('are missing before a tag', () => {
    expect(behindTime('cron[7]: x')).toBe('- cron 7');
    expect(behindTime('cron: x')).toBe('- cron -');
    expect(behindTime('docker/6befb258da22[6128]: x')).toBe('- docker/6befb258da22 6128');
    expect(behindTime('CEF:0|V|P|')).toBe('- CEF -');
    expect(behindTime('- cron[7]: x')).toBe('- cron 7');
  });

  it('a colon behind it: before a mnemonic, an address, a name that is no plain word before a tag', () => {
    expect(behindTime('sw1: %LINK-3-UPDOWN: x')).toBe('sw1 LINK-3-UPDOWN -');
    expect(behindTime('10.0.0.1: cron[7]: x')).toBe('10.0.0.1 cron 7');
    expect(behindTime('gate-7: cron[7]: x')).toBe('gate-7 cron 7');
    expect(behindTime('kernel: cron[7]: x')).toBe('- kernel -');
    expect(behindTime('U7PG2,788a2056b181,v4.0: cron[7]: x')).toBe(
      'U7PG2,788a2056b181,v4.0 cron 7',
    );
  });

  it('words that are none', () => {
    expect(behindTime('NOTICE cron[7]: x')).toBe('- cron 7');
    expect(behindTime('last message repeated 3 times')).toBe('- - -');
    expect(behindTime('--- last message repeated 3 times ---')).toBe('- - -');
    expect(behindTime('Message forwarded from gate7: cron[7]: x')).toBe('gate7 cron 7');
    expect(behindTime('1,2016/02/24 22:06:06,00720,SYSTEM')).toBe('- - -');
    expect(behindTime('date=2011-07-24 time=10:00')).toBe('- - -');
    expect(behindTime('17 cron[7]: x')).toBe('- - -');
    expect(behindTime('<mail.notice> gate cron[7]: x')).toBe('gate cron 7');
    expect(behindTime('[sshd] User root')).toBe('- sshd -');
    expect(behindTime('[sshd]: User root')).toBe('- sshd -');
    expect(behindTime('[ERROR] x')).toBe('- - -');
  });
});

describe('tags', () => {
  const check = (text: string, expected: string) =>
    expect(behindTime(`gate ${text}`)).toBe(`gate ${expected}`);

  it('names', () => {
    check('kernel: x', 'kernel -');
    check('kernel:', 'kernel -');
    check('postfix/smtpd[17]: x', 'postfix/smtpd 17');
    check('sshd(pam_unix)[17]: x', 'sshd(pam_unix) 17');
    check('com.example.Sched[43]: x', 'com.example.Sched 43');
    check('/usr/sbin/cron[12]: x', '/usr/sbin/cron 12');
    check('php7.3-common: x', 'php7.3-common -');
    check('_daemon: x', '_daemon -');
    check('program![7]: x', 'program! 7');
    check('10.0.0.1[7]: x', '10.0.0.1 7');
    check('postgresql@11-main[9]: x', 'postgresql@11-main 9');
  });

  it('process ids are digits; other brackets need a colon behind them, or begin with a digit', () => {
    check('cron[7] x', 'cron 7');
    check('cron[7]', 'cron 7');
    check('cron[emWeb]: x', 'cron -');
    check('cron[pid] x', '- -');
    check('cron[7:pool-9] x', 'cron -');
    check('cron[7]x', '- -');
    check('cron[7', '- -');
    check('cron[]: x', '- -');
    check(`cron[${'7'.repeat(80)}]: x`, '- -');
  });

  it('several words', () => {
    check('Google Chrome[85]: x', 'Google Chrome 85');
    check('Google Chrome Helper[85]: x', 'Google Chrome Helper 85');
    check('syslogd 1.4.1: restart.', 'syslogd -');
    check('type sshd[7]: x', 'sshd 7');
    check('some text about foo[7]: x', '- -');
    check('Some text about foo[7]: x', '- -');
  });

  it('level words before it are passed over', () => {
    check('notice cron[7]: x', 'cron 7');
    check('ERR cron: x', 'cron -');
    check('info %LINK-3-UPDOWN: x', 'LINK-3-UPDOWN -');
    check('warning: x', '- -');
    check('Error[7]: x', '- -');
  });

  it('a colon without a space behind it', () => {
    check('tag:msg', 'tag -');
    check('CEF:0|V', 'CEF -');
    check('LEEF:2.0|V', 'LEEF -');
    check('http://example/x', '- -');
    check('aa:bb:cc:dd:ee:ff up', '- -');
    check('fe80::1 up', '- -');
    check('in:WAN out:x', '- -');
    check('pam_unix(cron:session): x', '- -');
  });

  it('none', () => {
    check('some text: more', '- -');
    check('firewall,info input: x', '- -');
    check(': #INFO# x', '- -');
    check('0-PPE-0 : x', '- -');
    check('{"a":1}', '- -');
    check('', '- -');
  });
});

describe('without a time', () => {
  it('a tag with a space behind its colon, or a process id', () => {
    expect(bare('cron[7]: x')).toBe('- cron 7');
    expect(bare('auth:  gate: x')).toBe('- auth -');
    expect(bare('<86>apache2: x')).toBe('- apache2 -');
    expect(bare('gate cron[7]: x')).toBe('gate cron 7');
    expect(bare('info hostd[2099] [x] y')).toBe('- hostd 2099');
    expect(bare('LEEF:1.0|V|P|')).toBe('- LEEF -');
    expect(bare('CEF: 0|V|P|')).toBe('- CEF -');
  });

  it('continuation lines have none', () => {
    expect(bare('    at: java.x')).toBe('- - -');
    expect(bare('\tat: java.x')).toBe('- - -');
    expect(bare(' note: x')).toBe('- - -');
    expect(bare('java.lang.IllegalStateException: x')).toBe('- - -');
    expect(bare('localhost:443 10.0.0.1 x')).toBe('- - -');
    expect(bare('gate cron: x')).toBe('- - -');
    expect(bare('pam_unix(cron:session): x')).toBe('- - -');
  });

  it('behind a PRI alone', () => {
    expect(parse('<189>some text').dialect).toBe('priority');
    expect(parse('<189>cron[7]: x').dialect).toBe('tag');
    expect(parse('<189>').dialect).toBe('priority');
    expect(parse('<189>').content).toBe('-');
  });
});
