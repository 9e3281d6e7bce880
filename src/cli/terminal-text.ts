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

/** Japanese, Chinese and Korean characters and most signs beyond the first plane take two columns, combining marks none. */
const WIDE =
  /^(?:[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|[\ud800-\udbff])/;
const NARROW = /^\p{M}/u;

/** How many columns of a terminal a text takes. */
export function columnsOf(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
  if (/^[\x00-\x7f]*$/.test(text)) return text.length;
  let columns = 0;
  for (const character of text)
    columns += WIDE.test(character) ? 2 : NARROW.test(character) ? 0 : 1;
  return columns;
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
