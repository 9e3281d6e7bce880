import { describe, expect, it } from 'vitest';
import { decompressLz4Block } from '../../../src/codec/lz4-block-decompress.js';
import { asText, fromHex, noise } from '../../support/bytes.js';

describe('decompressLz4Block()', () => {
  it('reads blocks written by hand', () => {
    const check = (hex: string, text: string) => {
      const raw = decompressLz4Block(fromHex(hex), text.length);
      expect(raw && asText(raw), hex).toBe(text);
    };
    check('00', '');
    check('30 616263', 'abc');
    // The four low bits of the last token say nothing.
    check('3f 616263', 'abc');
    // 3 literals, 4 bytes from 3 back, which overlap, and 5 literals.
    check('30 616263 0300 50 76777879 7a', 'abcabcavwxyz');
    // From 1, 2, 3, 4 and 5 back, each over itself.
    check('1f 61 0100 00 50 6263646566', `${'a'.repeat(20)}bcdef`);
    check('2f 6162 0200 00 50 6263646566', `${'ab'.repeat(10)}abcdef`);
    check('40 61626364 0400 10 65', 'abcdabcde');
    check('58 6162636465 0500 10 66', 'abcdeabcdeabcdeabf');
    // 15 and 16 literals; 15 + 255 + 1 = 271.
    check(`f0 00 ${'61'.repeat(15)}`, 'a'.repeat(15));
    check(`f0 01 ${'61'.repeat(16)}`, 'a'.repeat(16));
    check(`f0 ff 01 ${'61'.repeat(271)}`, 'a'.repeat(271));
    // 4 + 15 + 255 + 255 + 7 = 536 bytes from 1 back, then nothing.
    check('1f 61 0100 ff ff 07 00', 'a'.repeat(537));
    // A match that ends with the text, and an empty last sequence: nobody writes it, anybody can read it.
    check('40 61626364 0400 00', 'abcdabcd');
    // Long literals, and a long match that does not overlap.
    const text = asText(noise(300));
    check(`f0 ff 1e ${hexOf(text)}`, text);
    check(`ff ff 1e ${hexOf(text)} 2c01 ff 1a 10 7a`, `${text}${text}z`);
  });

  it('refuses what goes outside or stops short', () => {
    const check = (hex: string, rawLength: number) =>
      expect(decompressLz4Block(fromHex(hex), rawLength), hex).toBe(undefined);
    // Nothing at all, and more than so few bytes can stand for.
    check('', 0);
    check('', 5);
    check('10 61', 1_000_000_000);
    // Fewer literals than are promised; a length that is cut off; more of them than the text has.
    check('30 6162', 3);
    check('f0', 15);
    check('f0 ff', 270);
    check('f0 ff ff', 500);
    check('30 616263', 2);
    check('f0 00 616263', 15);
    // A distance cut off, of 0, and to before the text.
    check('10 61 01', 6);
    check('10 61 0000 10 62', 6);
    check('10 61 0200 10 62', 6);
    check('00 0100 10 62', 5);
    // A match beyond the text; a length of it that is cut off; no last sequence.
    check('18 61 0100 10 62', 6);
    check('1f 61 0100', 20);
    check('1f 61 0100 ff', 300);
    check('10 61 0100', 5);
    // One byte too few, and one too many.
    check('10 61 0100 10 62', 5);
    check('10 61 0100 10 62', 7);
    expect(asText(decompressLz4Block(fromHex('10 61 0100 10 62'), 6)!)).toBe('aaaaab');
  });

  it('reads nothing behind the block, and gives memory of its own', () => {
    const around = fromHex('30 616263 30 616263');
    const raw = decompressLz4Block(around.subarray(4), 3)!;
    expect(asText(raw)).toBe('abc');
    expect(raw.buffer).not.toBe(around.buffer);
    expect(decompressLz4Block(around.subarray(4, 7), 3)).toBe(undefined);
  });
});

function hexOf(text: string): string {
  return Buffer.from(text, 'latin1').toString('hex');
}
