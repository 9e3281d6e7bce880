import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generated } from '../../native-free-bench/corpus/make-corpus.js';
import { LANGUAGE_KINDS } from '../../native-free-bench/queries/language-query.js';
import {
  benchFolders,
  expectMeasured,
  NODE_ALONE,
  pathOf,
  rowsOf,
  runBench,
} from '../support/run-bench.js';

const ONLY = ['--quick', '--lines', '3000', '--only', 'language'];

describe('npm run bench, the language', () => {
  it('asks every kind of question of Hayabusa, of others what they can express; logs without questions are left out', () => {
    const folders = benchFolders();
    writeFileSync(join(folders.folder, 'net.log'), generated(9, 300, 1).raw);
    const result = expectMeasured(
      folders,
      runBench(folders, [...ONLY, '--corpus', 'generated', 'net.log']),
    );
    const own = [...rowsOf(result, 'language', 'hayabusa').keys()];
    for (const kind of LANGUAGE_KINDS)
      expect(own.filter((row) => row.startsWith(kind)).length, kind).toBeGreaterThan(0);
    const expressible = ['AND', 'OR', 'NOT', 'phrase', 'prefix', 'address', 'substring'];
    const kindsOf = (engine: string) =>
      [...rowsOf(result, 'language', engine).keys()]
        .filter((row) => row.endsWith(', warm'))
        .map((row) => row.replace(/[ ,][^A-Z]*(?:SQLite.*)?$/, ''));
    expect(kindsOf('SQLite FTS5, wasm')).toEqual(expressible);
    expect(own.filter((row) => row.endsWith(', count, warm'))).toHaveLength(
      LANGUAGE_KINDS.length - 1,
    );
    const asked = result.measurements.filter(({ question }) => question === 'language');
    expect(new Set(asked.map(({ corpus }) => corpus))).toEqual(new Set(['generated']));
    expect(result.notes).toContain('net: no list of questions in the language for it: not asked');
  });

  it('ends with the lines when an engine finds others', () => {
    const folders = benchFolders();
    const PATH = pathOf(folders.folder, {
      ...NODE_ALONE,
      rg: { script: '[ "$1" = --version ] && { echo ripgrep 99; exit; }\nexit 1' },
      cut: { script: 'exit 0' },
    });
    const { status, stderr } = runBench(folders, ONLY, { PATH });
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^Different hits for AND query oracle AND invalid in generated: hayabusa finds \d+ lines, ripgrep 0$/m,
    );
  });
});
