import { describe, expect, it } from 'vitest';
import { Output } from '../../../src/cli/output.js';
import { writeRange } from '../../../src/cli/search/text-style.js';
import { usesColour } from '../../../src/cli/terminal.js';

/** What is written of [from, to) of a message, colours as < and >. */
function written(
  message: string | Uint8Array,
  matches: readonly number[],
  { from = 0, to = Number.POSITIVE_INFINITY, visible = true } = {},
): string {
  const pieces: Buffer[] = [];
  const output = new Output({
    write: (bytes) => pieces.push(Buffer.from(bytes)),
    close: async () => {},
  });
  const raw = typeof message === 'string' ? Buffer.from(message) : message;
  writeRange(output, raw, from, Math.min(to, raw.length), matches, { visible, coloured: visible });
  output.flush();
  return Buffer.concat(pieces)
    .toString('utf8')
    .replaceAll('\x1b[1;31m', '<')
    .replaceAll('\x1b[0m', '>');
}

describe('writeRange', () => {
  it('marks matches, and parts of them', () => {
    expect(written('failed password for root', [0, 6, 20, 24])).toBe(
      '<failed> password for <root>',
    );
    expect(written('failed password', [0, 6, 7, 15], { from: 3, to: 10 })).toBe('<led> <pas>');
    expect(written('failed', [0, 6], { from: 6 })).toBe('');
    expect(written('failed', [])).toBe('failed');
  });

  it('makes control characters visible within matches and between', () => {
    expect(written('a\x1b[2Jb\x07c', [1, 4])).toBe('a<\\x1b[2>Jb\\x07c');
    expect(written('a\x1b[2J', [0, 1], { visible: false })).toBe('a\x1b[2J');
  });

  it('cuts no character in two', () => {
    // 障 and 害 have three bytes each.
    expect(written('障害 x', [1, 2])).toBe('<障>害 x');
    expect(written('障害 x', [2, 4])).toBe('<障害> x');
    expect(written('障害 x', [1, 2, 2, 3])).toBe('<障>害 x');
    const alone = Uint8Array.of(0x61, 0x80, 0x80, 0x80, 0x62);
    expect(written(alone, [2, 3])).toBe('a\\x80<\\x80>\\x80b');
  });
});

describe('usesColour', () => {
  it('goes by --color, then by the variables', () => {
    expect(usesColour('always', { NO_COLOR: '1' })).toBe(true);
    expect(usesColour('never', { FORCE_COLOR: '1' })).toBe(false);
    expect(usesColour('auto', { NO_COLOR: '1', FORCE_COLOR: '1' })).toBe(false);
    expect(usesColour('auto', { NO_COLOR: '', FORCE_COLOR: '1' })).toBe(true);
    expect(usesColour('auto', { CLICOLOR_FORCE: '1', TERM: 'dumb' })).toBe(true);
    expect(usesColour('auto', { TERM: 'dumb' })).toBe(false);
  });
});
