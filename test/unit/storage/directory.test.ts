import { describe, expect, it } from 'vitest';
import { parentOf } from '../../../src/storage/directory.js';

describe('parentOf()', () => {
  it('is the folder part of a path', () => {
    const check = (path: string, parent: string) => expect(parentOf(path)).toBe(parent);
    check('', '');
    check('CATALOG', '');
    check('2021/08', '2021');
    check('2021/08/17/09/messages.log', '2021/08/17/09');
  });
});
