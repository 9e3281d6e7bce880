import { describe, expect, it } from 'vitest';
import { crc32, formatCrc } from '../../../src/codec/checksum.js';
import { latin1 } from '../../support/bytes.js';

describe('crc32()', () => {
  it('is the CRC-32 of gzip', () => {
    expect(crc32(latin1(''))).toBe(0);
    expect(crc32(latin1('123456789'))).toBe(0xcbf4_3926);
  });

  it('goes on from a seed', () => {
    expect(crc32(latin1('6789'), crc32(latin1('12345')))).toBe(0xcbf4_3926);
  });
});

describe('formatCrc()', () => {
  it('shows eight digits', () => {
    expect(formatCrc(0)).toBe('00000000');
    expect(formatCrc(0xcbf4_3926)).toBe('cbf43926');
  });
});
