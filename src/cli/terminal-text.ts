const TAB = 0x09;

/**
 * A message as a terminal may show it: control characters and bytes that are not UTF-8 as \xNN, so that nothing in a
 * log moves the cursor or changes colours. A message without any comes back as it is.
 */
export function printable(raw: Uint8Array): Uint8Array {
  if (isPlain(raw)) return raw;
  let text = '';
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  for (let i = 0; i < raw.length; ) {
    const length = sequenceLength(raw[i] ?? 0);
    const bytes = raw.subarray(i, i + length);
    const char = decode(decoder, bytes, length);
    text += char ?? hex(raw[i] ?? 0);
    i += char === undefined ? 1 : length;
  }
  return Buffer.from(text, 'utf8');
}

/** What takes no column, or turns the direction of writing: a byte order mark, a joiner, an override. */
const UNSEEN = /[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** A text of which nothing is unseen, as one line of a report: `\x1b`, `\u{feff}`. */
export function visible(text: string): string {
  const bytes = printable(Buffer.from(text, 'utf8'));
  return Buffer.from(bytes)
    .toString('utf8')
    .replace(UNSEEN, (found) => `\\u{${found.charCodeAt(0).toString(16)}}`)
    .replaceAll('\t', '\\x09');
}

function isPlain(raw: Uint8Array): boolean {
  for (const byte of raw) if ((byte < 0x20 && byte !== TAB) || byte >= 0x7f) return false;
  return true;
}

/** One character; undefined for what is no UTF-8 or a control character (C0, DEL, C1). */
function decode(
  decoder: InstanceType<typeof TextDecoder>,
  bytes: Uint8Array,
  length: number,
): string | undefined {
  if (bytes.length < length) return undefined;
  const first = bytes[0] ?? 0;
  if (length === 1)
    return (first >= 0x20 && first < 0x7f) || first === TAB
      ? String.fromCharCode(first)
      : undefined;
  if (first === 0xc2 && (bytes[1] ?? 0) < 0xa0) return undefined;
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function sequenceLength(first: number): number {
  if (first >= 0xf0 && first < 0xf8) return 4;
  if (first >= 0xe0) return first < 0xf0 ? 3 : 1;
  return first >= 0xc2 ? 2 : 1;
}

function hex(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}
