/** Bytes decoded at a time: no string may hold all that a search for millions of lines prints. */
const PORTION = 1 << 24;

const LF = 0x0a;

/** The lines of what a program printed, without their ends; empty ones are left out. */
export function* outputLines(output: Buffer): Generator<string> {
  for (let from = 0; from < output.length; ) {
    // At least a portion, and on to the end of its last line.
    const found = output.indexOf(LF, from + PORTION);
    const end = found === -1 ? output.length : found;
    for (const line of output.toString('latin1', from, end).split('\n'))
      if (line !== '') yield line;
    from = end + 1;
  }
}
