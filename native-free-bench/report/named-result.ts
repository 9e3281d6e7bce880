import { QUESTIONS, type Question, type Result } from '../result/result.js';

/** The folder that names in the marker are relative to, as README.md sees it. */
export const BENCH_FOLDER = 'native-free-bench';

/** A result with its name as the marker has it: `results/2026-11-21-….json`. */
export type NamedResult = { file: string; result: Result };

/** The questions that a result has measurements of. */
export function askedOf({ measurements }: Result): Question[] {
  return QUESTIONS.filter((asked) => measurements.some(({ question }) => question === asked));
}

/** The chart beside a result file: `results/NAME-ingest.svg`. */
export function chartFile(file: string, question: Question): string {
  return file.replace(/\.json$/, `-${question}.svg`);
}
