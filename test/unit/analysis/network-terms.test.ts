import { isIPv4, isIPv6 } from 'node:net';
import { describe, expect, it } from 'vitest';
import {
  createNetworkTerms,
  findDashedMac,
  findInRun,
  formatNetworkTerm,
  KIND_IPV4,
  KIND_IPV6,
  KIND_MAC,
  NETWORK_TERM_LENGTH,
  parseAddress,
} from '../../../src/analysis/network-terms.js';
import { latin1, toHex } from '../../support/bytes.js';
import { plainAddresses } from '../../support/plain-terms.js';

describe('parseAddress()', () => {
  const check = (text: string, formatted: string | undefined) => {
    const term = parseAddress(text);
    expect(term && formatNetworkTerm(term), text).toBe(formatted);
    if (term !== undefined) expect(term).toHaveLength(NETWORK_TERM_LENGTH[term[0]!]!);
  };

  it('reads IPv4', () => {
    check('10.0.0.1', '10.0.0.1');
    check('0.0.0.0', '0.0.0.0');
    check('255.255.255.255', '255.255.255.255');
    check('192.168.001.010', '192.168.1.10');
    expect(toHex(parseAddress('200.100.50.7')!)).toBe('02 c8 64 32 07');
  });

  it('reads IPv6 in every spelling of RFC 4291', () => {
    check('2001:db8::1', '2001:db8::1');
    check('2001:0DB8:0:0:0:0:0:1', '2001:db8::1');
    check('2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1');
    check('::1', '::1');
    check('0:0:0:0:0:0:0:0', '::');
    check('0::', '::');
    check('fe80::', 'fe80::');
    check('1::2:0:0:0:3', '1:0:0:2::3');
    check('1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0');
    check('::2:3:4:5:6:7:8', '0:2:3:4:5:6:7:8');
    check('1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8');
    check('::ffff:10.0.0.1', '::ffff:a00:1');
    check('::10.0.0.1', '::a00:1');
    check('64:ff9b::192.0.2.33', '64:ff9b::c000:221');
    check('1:2:3:4:5:6:10.0.0.1', '1:2:3:4:5:6:a00:1');
    check('1:2:3:4:5::10.0.0.1', '1:2:3:4:5:0:a00:1');
    check('ABCD:EF01::', 'abcd:ef01::');
    expect(toHex(parseAddress('2001:db8::1')!)).toBe(
      '03 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01',
    );
    expect(parseAddress('::ffff:10.0.0.1')![0]).toBe(KIND_IPV6);
  });

  it('reads MACs in the spellings of the trade', () => {
    for (const text of [
      '00:1a:2B:3c:4D:5e',
      '00-1A-2b-3C-4d-5E',
      '001a.2b3c.4D5E',
      '001a-2b3c-4d5e',
    ])
      check(text, '00:1a:2b:3c:4d:5e');
    expect(toHex(parseAddress('00:1a:2b:3c:4d:5e')!)).toBe('01 00 1a 2b 3c 4d 5e');
  });

  it('refuses everything that is not one whole address', () => {
    const refuse = (text: string) => check(text, undefined);
    for (const text of ['', '1', '::', ':', ':::', '10', 'sshd', 'a:b:c', '12:34:56']) refuse(text);
    for (const text of ['10.0.0', '10.0.0.0.1', '10.0.0.256', '10.0.0.1.', '.10.0.0.1'])
      refuse(text);
    for (const text of ['10.0.0.0001', '10..0.1', '10.0.0.-1', '10.0.0.1 ', '10.0.0.x'])
      refuse(text);
    for (const text of ['10.0.0.1:80', '10.0.0.1/8', 'src:10.0.0.1', '[::1]', '::1%eth0'])
      refuse(text);
    for (const text of ['1::2::3', '1:::2', ':1::2', '1::2:', '12345::', 'g::1']) refuse(text);
    for (const text of ['1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '1:2:3:4::5:6:7:8']) refuse(text);
    for (const text of ['1:2:3:4:5:6:7:8:443', '1:2:3:4:5:6:7:8:', '1:2:3:4:5:6:7:8::'])
      refuse(text);
    for (const text of ['::ffff:10.0.0', '::10.0.0.1:1', '10.0.0.1::', '1:2:3:4:5:6:7:10.0.0.1'])
      refuse(text);
    for (const text of ['00:11:22:33:44', '00:11:22:33:44:5', '00:11:22:33:44:5g']) refuse(text);
    for (const text of ['00:11:22-33:44:55', '0011.2233.44555', '0011.2233', '0011-2233.4455'])
      refuse(text);
    for (const text of ['００:11:22:33:44:55', '10.0.0.１', 'é::1', '1'.repeat(65)]) refuse(text);
  });

  it('agrees with Node on what is an IPv6 or an IPv4 address', () => {
    const parts = ['', '0', '1', 'ab', 'ffff', '12345', 'g', '1.2.3.4', '1.2.3.256', ':'];
    let seen = 0;
    for (let n = 0; n < parts.length ** 4; n++) {
      const pick = (power: number) => parts[Math.floor(n / parts.length ** power) % parts.length]!;
      for (const text of [
        `${pick(0)}:${pick(1)}:${pick(2)}:${pick(3)}`,
        `1:2:3:4:${pick(0)}:${pick(1)}:${pick(2)}:${pick(3)}`,
      ]) {
        // The unspecified address alone is not looked for in text: `::` is punctuation.
        const expected = (isIPv6(text) && text !== '::') || isIPv4(text);
        const term = parseAddress(text);
        expect(term !== undefined && term[0] !== KIND_MAC, text).toBe(expected);
        if (expected) seen++;
      }
    }
    expect(seen).toBeGreaterThan(500);
  });
});

describe('formatNetworkTerm()', () => {
  it('writes IPv6 as RFC 5952 has it', () => {
    const check = (text: string, formatted: string) =>
      expect(formatNetworkTerm(parseAddress(text)!)).toBe(formatted);
    check('1:0:0:2:0:0:0:3', '1:0:0:2::3');
    check('1:0:0:2:0:0:3:4', '1::2:0:0:3:4');
    check('1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7');
    check('0:0:1:2:3:4:5:6', '::1:2:3:4:5:6');
    check('1:2:3:4:5:6:0:0', '1:2:3:4:5:6::');
    check('000A:00B0:0c00:d000:1:1:1:1', 'a:b0:c00:d000:1:1:1:1');
  });

  it('is read back by parseAddress()', () => {
    const check = (term: Uint8Array) =>
      expect(toHex(parseAddress(formatNetworkTerm(term))!)).toBe(toHex(term));
    for (let i = 1; i < 0xffff; i += 251) {
      check(Uint8Array.of(KIND_IPV4, i & 255, i >>> 8, 255 - (i & 255), 7));
      check(Uint8Array.of(KIND_MAC, 0, i >>> 8, i & 255, 9, 10, 255));
      const zeros = new Uint8Array(17);
      zeros[0] = KIND_IPV6;
      zeros[1 + (i % 16)] = i & 255 || 1;
      zeros[1 + ((i >>> 4) % 16)] = 1;
      check(zeros);
    }
  });

  it('terms of a kind are in numeric order, and kinds stand apart', () => {
    const ascending = [
      '00:00:00:00:00:01',
      'ff:ff:ff:ff:ff:ff',
      '0.0.0.0',
      '9.255.255.255',
      '10.0.0.0',
      '10.0.0.1',
      '10.0.1.0',
      '192.168.0.1',
      '0::',
      '::1',
      '2001:db8::',
      '2001:db8:0:0:0:0:0:1',
      'fe80::1',
    ].map((text) => parseAddress(text)!);
    for (let i = 1; i < ascending.length; i++)
      expect(Buffer.compare(ascending[i - 1]!, ascending[i]!)).toBe(-1);
    expect(ascending.at(-1)![0]).toBeLessThan('0'.charCodeAt(0));
  });
});

/** The addresses of a run, as the code under test finds them. */
function inRun(run: string): string[] {
  const out = createNetworkTerms();
  // Bytes around the run must not matter.
  const bytes = latin1(` ${run} `);
  expect(findInRun(bytes, 1, bytes.length - 1, out)).toBe(out.count > 0);
  return split(out.bytes, out.count, out.length);
}

function split(bytes: Uint8Array, count: number, length: number): string[] {
  const terms: string[] = [];
  let at = 0;
  for (let n = 0; n < count; n++) {
    const end = at + NETWORK_TERM_LENGTH[bytes[at]!]!;
    terms.push(formatNetworkTerm(bytes.slice(at, end)));
    at = end;
  }
  expect(at).toBe(length);
  return terms;
}

describe('findInRun()', () => {
  /** Holds the plain twin to the same table. */
  const check = (run: string, ...expected: string[]) => {
    expect(inRun(run), run).toEqual(expected);
    const plain = plainAddresses(run).map((term) => formatNetworkTerm(latin1(term)));
    expect(plain, `the plain twin on ${run}`).toEqual(expected);
  };

  it('finds whole addresses', () => {
    check('10.0.0.1', '10.0.0.1');
    check('2001:db8::1', '2001:db8::1');
    check('2001:0DB8:0:0:0:0:0:1', '2001:db8::1');
    check('00:11:22:33:44:55', '00:11:22:33:44:55');
    check('0011.2233.4455', '00:11:22:33:44:55');
    check('::1', '::1');
    check('fe80::', 'fe80::');
    check('::ffff:10.0.0.1', '::ffff:a00:1', '10.0.0.1');
    check('::FFFF:a00:1', '::ffff:a00:1', '10.0.0.1');
    check('0:0:0:0:0:ffff:10.0.0.1', '::ffff:a00:1', '10.0.0.1');
    check('::10.0.0.1', '::a00:1');
    check('1::ffff:10.0.0.1', '1::ffff:a00:1');
  });

  it('lets one final mark follow', () => {
    check('10.0.0.1.', '10.0.0.1');
    check('10.0.0.1:', '10.0.0.1');
    check('10.0.0.1..');
    check('10.0.0.1:.');
    check('10.0.0.1.:');
    check('10.0.0.1::');
    check('00:11:22:33:44:55:', '00:11:22:33:44:55');
    check('00:11:22:33:44:55.', '00:11:22:33:44:55');
    check('0011.2233.4455.', '00:11:22:33:44:55');
    check('::1.', '::1');
    check('::1:', '::1');
    check('fe80::.', 'fe80::');
    check('fe80:::');
    check('1:2:3:4:5:6:7:8:', '1:2:3:4:5:6:7:8');
  });

  it('lets a port follow an IPv4 address and a full IPv6 address', () => {
    check('10.0.0.1:443', '10.0.0.1');
    check('10.0.0.1:65535.', '10.0.0.1');
    check('10.0.0.1:443:', '10.0.0.1');
    check('10.0.0.1:123456');
    check('10.0.0.1:44a');
    check('10.0.0.1:1:2');
    check('1:2:3:4:5:6:7:8:443', '1:2:3:4:5:6:7:8');
    check('1:2:3:4:5:6:7:8:65535:', '1:2:3:4:5:6:7:8');
    check('1:2:3:4:5:6:7:8:44a');
    check('1:2:3:4:5:6:7:8:123456');
    check('1:2:3:4:5:6:7:8:9:9');
    check('::1:443', '::1:443');
    check('00:11:22:33:44:55:443');
  });

  it('lets labels stand before, but no hexadecimal group', () => {
    check('outside:10.0.0.1', '10.0.0.1');
    check('src:10.0.0.1:80', '10.0.0.1');
    check('src:outside:10.0.0.1', '10.0.0.1');
    check(':10.0.0.1', '10.0.0.1');
    check('::10.0.0.1', '::a00:1');
    check('if0:2001:db8::1', '2001:db8::1');
    check('mac:00:11:22:33:44:55', '00:11:22:33:44:55');
    check('x:0011.2233.4455', '00:11:22:33:44:55');
    check('abcde:10.0.0.1', '10.0.0.1');
    check('12345:10.0.0.1', '10.0.0.1');
    check('dead:10.0.0.1');
    check('1:10.0.0.1');
    check('a:b:10.0.0.1');
    check('src.if:10.0.0.1');
    check('src:10.0.0.1:x');
    check('src::1');
    check('\xe9t\xe9:10.0.0.1', '10.0.0.1');
    check('src:::1', '::1');
    check('dead:00:11:22:33:44:55');
  });

  it('finds both addresses of netfilter’s MAC=', () => {
    check('01:00:5e:00:00:01:00:11:22:33:44:55:08:00', '01:00:5e:00:00:01', '00:11:22:33:44:55');
    check(
      'mac:ff:ff:ff:ff:ff:ff:00:11:22:33:44:55:86:dd.',
      'ff:ff:ff:ff:ff:ff',
      '00:11:22:33:44:55',
    );
    check('01:00:5e:00:00:01:00:11:22:33:44:55:08');
    check('01:00:5e:00:00:01:00:11:22:33:44:55:08:00:00');
    check('01:00:5e:00:00:01:00:11:22:33:44:5g:08:00');
  });

  it('takes eight pairs for IPv6', () => {
    check('00:11:22:33:44:55:66:77', '0:11:22:33:44:55:66:77');
  });

  it('refuses near misses', () => {
    for (const run of [
      '1.2.3.4.5',
      '192.168.0.256',
      '1.2.3',
      '1.2.3.4x',
      'x1.2.3.4',
      '1.2.3.4\xe9',
      '01.02.03.0004',
      '12:34:56',
      'a:b:c',
      '23:59:59.999',
      '::',
      ':::',
      '..',
      '.:.:.',
      '1::2::3',
      '12345::1::',
      'g::1',
      'std::string',
      '::1.2.3',
      '::1.2.3.4.5',
      '1:2:3:4:5:6:7',
      '00:11:22:33:44:5',
      '00:11:22:33:44:555',
      '0011.2233.445',
      '0011.2233.44556',
      '0011.2233.4455.6677',
      'v1.2.3.4',
    ])
      check(run);
  });
});

describe('findDashedMac()', () => {
  const check = (text: string, group: number, expected: string | undefined, runStart = group) => {
    const out = createNetworkTerms();
    const bytes = latin1(text);
    const found = findDashedMac(bytes, runStart, group, bytes.length, 0, out);
    expect(found ? split(out.bytes, out.count, out.length) : [], text).toEqual(
      expected === undefined ? [] : [expected],
    );
  };
  const mac = '00:11:22:33:44:55';

  it('finds pairs and quads', () => {
    check('00-11-22-33-44-55', 0, mac);
    check('0011-2233-4455', 0, mac);
    check('(00-11-22-33-44-55)', 1, mac);
    check('aA-Bb-cC-Dd-eE-Ff', 0, 'aa:bb:cc:dd:ee:ff');
  });

  it('lets a final mark follow, and labels stand before', () => {
    check('00-11-22-33-44-55.', 0, mac);
    check('00-11-22-33-44-55: up', 0, mac);
    check('mac:00-11-22-33-44-55', 4, mac, 0);
    check(':00-11-22-33-44-55', 1, mac, 0);
    check('x:y:0011-2233-4455', 4, mac, 0);
  });

  it('refuses what touches something', () => {
    check('00-11-22-33-44-5', 0, undefined);
    check('00-11-22-33-44-5g', 0, undefined);
    check('00-11-22-33-44-55-66', 0, undefined);
    check('00-11-22-33-44-55-', 0, undefined);
    check('00-11-22-33-44-55x', 0, undefined);
    check('00-11-22-33-44-55.1', 0, undefined);
    check('00-11-22-33-44-55..', 0, undefined);
    check('-00-11-22-33-44-55', 1, undefined);
    check('99-00-11-22-33-44-55', 3, undefined);
    check('0011-2233-4455-6677', 0, undefined);
    check('0011-2233.4455', 0, undefined);
    check('ab:00-11-22-33-44-55', 3, undefined, 0);
    check('a.b:00-11-22-33-44-55', 4, undefined, 0);
    check('::00-11-22-33-44-55', 2, undefined, 0);
  });
});
