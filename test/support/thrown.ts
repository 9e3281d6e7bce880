import { expect } from 'vitest';
import { type ErrorDetails, HayabusaError } from '../../src/base/errors.js';

/** The HayabusaError that `action` throws; anything else, or nothing, fails the test. */
export function thrownBy(action: () => unknown): HayabusaError {
  let result: unknown;
  try {
    result = action();
  } catch (error) {
    if (error instanceof HayabusaError) return error;
    throw error;
  }
  return expect.fail(`Expected a HayabusaError, got ${JSON.stringify(result)}`);
}

/** Expects corruption of `file` at `offset` whose message holds `what`. */
export function expectCorruption(
  action: () => unknown,
  what: string,
  file: string,
  offset: number,
): void {
  const error = thrownBy(action);
  expect(error.message).toContain(what);
  expect(error.details).toMatchObject({ code: 'corruption', file, offset } satisfies Partial<
    Extract<ErrorDetails, { code: 'corruption' }>
  >);
  expect(error.message).toContain(`${file} at offset ${offset}`);
}

/** Code of the system error that `action` throws, such as ENOENT; undefined when it throws nothing. */
export function systemCode(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string')
      return error.code;
    throw error;
  }
}
