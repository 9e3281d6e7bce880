import { GENERATED } from '../corpus/make-corpus.js';
import {
  address,
  all,
  any,
  app,
  expression,
  host,
  type LanguageList,
  network,
  overTime,
  pair,
  phrase,
  prefix,
  substring,
  without,
} from './language-query.js';

/**
 * Questions to the corpora that are known by name, chosen by hand as an operator would ask them: rare and common ones in
 * turn. On other corpora they are not asked.
 */
export const LANGUAGE_LISTS: ReadonlyMap<string, LanguageList> = new Map<string, LanguageList>([
  [
    'auth',
    {
      AND: [all('oracle', 'invalid'), all('postgres', 'preauth'), all('admin', 'sshd')],
      OR: [any('oracle', 'postgres'), any('git', 'ftp'), any('accepted', 'closed')],
      NOT: [without('failed', 'root'), without('invalid', 'preauth'), without('sshd', 'root')],
      phrase: [
        phrase('too many authentication failures'),
        phrase('session opened'),
        phrase('bye bye'),
      ],
      prefix: [prefix('maxim'), prefix('postp'), prefix('disconn')],
      address: [address('43.132.255.27'), address('218.92.0.205'), address('49.88.112.67')],
      CIDR: [
        network('112.85.42.0/24', '112.85.42.#'),
        network('222.186.0.0/16', '222.186.#.#'),
        network('221.131.164.0/23', '221.131.16[45].#'),
      ],
      field: [app('sudo'), app('systemd-logind'), app('cron')],
      substring: [substring('ublickey'), substring('board-inter'), substring('ye by')],
      'regular expression': [
        expression('invalid user [a-z]*sql'),
        expression('port (22|2222|22222) '),
        expression('failed (password|none) for'),
      ],
      histogram: [overTime('postponed'), overTime('invalid'), overTime('root')],
    },
  ],
  [
    'syslog',
    {
      AND: [all('bounced', 'unknown'), all('udp', 'block'), all('warning', 'postfix')],
      OR: [any('deferred', 'bounced'), any('reject', 'lost'), any('udp', 'icmp')],
      NOT: [without('warning', 'postfix'), without('dovecot', 'login'), without('block', 'tcp')],
      phrase: [
        phrase('connection timed out'),
        phrase('lost connection after auth'),
        phrase('user unknown'),
      ],
      prefix: [prefix('defer'), prefix('gorout'), prefix('reje')],
      address: [address('77.247.110.165'), address('45.146.164.147'), address('93.174.93.33')],
      CIDR: [
        network('77.247.110.0/24', '77.247.110.#'),
        network('45.146.164.0/22', '45.146.16[4-7].#'),
        network('89.0.0.0/8', '89.#.#.#'),
      ],
      field: [app('dovecot'), app('dockerd'), app('postfix/smtp')],
      substring: [substring('outbound.protec'), substring('ydestin'), substring('etdb stat')],
      'regular expression': [
        expression('status=(bounced|deferred)'),
        expression('dpt=(22|2222|22222) '),
        expression('session-[0-9]+[.]scope'),
      ],
      histogram: [overTime('bounced'), overTime('reject'), overTime('succeeded')],
    },
  ],
  [
    'ufw',
    {
      AND: [all('icmp', 'block'), all('3389', 'tcp'), all('443', 'ack')],
      OR: [any('icmp', 'rst'), any('3389', '5900'), any('udp', 'psh')],
      NOT: [without('rst', 'ack'), without('ack', 'psh'), without('block', 'tcp')],
      phrase: [phrase('ack rst urgp'), phrase('proto udp'), phrase('ack psh urgp')],
      prefix: [prefix('338'), prefix('590'), prefix('fe')],
      address: [address('79.124.62.78'), address('52.80.174.40'), address('92.63.197.101')],
      CIDR: [
        network('79.124.62.0/24', '79.124.62.#'),
        network('45.146.164.0/22', '45.146.16[4-7].#'),
        network('103.0.0.0/8', '103.#.#.#'),
      ],
      field: [host('guest'), host('vultr'), pair('dpt', '3389')],
      substring: [substring('cmp ty'), substring('oto=ud'), substring('tl=11')],
      'regular expression': [
        expression('spt=(53|123) dpt'),
        expression('dpt=(22|2222|3389) '),
        expression('ttl=4[0-9] id=[1-5]'),
      ],
      histogram: [overTime('icmp'), overTime('udp'), overTime('tcp')],
    },
  ],
  [
    GENERATED,
    {
      AND: [all('oracle', 'invalid'), all('iphone', 'dhcpack'), all('udp', 'deny')],
      OR: [any('oracle', 'hadoop'), any('roamed', 'flapping'), any('dhcpack', 'teardown')],
      NOT: [without('failed', 'invalid'), without('deny', 'udp'), without('sshd', 'preauth')],
      phrase: [phrase('ssl handshake failed'), phrase('session opened'), phrase('state to down')],
      prefix: [prefix('handsh'), prefix('roam'), prefix('dhcpr')],
      address: [address('203.0.113.34'), address('203.0.113.15'), address('203.0.113.10')],
      CIDR: [
        network('198.18.0.0/15', '198.1[89].#.#'),
        network('203.0.113.8/29', '203.0.113.(8|9|1[0-5])'),
        network('100.64.0.0/12', '100.(6[4-9]|7[0-9]).#.#'),
      ],
      field: [host('srv-1'), app('a10logd'), app('dhcpd')],
      substring: [substring('ndshak'), substring('ublick'), substring('lappin')],
      'regular expression': [
        expression('duration 0:4[0-9]:'),
        expression('from user [a-z]+ 10[.]'),
        expression('vlan 1[0-2][0-9] '),
      ],
      histogram: [overTime('oracle'), overTime('failed'), overTime('sshd')],
    },
  ],
]);
