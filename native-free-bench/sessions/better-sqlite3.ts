import { createRequire } from 'node:module';
import { ftsAnswers } from './fts-answers.js';
import { serve } from './protocol.js';
import { linesOf } from './read-lines.js';

/**
 * The fastest SQLite there is for Node, where it happens to be installed: `better-sqlite3 version`, `ingest TEXT DATABASE`
 * (the original's store loop: FTS3, one transaction), `serve DATABASE`.
 */
type Statement = {
  run(...values: unknown[]): unknown;
  raw(): Statement;
  iterate(...values: unknown[]): Iterable<unknown[]>;
  get(...values: unknown[]): unknown;
};
type Database = { exec(sql: string): void; prepare(sql: string): Statement; close(): void };
type DatabaseClass = new (path: string, options?: { readonly?: boolean }) => Database;

const [, , verb = '', first = '', second = ''] = process.argv;
const SqliteDatabase: DatabaseClass = createRequire(import.meta.url)('better-sqlite3');

if (verb === 'version') {
  console.log(
    String(new SqliteDatabase(':memory:').prepare('SELECT sqlite_version()').raw().get()),
  );
} else if (verb === 'ingest') {
  const database = new SqliteDatabase(second);
  database.exec('CREATE VIRTUAL TABLE syslog USING fts3(logs)');
  database.exec('PRAGMA synchronous=OFF');
  database.exec('PRAGMA journal_mode=MEMORY');
  database.exec('BEGIN');
  const insert = database.prepare('INSERT INTO syslog VALUES (CAST(? AS TEXT))');
  for (const line of linesOf(first)) insert.run(line);
  database.exec('COMMIT');
  database.close();
} else {
  const database = new SqliteDatabase(first, { readonly: true });
  const statements = new Map<string, Statement>();
  const prepared = (sql: string) => {
    const statement = statements.get(sql) ?? database.prepare(sql).raw();
    statements.set(sql, statement);
    return statement;
  };
  await serve(ftsAnswers((sql, values) => prepared(sql).iterate(...values)));
  database.close();
}
