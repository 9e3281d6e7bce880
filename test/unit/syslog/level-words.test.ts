import { describe, expect, it } from 'vitest';
import { isLevelWord } from '../../../src/syslog/level-words.js';
import { bytesOf } from './parsed.js';

describe('isLevelWord', () => {
  const is = (word: string) => isLevelWord(bytesOf(`x${word}x`), 1, 1 + word.length);

  it('knows severities in any case', () => {
    for (const word of [
      'INFO',
      'info',
      'Info',
      'ERR',
      'error',
      'Warning',
      'WARN',
      'notice',
      'DEBUG',
      'crit',
      'informational',
    ])
      expect(is(word), word).toBe(true);
  });

  it('and nothing else', () => {
    for (const word of [
      '',
      'i',
      'in',
      'inf',
      'infos',
      'gate',
      'errors',
      'war',
      'informationally',
      'in7o',
      '1nfo',
      'crot',
      '[err',
      'localhost',
    ])
      expect(is(word), word).toBe(false);
  });
});
