/** Bytes with ASCII letters in lower case; all others are themselves. */
export const FOLDED: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte,
);

/** A copy with ASCII letters in lower case. */
export function fold(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => FOLDED[byte]!);
}

/** The first place at or after `start` where bytes[start, end) hold what is looked for, or -1. */
export type Search = (bytes: Uint8Array, start: number, end: number) => number;

/**
 * A search for bytes in any case of their ASCII letters. `wanted` is in lower case and not empty. Horspool's: what stands
 * under the last byte says how far to go on, so that most bytes of a text are never looked at.
 */
export function foldedSearch(wanted: Uint8Array): Search {
  const last = wanted.length - 1;
  const steps = new Uint16Array(256).fill(Math.min(wanted.length, 0xffff));
  for (let i = 0; i < last; i++) {
    const step = Math.min(last - i, 0xffff);
    const byte = wanted[i]!;
    steps[byte] = step;
    if (byte >= 0x61 && byte <= 0x7a) steps[byte - 0x20] = step;
  }
  const lastByte = wanted[last]!;
  return (bytes, start, end) => {
    for (let i = start + last; i < end; ) {
      const byte = bytes[i]!;
      if (FOLDED[byte] === lastByte) {
        const at = i - last;
        let k = 0;
        while (k < last && FOLDED[bytes[at + k]!] === wanted[k]) k++;
        if (k === last) return at;
      }
      i += steps[byte]!;
    }
    return -1;
  };
}

/** Whether bytes[start, end) are `wanted` (in lower case), in any case of ASCII letters. */
export function equalsFolded(
  bytes: Uint8Array,
  start: number,
  end: number,
  wanted: Uint8Array,
): boolean {
  if (end - start !== wanted.length) return false;
  for (let i = 0; i < wanted.length; i++) if (FOLDED[bytes[start + i]!] !== wanted[i]) return false;
  return true;
}
