import { describe, expect, it } from 'vitest';
import { holdsAddress } from '../../../src/analysis/addresses.js';
import { parseAddress } from '../../../src/analysis/network-terms.js';
import { latin1 } from '../../support/bytes.js';

const holds = (text: string, address: string) =>
  holdsAddress(latin1(text), 0, text.length, parseAddress(address)!);

describe('holdsAddress()', () => {
  it('finds an address in any spelling, wherever it stands', () => {
    const check = (text: string, address: string, expected: boolean) =>
      expect(holds(text, address), `${address} in ${text}`).toBe(expected);
    check('from 10.0.0.1 to', '10.0.0.1', true);
    check('10.0.0.1', '10.0.0.1', true);
    check('outside:10.0.0.1:22.', '10.0.0.1', true);
    check('10.0.0.1', '10.0.0.2', false);
    check('10.0.0.11', '10.0.0.1', false);
    check('10.0.0.1.5', '10.0.0.1', false);
    check('1.2.3.4,10.0.0.1;5.6.7.8', '10.0.0.1', true);
    check('[2001:DB8:0:0::1]:443', '2001:db8::1', true);
    check('::ffff:10.0.0.1', '10.0.0.1', true);
    check('::ffff:10.0.0.1', '::ffff:10.0.0.1', true);
    check('mac 00-11-22-aa-bb-cc.', '00:11:22:aa:bb:cc', true);
    check('MAC=ff:ff:ff:ff:ff:ff:00:11:22:aa:bb:cc:08:00', '00:11:22:aa:bb:cc', true);
    check('0011.22aa.bbcc', '00:11:22:aa:bb:cc', true);
    check('0011-22aa-bbcc', '00:11:22:aa:bb:cc', true);
    check('x-00-11-22-aa-bb-cc', '00:11:22:aa:bb:cc', false);
    check('', '10.0.0.1', false);
    check('::', '::1', false);
  });

  it('looks at the given range only', () => {
    const text = latin1('110.0.0.12');
    const term = parseAddress('10.0.0.1')!;
    expect(holdsAddress(text, 1, 9, term)).toBe(true);
    expect(holdsAddress(text, 0, 9, term)).toBe(false);
    expect(holdsAddress(text, 1, 10, term)).toBe(false);
    expect(holdsAddress(text, 1, 8, term)).toBe(false);
    expect(holdsAddress(text, 5, 5, term)).toBe(false);
  });
});
