import { FIRST } from '../queries/query.js';
import type { Answering } from './protocol.js';

/** A row of a query: as an array of values. */
export type Rows = (
  sql: string,
  values: readonly (string | number)[],
) => Iterable<readonly unknown[]>;

/** Answers from a table `syslog(logs)` whose rowid is the number of the line plus 1. */
export function ftsAnswers(rows: Rows): Answering {
  return ({ query, mode, span, operator = 'MATCH' }) => {
    const range = span === undefined ? '' : ' AND rowid BETWEEN ? AND ?';
    const where = `FROM syslog WHERE logs ${operator} ?${range}`;
    const values = span === undefined ? [query] : [query, span.first + 1, span.end];
    if (mode === 'count') {
      for (const [count] of rows(`SELECT count(*) ${where}`, values))
        return { count: Number(count) };
      return { count: 0 };
    }
    if (mode === 'hits') {
      const lines: number[] = [];
      for (const [row] of rows(`SELECT rowid ${where}`, values)) lines.push(Number(row) - 1);
      return { count: lines.length, lines };
    }
    const newest = mode === 'first 100' ? ` ORDER BY rowid DESC LIMIT ${FIRST}` : '';
    let count = 0;
    for (const _ of rows(`SELECT logs ${where}${newest}`, values)) count++;
    return { count };
  };
}
