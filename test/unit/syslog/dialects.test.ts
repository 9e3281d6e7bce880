import { expect, it } from 'vitest';
import { DIALECT_COUNT, DIALECTS, dialectName } from '../../../src/syslog/dialects.js';

it('every dialect has a code of its own, from 0 without gaps, and a name', () => {
  const codes = Object.values(DIALECTS);
  expect(codes).toEqual(Array.from({ length: DIALECT_COUNT }, (_, code) => code));
  expect(new Set(codes.map(dialectName)).size).toBe(DIALECT_COUNT);
  expect(dialectName(DIALECTS.rfc5424)).toBe('rfc5424');
  expect(dialectName(DIALECTS.keyValue)).toBe('key-value');
  expect(dialectName(DIALECT_COUNT)).toBe('unknown');
});
