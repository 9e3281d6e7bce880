import sqlite from 'node-sqlite3-wasm';
import { ftsAnswers } from './fts-answers.js';
import { serve } from './protocol.js';
import { linesOf } from './read-lines.js';

/**
 * SQLite compiled to WebAssembly: `sqlite-wasm version`; `ingest TEXT DATABASE …` is the original's store loop, one
 * transaction a database; `serve DATABASE` a session; `count MATCH DATABASE…` one question to many databases, as one fresh
 * process answers it.
 */
const [, , verb = '', first = '', ...paths] = process.argv;

function open(path: string): InstanceType<typeof sqlite.Database> {
  return new sqlite.Database(path, { readOnly: true, fileMustExist: true });
}

function ingest(text: string, path: string): void {
  const database = new sqlite.Database(path);
  database.exec("CREATE VIRTUAL TABLE syslog USING fts5(logs, tokenize='ascii')");
  database.exec('PRAGMA synchronous=OFF');
  database.exec('PRAGMA journal_mode=MEMORY');
  database.exec('BEGIN');
  const insert = database.prepare('INSERT INTO syslog VALUES (CAST(? AS TEXT))');
  for (const line of linesOf(text)) insert.run([line]);
  insert.finalize();
  database.exec('COMMIT');
  database.close();
}

if (verb === 'version') {
  const row = new sqlite.Database().get('SELECT sqlite_version() AS version');
  console.log(`node-sqlite3-wasm, SQLite ${row?.['version']}`);
} else if (verb === 'ingest') {
  const all = [first, ...paths];
  for (let i = 0; i + 1 < all.length; i += 2) ingest(all[i]!, all[i + 1]!);
} else if (verb === 'serve') {
  const database = open(first);
  await serve(
    ftsAnswers((sql, values) => database.all(sql, [...values]).map((row) => Object.values(row))),
  );
  database.close();
} else {
  let count = 0;
  for (const path of paths) {
    const database = open(path);
    const row = database.get('SELECT count(*) AS n FROM syslog WHERE logs MATCH ?', [first]);
    count += Number(row?.['n']);
    database.close();
  }
  console.log(count);
}
