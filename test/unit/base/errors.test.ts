import { describe, expect, it } from 'vitest';
import {
  corruption,
  HayabusaError,
  isHayabusaError,
  isSystemError,
  usage,
  wrongVersion,
} from '../../../src/base/errors.js';

describe('corruption()', () => {
  it('says what, where, expected, got and what to do', () => {
    const error = corruption('Checksum mismatch', 'store/x.index', 96, '9f1c22aa', '00000000');
    expect(error.message).toBe(
      'Checksum mismatch in store/x.index at offset 96: expected 9f1c22aa, got 00000000: ' +
        'run "hayabusa verify", then "hayabusa repair": it rebuilds indexes from the messages, and names what is lost',
    );
    expect(error.details).toEqual({
      code: 'corruption',
      file: 'store/x.index',
      offset: 96,
      expected: '9f1c22aa',
      got: '00000000',
    });
    expect(error.code).toBe('corruption');
    expect(error.name).toBe('HayabusaError');
  });

  it('takes another remedy', () => {
    expect(corruption('A', 'f', 0, 'b', 'c', 'do this').message).toMatch(/got c: do this$/);
  });
});

describe('wrongVersion()', () => {
  it('tells files that are too new from files that are too old', () => {
    const check = (version: number, supported: number, code: string, words: string) => {
      const error = wrongVersion('CATALOG', version, supported);
      expect(error.details).toEqual({
        code,
        file: 'CATALOG',
        version,
        supported: String(supported),
      });
      expect(error.message).toContain(`format version ${version}: expected version ${supported}`);
      expect(error.message).toContain(words);
    };
    check(2, 1, 'format-too-new', 'newer hayabusa');
    check(0xffff, 1, 'format-too-new', 'newer hayabusa');
    check(0, 1, 'format-too-old', 'older hayabusa');
  });
});

describe('isHayabusaError()', () => {
  it('knows the class and, when asked, the code', () => {
    expect(isHayabusaError(usage('no'))).toBe(true);
    expect(isHayabusaError(usage('no'), 'usage')).toBe(true);
    expect(isHayabusaError(usage('no'), 'busy')).toBe(false);
    expect(isHayabusaError(new Error('usage'))).toBe(false);
    expect(isHayabusaError(undefined)).toBe(false);
  });
});

describe('isSystemError()', () => {
  it("knows Node's errors by their code", () => {
    const error = Object.assign(new Error('gone'), { code: 'ENOENT' });
    expect(isSystemError(error)).toBe(true);
    expect(isSystemError(error, 'ENOENT')).toBe(true);
    expect(isSystemError(error, 'ENOSPC')).toBe(false);
    expect(isSystemError(new Error('gone'))).toBe(false);
    expect(isSystemError(Object.assign(new Error('odd'), { code: 5 }))).toBe(false);
    expect(isSystemError({ code: 'ENOENT' })).toBe(false);
  });
});

describe('HayabusaError', () => {
  it('keeps its cause, and has none unless one is given', () => {
    const cause = new Error('disk full');
    const details = { code: 'io', operation: 'write', path: 'x' } as const;
    expect(new HayabusaError('Cannot write', details, cause).cause).toBe(cause);
    expect('cause' in new HayabusaError('Cannot write', details)).toBe(false);
  });
});
