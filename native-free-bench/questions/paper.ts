import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Corpus } from '../corpus/corpus.js';
import type { HayabusaEngine } from '../engines/hayabusa.js';
import type { FileEngine } from '../engines/many-files.js';
import { sumOf } from '../engines/programs.js';
import { createGenerator } from '../generator/generator.js';
import type { Needle } from '../generator/needles.js';
import { type Command, runAll } from '../measure/command.js';
import type { BenchQuery } from '../queries/query.js';
import { Session } from '../sessions/session.js';
import type { Run } from './run.js';
import { askOf } from './search.js';

const FILES: readonly number[] = [1, 10, 100, 1000];
const RECORDS: readonly number[] = [1000, 10_000, 100_000];
const START = Date.UTC(2026, 5, 10);
const HOUR = 3_600_000;
/** A keyword is in every tenth file, twice. */
const KEYWORDS: readonly string[] = ['falcon', 'kestrel', 'merlin', 'hobbyx', 'osprey'].map(
  (name) => `${name}needle`,
);
const EVERY = 10;
const A_FILE = 2;

export const PAPER = 'paper';
/** Hayabusa with its store open already. */
export const OPEN = 'hayabusa, open';
const PAPER_NOTE =
  'paper: count of a keyword that two messages in a tenth of the files hold, another one each turn; a file of the original is an hour of the store here; ' +
  'from the command line, start of the processes included, page cache warm; "hayabusa, open": the store open in a process';

/** The table that the original published: files × records, one keyword counted. */
export async function askPaper(
  run: Run,
  own: HayabusaEngine,
  others: readonly FileEngine[],
  leastRecords: number,
  mostRecords: number,
): Promise<void> {
  run.notes.add(PAPER_NOTE);
  for (const files of FILES)
    for (const records of RECORDS) {
      if (files * records < leastRecords) {
        run.notes.add(
          `paper: cells of fewer than ${leastRecords.toLocaleString('en')} records were left out (--min-records)`,
        );
        continue;
      }
      if (files * records > mostRecords) {
        run.notes.add(
          `paper: cells of more than ${mostRecords.toLocaleString('en')} records were left out (--max-records)`,
        );
        continue;
      }
      await measureCell(run, own, others, files, records);
    }
}

async function measureCell(
  run: Run,
  own: HayabusaEngine,
  others: readonly FileEngine[],
  files: number,
  records: number,
): Promise<void> {
  const row = `${files} ${files === 1 ? 'file' : 'files'} × ${records.toLocaleString('en')} records`;
  const folder = run.scratch.path('paper');
  mkdirSync(folder);
  run.progress.step(`paper: ${row}: generating`);
  const rawFile = join(folder, 'raw.log');
  const texts: string[] = [];
  for (let file = 0; file < files; file++) {
    const raw = rawOf(run.seed, file, records);
    appendFileSync(rawFile, raw);
    const part = join(folder, String(file));
    mkdirSync(part);
    const partFile = join(part, 'raw.log');
    writeFileSync(partFile, raw);
    texts.push(new Corpus(PAPER, partFile, raw, part, undefined).textFile);
    rmSync(partFile);
  }
  const store = join(folder, 'store');
  run.progress.step(`paper: ${row}: hayabusa stores`);
  await runAll([own.store(rawFile, ['--input-timezone', 'UTC'], store)]);
  // The largest cell is 14 GB of text.
  rmSync(rawFile);
  const ready: { name: string; command: (word: string) => Command }[] = [];
  for (const other of others) {
    run.progress.step(`paper: ${row}: ${other.info.name} stores`);
    const count = await other.prepare(texts, join(folder, other.info.name.replace(/\W+/g, '-')));
    ready.push({ name: other.info.name, command: count });
  }
  const session = await Session.open(own.session(store));
  const add = (engine: string, value: number) =>
    run.cells.add(
      { question: 'paper', corpus: PAPER, row, engine, unit: 'ms', better: 'less' },
      value,
    );
  try {
    const ownFresh = (word: string) => own.search(store, queryOf(word), 'count', undefined);
    ready.unshift({ name: own.info.name, command: ownFresh });
    // The first turn is not timed: every engine has to find what was written.
    for (let turn = 0; turn <= run.repeats; turn++) {
      const word = KEYWORDS[turn % KEYWORDS.length]!;
      const expected = filesWith(turn % KEYWORDS.length, files) * A_FILE;
      const check = (engine: string, got: number) => {
        if (got !== expected)
          throw new Error(
            `paper, ${row}: ${engine} finds ${word} ${got} times: expected ${expected}`,
          );
      };
      for (const { name, command } of ready) {
        run.progress.step(`paper: ${row}: ${name}, turn ${turn} of ${run.repeats}`);
        const output: Buffer[] = [];
        const cost = await runAll([command(word)], (bytes) => output.push(bytes));
        check(name, sumOf(Buffer.concat(output).toString('latin1')));
        if (turn > 0) add(name, cost.wallSeconds * 1000);
      }
      const { millis, count } = await session.ask(
        askOf(own.warm.query(queryOf(word)), 'count', undefined),
      );
      check(OPEN, count);
      if (turn > 0) add(OPEN, millis);
    }
  } finally {
    session.close();
  }
  // The largest cells would not fit on the disk together; nothing that is timed makes files.
  rmSync(folder, { recursive: true });
}

/** One file's lines, an hour's. */
function rawOf(seed: number, file: number, records: number): Buffer {
  const needles: Needle[] = KEYWORDS.map((text, keyword) => ({
    sort: 'keyword' as const,
    text,
    count: isIn(keyword, file) ? A_FILE : 0,
  })).filter(({ count }) => count > 0);
  const options = {
    seed: seed + file,
    lines: records,
    start: START + file * HOUR,
    spanMillis: HOUR,
    needles,
  };
  return Buffer.concat([...createGenerator(options)]);
}

/** The first file has all keywords, so that one file has any. */
function isIn(keyword: number, file: number): boolean {
  return file === 0 || file % EVERY === keyword + 1;
}

function filesWith(keyword: number, files: number): number {
  let count = 0;
  for (let file = 0; file < files; file++) if (isIn(keyword, file)) count++;
  return count;
}

function queryOf(word: string): BenchQuery {
  return { kind: 'rare', clauses: [{ kind: 'word', word }], line: 0 };
}
