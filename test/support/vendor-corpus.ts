import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Real logs, which are not part of this repository: `$HAYABUSA_CORPORA`, else a folder beside it. */
export const CORPORA: string =
  process.env['HAYABUSA_CORPORA'] ??
  fileURLToPath(new URL('../../../shared/corpora', import.meta.url));

/** Whether the vendor corpus is there. */
export const hasVendorCorpus: boolean = existsSync(join(CORPORA, 'vendors'));

const linesByFile = new Map<string, Uint8Array[]>();

/** Line `number` (from 1) of a file of the vendor corpus, without its LF. */
export function vendorLine(file: string, number: number): Uint8Array {
  let lines = linesByFile.get(file);
  if (lines === undefined) {
    lines = splitLines(readFileSync(join(CORPORA, 'vendors', file)));
    linesByFile.set(file, lines);
  }
  const line = lines[number - 1];
  if (line === undefined) throw new Error(`${file} has no line ${number}`);
  return line;
}

function splitLines(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (let i = 0; i < bytes.length; i++)
    if (bytes[i] === 0x0a) {
      lines.push(bytes.subarray(start, i));
      start = i + 1;
    }
  if (start < bytes.length) lines.push(bytes.subarray(start));
  return lines;
}
