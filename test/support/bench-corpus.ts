import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Corpus } from '../../native-free-bench/corpus/corpus.js';
import type { BenchQuery, Clause } from '../../native-free-bench/queries/query.js';
import { tokenize } from '../../src/analysis/tokenizer.js';
import { temporaryFolder } from './temporary-folder.js';

/** A corpus of these bytes, in a folder that is gone after the test, and whose name no program should trip over. */
export function corpusOf(raw: Buffer | string, year?: number): Corpus {
  const folder = join(temporaryFolder(), "12:corpus 'log'");
  mkdirSync(folder);
  const bytes = Buffer.from(raw as string);
  const rawFile = join(folder, 'raw.log');
  writeFileSync(rawFile, bytes);
  return new Corpus('hand-made', rawFile, bytes, folder, year);
}

/** Clauses as a query, of a kind that does not matter. */
export function queryOf(...clauses: Clause[]): BenchQuery {
  return { kind: 'common', clauses, line: 0 };
}

/** The lines of a corpus as the tokens that the index would hold, Latin-1. */
export function tokensOf({ text, offsets, lines }: Corpus): string[][] {
  return Array.from({ length: lines }, (_, line) =>
    latin1Tokens(text, offsets[line]!, offsets[line + 1]!),
  );
}

export function latin1Tokens(bytes: Uint8Array, start?: number, end?: number): string[] {
  return tokenize(bytes, start, end).map((token) => Buffer.from(token).toString('latin1'));
}

/** The plain twin of every engine: whether a line of these tokens is a hit. */
export function isHit({ clauses }: BenchQuery, tokens: readonly string[]): boolean {
  return clauses.every((clause) => {
    if (clause.kind === 'prefix') return tokens.some((token) => token.startsWith(clause.prefix));
    const words = wordsOf(clause);
    return tokens.some((_, at) => words.every((word, i) => tokens[at + i] === word));
  });
}

function wordsOf(clause: Exclude<Clause, { kind: 'prefix' }>): readonly string[] {
  if (clause.kind === 'word') return [clause.word];
  return clause.kind === 'phrase' ? clause.words : clause.address.split('.');
}
