import { describe, expect, it } from 'vitest';
import { contentKind } from '../../../src/input/content-kind.js';

function kindOf(latin1: string): string {
  const kind = contentKind(Buffer.from(latin1, 'latin1'));
  return 'what' in kind ? kind.what : kind.kind;
}

describe('contentKind', () => {
  it.each([
    ['', 'plain'],
    ['\x1f', 'plain'],
    ['\x1f\x8b', 'gzip'],
    ['\x1f\x8b\x08\0', 'gzip'],
    ['\x1f\x8b\x07\0', 'plain'],
    ['\x28\xb5\x2f\xfd', 'zstd'],
    ['\x28\xb5\x2f', 'plain'],
    ['\x5f\x2a\x4d\x18', 'zstd'],
    ['\x60\x2a\x4d\x18', 'plain'],
    ['\xfd7zXZ\0', 'xz'],
    ['BZh91AY&SY', 'bzip2'],
    ['BZh9\x17\x72\x45\x38\x50\x90', 'bzip2'],
    ['\x04\x22\x4d\x18', 'LZ4'],
    ['\x1f\x9d\x90', 'compress'],
    ['\x7fELF\x02', 'an ELF program'],
    ['PK\x03\x04', 'a zip archive'],
    ['SQLite format 3\0', 'an SQLite database'],
    ['LPKSHHRH', 'a systemd journal'],
    ['\x89PNG\r\n\x1a\n', 'a PNG image'],
    ['\xff\xd8\xff\xe0', 'a JPEG image'],
    ['%PDF-1.7', 'a PDF document'],
    ['\xcf\xfa\xed\xfe', 'a Mach-O program'],
    ['\xca\xfe\xba\xbe', 'a Java class or a Mach-O program'],
    ['\xff\xfeA\0u\0g\0 \0', 'UTF-16, in which no word would be found'],
    ['\xfe\xff\0A\0u\0g\x30\x42\x30\x44', 'UTF-16, in which no word would be found'],
    [`${'a'.repeat(100)}${'\0'.repeat(157)}ustar\0`, 'a tar archive'],
    [`MZ${'\0'.repeat(58)}\x80\0\0\0${'\0'.repeat(64)}PE\0\0`, 'a Windows program'],
  ])('%j is %s', (head, expected) => {
    expect(kindOf(head)).toBe(expected);
  });

  it.each([
    `MZ-router-1 link up${' '.repeat(200)}`,
    `MZ${'x'.repeat(58)}\x80\0\0\0${'\0'.repeat(64)}text`,
    'BZh9 is the host that sends this',
    'PK is a country, ELF a language, %PDF a word',
    'P*M is no frame',
    'ustar at the beginning',
    '\0\0\0a NUL is part of a message',
    '\ufeff<13>text behind a byte order mark',
    '\xff\xfe\0\x01 no text, and of no kind that we know',
    '\xff\xfe',
    '\xfe\xff text in which every character is a byte',
  ])('%j is taken as it is', (head) => {
    expect(kindOf(head)).toBe('plain');
  });
});
