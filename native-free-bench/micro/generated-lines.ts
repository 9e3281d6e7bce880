import { createGenerator } from '../generator/generator.js';

/** Text with where its lines are. */
export type Lines = {
  text: Uint8Array;
  /** Line n is text[starts[n], ends[n]), without its LF. */
  starts: number[];
  ends: number[];
};

/** About 1 MiB of an hour's syslog. */
const LINES = 7000;

/** The generator's lines for a seed. */
export function generatedLines(seed: number): Lines {
  const generator = createGenerator({
    seed,
    lines: LINES,
    start: Date.UTC(2026, 5, 10),
    spanMillis: 3_600_000,
  });
  const buffer = Buffer.concat([...generator]);
  // No Buffer: what the structures are fed in the product is a plain array of bytes.
  const lines: Lines = { text: new Uint8Array(buffer), starts: [], ends: [] };
  for (let start = 0, end = buffer.indexOf(10); end >= 0; end = buffer.indexOf(10, start)) {
    lines.starts.push(start);
    lines.ends.push(end);
    start = end + 1;
  }
  return lines;
}
