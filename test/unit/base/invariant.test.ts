import { describe, expect, it } from 'vitest';
import { assertNever, invariant } from '../../../src/base/invariant.js';

describe('invariant()', () => {
  it('throws only when the condition does not hold', () => {
    expect(() => invariant(true, 'one is one')).not.toThrow();
    expect(() => invariant(false, 'one is two')).toThrow('Invariant broken: one is two');
  });
});

describe('assertNever()', () => {
  it('shows the value that no case expected', () => {
    expect(() => assertNever({ kind: 'new' } as never)).toThrow('{"kind":"new"}');
  });
});
