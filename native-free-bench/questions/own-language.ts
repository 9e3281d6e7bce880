import type { HayabusaEngine } from '../engines/hayabusa.js';
import { runAll } from '../measure/command.js';
import type { LanguageQuery } from '../queries/language-query.js';
import type { Question } from '../result/result.js';
import type { Run } from './run.js';
import { timeCommand } from './search.js';

/** A count of a fresh process that takes longer is also taken with one thread, milliseconds. */
const LONG = 200;

/** Whose cells are filled. */
type Cell = {
  readonly question: Question;
  readonly corpus: string;
  readonly engine: string;
};

type Timed = { readonly millis: number; readonly count: number };

/** Counts of a fresh process with one thread, and what more threads gained; nothing where all was quick anyway. */
export async function addOneThread(
  run: Run,
  cell: Cell,
  row: string,
  allCores: Timed,
  one: () => Promise<Timed>,
): Promise<void> {
  if (run.quick || allCores.millis <= LONG) return;
  const { millis, count } = await one();
  if (count !== allCores.count)
    throw new Error(`${cell.corpus}: ${row}: one thread finds ${count}, all ${allCores.count}`);
  run.cells.add({ ...cell, row: `${row}, one thread`, unit: 'ms', better: 'less' }, millis);
  const gain = {
    ...cell,
    row: `${row}, all cores / one thread`,
    unit: '×',
    better: 'more',
  } as const;
  run.cells.add(gain, millis / allCores.millis);
}

export function timeOneThread(
  own: HayabusaEngine,
  path: string,
  { text }: LanguageQuery,
): Promise<Timed> {
  return timeCommand(own.ask(path, text, ['-c', '--threads', '1']), 'count');
}

/** A fresh process's histogram, and how many messages its bars count. */
export async function timeHistogram(
  own: HayabusaEngine,
  path: string,
  { text }: LanguageQuery,
): Promise<Timed> {
  const output: Buffer[] = [];
  const command = own.ask(path, text, ['--histogram', '1h', '--utc', '--json']);
  const { wallSeconds } = await runAll([command], (bytes) => output.push(bytes));
  let count = 0;
  for (const line of Buffer.concat(output).toString('latin1').split('\n'))
    if (line !== '') count += Number(JSON.parse(line).count);
  return { millis: wallSeconds * 1000, count };
}
