import { createInterface } from 'node:readline';
import type { Mode } from '../queries/query.js';

/** A question to a session, one JSON object a line on its standard input. */
export type Ask = {
  readonly query: string;
  readonly mode: Mode;
  /** How SQLite takes the query, if not by MATCH; others are not told. */
  readonly operator?: 'LIKE';
  /** Lines [first, end) and times [from, to) of the hour that is asked for; absent: everything. */
  readonly span?: { first: number; end: number; from: number; to: number };
};

/** Its answer, one JSON object a line. */
export type Answer = {
  /** From the question understood to the answer complete. */
  readonly millis: number;
  /** Hits counted, or messages handed over. */
  readonly count: number;
  /** For `hits`: the lines, in any order. */
  readonly lines?: number[];
};

/** What a session does with one question; `lines` only for `hits`. */
export type Answering = (ask: Ask) => Promise<Omit<Answer, 'millis'>> | Omit<Answer, 'millis'>;

/** The loop of a session that is written in TypeScript. Ends with standard input. */
export async function serve(answer: Answering): Promise<void> {
  process.stdout.write('ready\n');
  for await (const line of createInterface({ input: process.stdin })) {
    const ask: Ask = JSON.parse(line);
    const started = performance.now();
    const result = await answer(ask);
    const millis = performance.now() - started;
    process.stdout.write(`${JSON.stringify({ millis, ...result })}\n`);
  }
}
