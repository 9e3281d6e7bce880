import { createRequire } from 'node:module';

type Sqlite = typeof import('node-sqlite3-wasm');

// A CommonJS package whose exports Node cannot see from outside.
const { Database }: Sqlite = createRequire(import.meta.url)('node-sqlite3-wasm');

/**
 * SQLite's FTS5 with its `ascii` tokenizer over searched texts: who is right about words and phrases. Rows are numbered
 * from 0. Bytes are bound as blobs and cast, since SQLite would read a JavaScript string as UTF-8; NUL, at which it would
 * stop reading, becomes a space: both separate words.
 */
export class SqliteOracle {
  readonly #database: InstanceType<Sqlite['Database']>;
  readonly #insert: InstanceType<Sqlite['Statement']>;
  #rows = 0;
  #open = false;

  constructor() {
    this.#database = new Database(':memory:');
    this.#database.exec("CREATE VIRTUAL TABLE t USING fts5(text, content='', tokenize='ascii')");
    this.#insert = this.#database.prepare('INSERT INTO t(rowid, text) VALUES (?, CAST(? AS TEXT))');
  }

  add(text: Uint8Array): void {
    if (!this.#open) this.#database.exec('BEGIN');
    this.#open = true;
    this.#insert.run([this.#rows++, text.includes(0) ? withoutNul(text) : text]);
  }

  /**
   * Rows that hold all phrases (a word is a phrase of one) and all prefixes (phrases whose last word may go on), ascending.
   * Each has a letter, digit or high byte.
   */
  match(phrases: readonly string[], prefixes: readonly string[] = []): number[] {
    const sql = 'SELECT rowid AS n FROM t WHERE t MATCH CAST(? AS TEXT)';
    const rows = this.#all(sql, phrases, prefixes);
    return rows.map(({ n }) => Number(n)).sort((a, b) => a - b);
  }

  /** Rows that an expression of FTS5 finds, ascending. Latin-1: each character is one byte. */
  matchExpression(expression: string): number[] {
    const sql = 'SELECT rowid AS n FROM t WHERE t MATCH CAST(? AS TEXT)';
    const rows = this.#ask(sql, expression);
    return rows.map(({ n }) => Number(n)).sort((a, b) => a - b);
  }

  count(phrases: readonly string[], prefixes: readonly string[] = []): number {
    const sql = 'SELECT count(*) AS n FROM t WHERE t MATCH CAST(? AS TEXT)';
    const [row] = this.#all(sql, phrases, prefixes);
    return Number(row?.['n']);
  }

  close(): void {
    this.#insert.finalize();
    this.#database.close();
  }

  #all(
    sql: string,
    phrases: readonly string[],
    prefixes: readonly string[],
  ): Record<string, unknown>[] {
    // Phrases are Latin-1: each character is one byte.
    const quoted = (phrase: string) => `"${phrase.replace(/["\0]/g, ' ')}"`;
    const query = [...phrases.map(quoted), ...prefixes.map((each) => `${quoted(each)}*`)].join(' ');
    return this.#ask(sql, query);
  }

  #ask(sql: string, query: string): Record<string, unknown>[] {
    if (this.#open) this.#database.exec('COMMIT');
    this.#open = false;
    return this.#database.all(sql, [new Uint8Array(Buffer.from(query, 'latin1'))]);
  }
}

function withoutNul(text: Uint8Array): Uint8Array {
  return text.map((byte) => (byte === 0 ? 0x20 : byte));
}
