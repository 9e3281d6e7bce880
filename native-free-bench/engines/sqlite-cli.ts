import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Slice } from '../corpus/corpus.js';
import { type Command, runAll } from '../measure/command.js';
import { outputLines } from '../measure/output-lines.js';
import { FIRST, ftsQuery, type Mode } from '../queries/query.js';
import type { Engine, Span, StoreOf } from './engine.js';
import { quoted, shell } from './programs.js';

/** Above so many files of a minute a query takes minutes: it starts a process for each. */
const MOST_MINUTES = 1500;

/** What the sqlite3 shell does to store the lines of a file, one a row, nothing quoted. */
export function storeScript(database: string, text: string): string {
  return [
    `.open ${dotWord(database)}`,
    'CREATE VIRTUAL TABLE syslog USING fts3(logs);',
    'PRAGMA synchronous=OFF;',
    'PRAGMA journal_mode=MEMORY;',
    '.mode ascii',
    '.separator "\\037" "\\n"',
    `.import ${dotWord(text)} syslog`,
    '',
  ].join('\n');
}

/** A word of the sqlite3 shell's own commands. */
function dotWord(word: string): string {
  return `"${word.replace(/["\\]/g, '\\$&')}"`;
}

export function sql(query: string, mode: Mode, span: Span, operator = 'match'): string {
  const what = mode === 'count' ? 'count(*)' : mode === 'hits' ? 'rowid' : 'logs';
  const range = span === undefined ? '' : ` and rowid between ${span.first + 1} and ${span.end}`;
  const newest = mode === 'first 100' ? ` order by rowid desc limit ${FIRST}` : '';
  return `select ${what} from syslog where logs ${operator} '${query}'${range}${newest};`;
}

/** One FTS3 database and a fresh `sqlite3` a question: the shortest start any SQLite has. */
export function sqliteShell(version: string): Engine {
  return {
    info: {
      name: 'SQLite FTS3, sqlite3',
      family: 'sqlite',
      version,
      settings: [
        'FTS3, one database, one sqlite3 process a question',
        'stored by .import: not timed',
      ],
    },
    fresh: {
      async prepare(corpus, path) {
        mkdirSync(path);
        const database = join(path, 'syslog.db');
        await runShell(path, storeScript(database, corpus.textFile));
        return { corpus, paths: [database] };
      },
      command: ({ paths: [path = ''] }, query, mode, span) => ({
        program: 'sqlite3',
        args: ['-readonly', path, sql(ftsQuery(query), mode, span)],
      }),
      hits: (_, output) => Array.from(outputLines(output), (row) => Number(row) - 1),
    },
  };
}

/** The original to the letter: an FTS3 database a minute, and `parallel sqlite3` over those of the span. */
export function parallelSqlite(version: string): Engine {
  return {
    info: {
      name: 'SQLite FTS3, parallel',
      family: 'sqlite',
      version,
      settings: [
        'the original: a database a minute, FTS3',
        `parallel -j ${cpus().length} sqlite3 ::: FILES ::: "select count(*) from syslog where logs match '…';"`,
        `not asked when there are more than ${MOST_MINUTES} minutes with messages`,
      ],
    },
    fresh: {
      async prepare(corpus, path) {
        if (corpus.minutes.length > MOST_MINUTES) return { corpus, paths: [] };
        mkdirSync(path);
        const paths = corpus.minutes.map(({ first }) => join(path, `${first}.db`));
        const scripts = corpus.minutes.map((minute, i) =>
          storeScript(paths[i]!, corpus.sliceFile(minute)),
        );
        await runShell(path, scripts.join(''));
        return { corpus, paths };
      },
      command(of, query, mode, span) {
        const files = filesOf(of, span);
        if (files.length === 0 || mode === 'all' || mode === 'first 100') return undefined;
        const tag = mode === 'hits' ? ['--tag'] : [];
        return parallelProgram(files, sql(ftsQuery(query), mode, undefined), tag);
      },
      hits: (_, output) =>
        Array.from(outputLines(output), (line) => {
          const [, first = '', row = ''] = /(\d+)\.db\b.*\t(\d+)$/.exec(line) ?? [];
          return Number(first) + Number(row) - 1;
        }),
    },
  };
}

/** The original's command: a process for each database. */
export function parallelProgram(
  files: readonly string[],
  question: string,
  flags: readonly string[] = [],
): Command {
  const args = [...flags, '-j', String(cpus().length), 'sqlite3', ':::', ...files, ':::', question];
  return { program: 'parallel', args };
}

/** The databases of the minutes in a span. */
function filesOf({ corpus, paths }: StoreOf, span: Span): readonly string[] {
  if (span === undefined) return paths;
  return paths.filter((_, i) => isWithin(corpus.minutes[i]!, span));
}

function isWithin(minute: Slice, span: Slice): boolean {
  return minute.first >= span.first && minute.end <= span.end;
}

/** One sqlite3 for all databases. */
export async function runShell(folder: string, script: string): Promise<void> {
  const file = join(folder, 'store.sql');
  writeFileSync(file, script);
  await runAll([shell(`sqlite3 < ${quoted(file)}`)]);
}
