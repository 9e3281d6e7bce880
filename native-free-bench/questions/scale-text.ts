import { closeSync, openSync, writeSync } from 'node:fs';
import { LineFramer } from '../../src/syslog/framing.js';
import { Header, parseHeader } from '../../src/syslog/header.js';
import { searchedText } from '../../src/syslog/searched-text.js';
import { RIPGREP_NAME, ripgrepIn } from '../engines/scanners.js';
import { createGenerator, type GeneratorOptions } from '../generator/generator.js';
import type { Stage } from '../queries/language-query.js';
import type { Mode } from '../queries/query.js';
import type { Run } from './run.js';
import { timeCommand } from './search.js';

const LF = 10;

/** The lines of a big run as text, and who searches them. */
export interface BigText {
  /** Times a fresh process beside ours in the same row; throws when it does not find so many lines. */
  time(row: string, stages: readonly Stage[] | undefined, mode: Mode, count: number): Promise<void>;
}

/** Writes the searched texts of a big run, in as many files as there are cores; undefined when nobody is there to search them. */
export async function bigText(
  run: Run,
  corpus: string,
  options: GeneratorOptions,
): Promise<BigText | undefined> {
  if (!run.engines.some(({ info }) => info.name === RIPGREP_NAME)) return undefined;
  const names = Array.from({ length: run.cores }, (_, part) => run.scratch.path(`text-${part}`));
  const generator = createGenerator(options);
  const lines = generator[Symbol.iterator]();
  const cut = new TextCutter();
  names.forEach((name, part) => {
    run.progress.step(`big run: writing text for ${RIPGREP_NAME}, ${part + 1} of ${names.length}`);
    const file = openSync(name, 'wx');
    const isLast = part === names.length - 1;
    try {
      while (isLast || generator.report().lines < (options.lines * (part + 1)) / names.length) {
        const { value: chunk, done } = lines.next();
        if (done) break;
        const text = cut.textOf(chunk);
        for (let at = 0; at < text.length; ) at += writeSync(file, text, at);
      }
    } finally {
      closeSync(file);
    }
  });
  run.notes.add(
    `big run: ${RIPGREP_NAME} searches the searched texts in ${names.length} files, as far as memory holds them; "first 100" are the first in the files for it`,
  );
  const command = ripgrepIn(names);
  return {
    async time(row, stages, mode, count) {
      if (stages === undefined) return;
      const { millis, count: got } = await timeCommand(command(stages, mode), mode);
      if (got !== count)
        throw new Error(`big run: ${row}: ${RIPGREP_NAME} finds ${got} lines: expected ${count}`);
      run.cells.add(
        { question: 'scale', corpus, row, engine: RIPGREP_NAME, unit: 'ms', better: 'less' },
        millis,
      );
    },
  };
}

/** Makes searched texts, a line each, of lines as they were generated. */
class TextCutter {
  readonly #framer = new LineFramer();
  readonly #header = new Header();
  #text = Buffer.alloc(0);

  /** Good until the next call. */
  textOf(lines: Buffer): Buffer {
    const { bytes, starts, ends, count } = this.#framer.push(lines);
    if (this.#text.length < 2 * lines.length) this.#text = Buffer.alloc(4 * lines.length);
    let length = 0;
    for (let i = 0; i < count; i++) {
      parseHeader(bytes, starts[i]!, ends[i]!, this.#header);
      const searched = searchedText(bytes, starts[i]!, ends[i]!, this.#header);
      this.#text.set(searched, length);
      length += searched.length;
      this.#text[length++] = LF;
    }
    return this.#text.subarray(0, length);
  }
}
