import { describe, expect, it } from 'vitest';
import {
  addressBits,
  networkBits,
  networkOf,
  parseIpAddress,
  parseMacPrefix,
} from '../../../src/analysis/address-ranges.js';
import { formatNetworkTerm, parseAddress } from '../../../src/analysis/network-terms.js';

const term = (text: string): Uint8Array => {
  const address = parseAddress(text);
  if (address === undefined) throw new Error(`No address: ${text}`);
  return address;
};

describe('networkOf()', () => {
  const check = (address: string, bits: number, from: string, to: string) =>
    it(`${address}/${bits} is from ${from} to ${to}`, () => {
      const network = networkOf(term(address), bits);
      expect(formatNetworkTerm(network.from)).toBe(from);
      expect(formatNetworkTerm(network.to)).toBe(to);
    });
  check('10.1.2.3', 8, '10.0.0.0', '10.255.255.255');
  check('10.1.2.3', 0, '0.0.0.0', '255.255.255.255');
  check('10.1.2.3', 32, '10.1.2.3', '10.1.2.3');
  check('10.1.2.3', 31, '10.1.2.2', '10.1.2.3');
  check('172.16.255.1', 12, '172.16.0.0', '172.31.255.255');
  check('2001:db8:1::1', 32, '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff');
  check('2001:db8::1', 127, '2001:db8::', '2001:db8::1');
  check('00:11:22:33:44:55', 24, '00:11:22:00:00:00', '00:11:22:ff:ff:ff');

  it('leaves the address as it is', () => {
    const address = term('10.1.2.3');
    networkOf(address, 8);
    expect(address).toEqual(term('10.1.2.3'));
  });
});

describe('networkBits()', () => {
  it('knows every network again, and no range that is one address more or less', () => {
    for (const address of ['10.1.2.3', '255.255.255.255', '2001:db8::7', '00:11:22:33:44:55'])
      for (let bits = 0; bits <= addressBits(term(address)); bits++) {
        const network = networkOf(term(address), bits);
        expect(networkBits(network), `${address}/${bits}`).toBe(bits);
        const to = network.to.slice();
        to[to.length - 1] = (to[to.length - 1] ?? 0) - 1;
        const isTwo = bits === addressBits(term(address)) - 1;
        if (bits < addressBits(term(address)) - 1 || isTwo)
          expect(networkBits({ from: network.from, to })).toBe(isTwo ? bits + 1 : undefined);
      }
  });
});

describe('parseIpAddress()', () => {
  it('reads IPv4 and IPv6 in any spelling, :: too, and no MAC', () => {
    const check = (text: string, expected: string | undefined) => {
      const address = parseIpAddress(text);
      expect(address === undefined ? undefined : formatNetworkTerm(address), text).toBe(expected);
    };
    check('010.0.0.1', '10.0.0.1');
    check('2001:DB8:0::1', '2001:db8::1');
    check('::', '::');
    check('00:11:22:33:44:55', undefined);
    check('10.0.0', undefined);
    check('10.0.0.1:80', undefined);
    check('', undefined);
  });
});

describe('parseMacPrefix()', () => {
  const check = (text: string, from: string | undefined, to?: string) =>
    it(`reads ${JSON.stringify(text)}`, () => {
      const range = parseMacPrefix(text);
      expect(range === undefined ? undefined : formatNetworkTerm(range.from)).toBe(from);
      if (range !== undefined) expect(formatNetworkTerm(range.to)).toBe(to ?? from);
    });
  check('00:11:22', '00:11:22:00:00:00', '00:11:22:ff:ff:ff');
  check('AA-bb-CC', 'aa:bb:cc:00:00:00', 'aa:bb:cc:ff:ff:ff');
  check('0011.22', '00:11:22:00:00:00', '00:11:22:ff:ff:ff');
  check('0011-2233', '00:11:22:33:00:00', '00:11:22:33:ff:ff');
  check('0011.2233.44', '00:11:22:33:44:00', '00:11:22:33:44:ff');
  check('001122', '00:11:22:00:00:00', '00:11:22:ff:ff:ff');
  check('00:11:22:33:44', '00:11:22:33:44:00', '00:11:22:33:44:ff');
  check('00:11:22:33:44:55', '00:11:22:33:44:55');
  check('001122334455', '00:11:22:33:44:55');
  check('0011.2233.4455', '00:11:22:33:44:55');
  check('00:11', undefined);
  check('0011', undefined);
  check('00:11-22', undefined);
  check('00:11:22:33:44:55:66', undefined);
  check('0011.2233.4455.66', undefined);
  check('00112', undefined);
  check('00:11:2g', undefined);
  check('', undefined);
});
