import { closeSync, openSync, readSync } from 'node:fs';
import sqlite from 'node-sqlite3-wasm';

/** The baseline's store loop on SQLite compiled to WebAssembly: FTS5 `ascii`, one file, one transaction. */
const [, , file = '', path = ''] = process.argv;
const database = new sqlite.Database(path);
database.exec("CREATE VIRTUAL TABLE syslog USING fts5(logs, tokenize='ascii')");
database.exec('PRAGMA synchronous=OFF');
database.exec('PRAGMA journal_mode=MEMORY');
database.exec('BEGIN');
const insert = database.prepare('INSERT INTO syslog VALUES (?)');
const fd = openSync(file, 'r');
const buffer = Buffer.alloc(1 << 20);
let rest = '';
for (let count = readSync(fd, buffer); count > 0; count = readSync(fd, buffer)) {
  const lines = (rest + buffer.toString('utf8', 0, count)).split('\n');
  rest = lines.pop() ?? '';
  for (const line of lines) insert.run([line]);
}
if (rest !== '') insert.run([rest]);
insert.finalize();
database.exec('COMMIT');
database.close();
closeSync(fd);
