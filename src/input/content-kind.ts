/**
 * What bytes are, by their first few: text, compressed text, or something that is no log at all. Names play no part. A
 * NUL byte says nothing, as messages contain them. Magic numbers that are plain letters (`MZ`, `BZh`) need a second
 * proof, because a log may begin with these letters.
 */
export type ContentKind =
  | { readonly kind: 'plain' | 'gzip' | 'zstd' }
  /** Compressed by a program that is not built in; `command` writes the text to standard output. */
  | { readonly kind: 'other-compression'; readonly what: string; readonly command: string }
  /** No text. `command`, where there is one, writes its text to standard output. */
  | { readonly kind: 'binary'; readonly what: string; readonly command: string | undefined };

/** Bytes that `contentKind` looks at; fewer are enough to tell gzip, zstd and the rest, but not tar. */
export const HEAD_BYTES = 4096;

/** In a command, the place of the file's name. */
export const FILE_PLACE = 'FILE';

type Magic = {
  readonly what: string;
  readonly bytes: string;
  readonly at?: number;
  readonly command?: string;
};

/** `bytes` holds one character a byte. */
const COMPRESSIONS: readonly Magic[] = [
  { what: 'xz', bytes: '\xfd7zXZ\0', command: 'xz -dc FILE' },
  { what: 'LZ4', bytes: '\x04\x22\x4d\x18', command: 'lz4 -dc FILE' },
  { what: 'lzip', bytes: 'LZIP\x01', command: 'lzip -dc FILE' },
  { what: 'compress', bytes: '\x1f\x9d', command: 'gzip -dc FILE' },
];

const BINARIES: readonly Magic[] = [
  { what: 'an ELF program', bytes: '\x7fELF' },
  { what: 'a zip archive', bytes: 'PK\x03\x04', command: 'unzip -p FILE' },
  { what: 'an empty zip archive', bytes: 'PK\x05\x06' },
  { what: 'a 7z archive', bytes: '7z\xbc\xaf\x27\x1c', command: '7z x -so FILE' },
  { what: 'a RAR archive', bytes: 'Rar!\x1a\x07' },
  { what: 'a tar archive', bytes: 'ustar', at: 257, command: 'tar -xOf FILE' },
  { what: 'an SQLite database', bytes: 'SQLite format 3\0' },
  {
    what: 'a systemd journal',
    bytes: 'LPKSHHRH',
    command: 'journalctl --file FILE -o short-iso',
  },
  { what: 'a Windows event log', bytes: 'ElfFile\0' },
  { what: 'a PNG image', bytes: '\x89PNG\r\n\x1a\n' },
  { what: 'a JPEG image', bytes: '\xff\xd8\xff' },
  { what: 'a PDF document', bytes: '%PDF-' },
  { what: 'a Mach-O program', bytes: '\xfe\xed\xfa\xce' },
  { what: 'a Mach-O program', bytes: '\xfe\xed\xfa\xcf' },
  { what: 'a Mach-O program', bytes: '\xce\xfa\xed\xfe' },
  { what: 'a Mach-O program', bytes: '\xcf\xfa\xed\xfe' },
  { what: 'a Java class or a Mach-O program', bytes: '\xca\xfe\xba\xbe' },
  { what: 'a WebAssembly module', bytes: '\0asm' },
  { what: 'a packet capture', bytes: '\xd4\xc3\xb2\xa1' },
  { what: 'a packet capture', bytes: '\xa1\xb2\xc3\xd4' },
  { what: 'a packet capture', bytes: '\x4d\x3c\x2b\x1a', at: 8 },
  { what: 'an RPM package', bytes: '\xed\xab\xee\xdb' },
];

/** The kind of content that begins with `head`. */
export function contentKind(head: Uint8Array): ContentKind {
  if (isGzip(head)) return { kind: 'gzip' };
  if (isZstd(head)) return { kind: 'zstd' };
  if (isBzip2(head))
    return { kind: 'other-compression', what: 'bzip2', command: `bzip2 -dc ${FILE_PLACE}` };
  for (const { what, bytes, command } of COMPRESSIONS) {
    if (command !== undefined && hasBytes(head, bytes))
      return { kind: 'other-compression', what, command };
  }
  const binary = BINARIES.find(({ bytes, at }) => hasBytes(head, bytes, at));
  if (binary) return { kind: 'binary', what: binary.what, command: binary.command };
  if (isWindowsProgram(head))
    return { kind: 'binary', what: 'a Windows program', command: undefined };
  if (isUtf16(head))
    return {
      kind: 'binary',
      what: 'UTF-16, in which no word would be found',
      command: `iconv -f UTF-16 -t UTF-8 ${FILE_PLACE}`,
    };
  return { kind: 'plain' };
}

/** Bytes enough for `isGzip` and `isZstd`. */
export const PACKED_HEAD_BYTES = 4;

/** False when no gzip or zstd begins with this byte, so that one need not wait for more of them. */
export function mayBePacked(first: number | undefined): boolean {
  return first === 0x1f || first === 0x28 || ((first ?? 0) & 0xf0) === 0x50;
}

/** Two bytes of magic and the only method there is. A file cut off behind the magic is still gzip. */
export function isGzip(head: Uint8Array): boolean {
  return hasBytes(head, '\x1f\x8b') && (head.length === 2 || head[2] === 8);
}

/** A frame of data, or one to be skipped. */
export function isZstd(head: Uint8Array): boolean {
  return hasBytes(head, '\x28\xb5\x2f\xfd') || isSkippableFrame(head);
}

export function isSkippableFrame(head: Uint8Array): boolean {
  return ((head[0] ?? 0) & 0xf0) === 0x50 && hasBytes(head, '\x2a\x4d\x18', 1);
}

/** `BZh1` to `BZh9`, then the magic of a block (pi) or of the end (its square root). */
function isBzip2(head: Uint8Array): boolean {
  const level = head[3] ?? 0;
  return (
    hasBytes(head, 'BZh') &&
    level >= 0x31 &&
    level <= 0x39 &&
    (hasBytes(head, '\x31\x41\x59\x26\x53\x59', 4) || hasBytes(head, '\x17\x72\x45\x38\x50\x90', 4))
  );
}

/** `MZ`, and at the offset that stands at 0x3c the signature of the newer header. */
function isWindowsProgram(head: Uint8Array): boolean {
  if (!hasBytes(head, 'MZ') || head.length < 0x40) return false;
  const at = new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(0x3c, true);
  return hasBytes(head, 'PE\0\0', at) || hasBytes(head, 'NE', at) || hasBytes(head, 'LE\0\0', at);
}

/** A byte order mark, and an ASCII character in every fourth place or more: as PowerShell writes what is redirected. */
function isUtf16(head: Uint8Array): boolean {
  const isLittle = hasBytes(head, '\xff\xfe');
  if (!isLittle && !hasBytes(head, '\xfe\xff')) return false;
  const units = (head.length >> 1) - 1;
  let ascii = 0;
  for (let i = 2; i + 1 < head.length; i += 2) {
    const low = head[isLittle ? i : i + 1] ?? 0;
    const high = head[isLittle ? i + 1 : i] ?? 0;
    if (high === 0 && low > 0 && low < 0x80) ascii++;
  }
  return ascii > 0 && 4 * ascii >= units;
}

function hasBytes(head: Uint8Array, bytes: string, at = 0): boolean {
  if (at + bytes.length > head.length) return false;
  for (let i = 0; i < bytes.length; i++) {
    if (head[at + i] !== bytes.charCodeAt(i)) return false;
  }
  return true;
}
