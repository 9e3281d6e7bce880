// Chooses the lines of the vendor corpus that were labelled by eye in
// test/unit/syslog/vendor-labels.tsv. It only picks; it never parses a line.
//
// Run after compilation: node pick-vendor-lines.js <directory with *.log files>
// and it prints one `file<TAB>line` per chosen line.

import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface CountedFile {
  readonly file: string;
  readonly lineCount: number;
}

export interface PickedLine {
  readonly file: string;
  readonly line: number;
}

export const PICK_SEED = 20211122;
export const LINES_PER_FILE = 3;

function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function compareNames(a: CountedFile, b: CountedFile): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : 0;
}

// Three distinct 1-based line numbers a file, one random stream over all files in code-unit
// order of their names. A file of fewer than three lines gives all of them and draws nothing.
// Within a file the numbers are returned ascending.
export function pickLines(files: readonly CountedFile[]): PickedLine[] {
  const random = mulberry32(PICK_SEED);
  const picked: PickedLine[] = [];
  for (const { file, lineCount } of [...files].sort(compareNames)) {
    const lines = new Set<number>();
    if (lineCount < LINES_PER_FILE) {
      for (let line = 1; line <= lineCount; line += 1) lines.add(line);
    } else {
      while (lines.size < LINES_PER_FILE) lines.add(Math.floor(random() * lineCount) + 1);
    }
    for (const line of [...lines].sort((a, b) => a - b)) picked.push({ file, line });
  }
  return picked;
}

// Lines are separated by LF; an unterminated last line counts.
export function countLines(content: Uint8Array): number {
  let count = 0;
  for (const byte of content) if (byte === 0x0a) count += 1;
  if (content.length > 0 && content[content.length - 1] !== 0x0a) count += 1;
  return count;
}

export function countFiles(directory: string): CountedFile[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.log'))
    .map((name) => ({ file: name, lineCount: countLines(readFileSync(join(directory, name))) }));
}

const script = process.argv[1];
if (script !== undefined && realpathSync(script) === fileURLToPath(import.meta.url)) {
  const directory = process.argv[2];
  if (directory === undefined) {
    process.stderr.write('usage: pick-vendor-lines.js <directory>\n');
    process.exitCode = 2;
  } else {
    for (const { file, line } of pickLines(countFiles(directory))) {
      process.stdout.write(`${file}\t${line}\n`);
    }
  }
}
