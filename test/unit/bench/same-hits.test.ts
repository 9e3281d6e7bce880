import { describe, expect, it } from 'vitest';
import { checkSameHits, sortedLines } from '../../../native-free-bench/questions/same-hits.js';
import { queryOf } from '../../support/bench-corpus.js';

const corpus = { name: 'auth', line: (line: number) => `text of ${line}` };
const query = queryOf({ kind: 'word', word: 'sshd' }, { kind: 'prefix', prefix: 'fail' });

/** The lines of the report; empty when all agree. */
function reportOf(hits: Record<string, number[]>): string[] {
  const sorted = new Map(Object.entries(hits).map(([name, lines]) => [name, sortedLines(lines)]));
  try {
    checkSameHits(corpus, query, sorted);
    return [];
  } catch (error) {
    return (error as Error).message.split('\n');
  }
}
const head = (ours: number, theirs: number, name = 'grep') =>
  `Different hits for common query sshd fail* in auth: hayabusa finds ${ours} lines, ${name} ${theirs}`;

describe('checkSameHits()', () => {
  it('passes what is equal, in whatever order it was found', () => {
    expect(reportOf({})).toEqual([]);
    expect(reportOf({ hayabusa: [1, 2] })).toEqual([]);
    expect(reportOf({ hayabusa: [], grep: [] })).toEqual([]);
    expect(reportOf({ hayabusa: [300, 2, 70_000], grep: [70_000, 300, 2] })).toEqual([]);
  });

  it('reports a missing line', () => {
    expect(reportOf({ hayabusa: [1, 5, 9], grep: [1, 9] })).toEqual([
      head(3, 2),
      '  only hayabusa, line 5: text of 5',
    ]);
  });

  it('reports one line more', () => {
    expect(reportOf({ hayabusa: [1], grep: [1, 300] })).toEqual([
      head(1, 2),
      '  only grep, line 300: text of 300',
    ]);
  });

  it('reports other lines of the same number', () => {
    expect(reportOf({ hayabusa: [1, 2], grep: [1, 3] })).toEqual([
      head(2, 2),
      '  only hayabusa, line 2: text of 2',
      '  only grep, line 3: text of 3',
    ]);
  });

  it('reports a line found twice', () => {
    expect(reportOf({ hayabusa: [1, 2], grep: [2, 1, 2] })).toEqual([
      head(2, 3),
      '  only grep, line 2: text of 2',
    ]);
    expect(reportOf({ hayabusa: [4, 4], grep: [4] })[1]).toBe('  only hayabusa, line 4: text of 4');
  });

  it('reports a line that all find twice', () => {
    const report = ['sshd fail* in auth: all find line 4 more than once: text of 4'];
    expect(reportOf({ hayabusa: [4, 4], grep: [4, 4] })).toEqual(report);
    expect(reportOf({ hayabusa: [4, 9, 4] })).toEqual(report);
  });

  it('names the engine that differs, wherever it stands', () => {
    expect(reportOf({ hayabusa: [1], grep: [1], ripgrep: [] })).toEqual([
      head(1, 0, 'ripgrep'),
      '  only hayabusa, line 1: text of 1',
    ]);
  });

  it('cuts more than ten lines, with their number', () => {
    const ten = Array.from({ length: 10 }, (_, i) => i);
    expect(reportOf({ hayabusa: ten, grep: [] })).toHaveLength(11);
    const report = reportOf({ hayabusa: [...ten, 10, 11, 12], grep: [99] });
    expect(report).toHaveLength(1 + 10 + 1 + 1);
    expect(report[10]).toBe('  only hayabusa, line 9: text of 9');
    expect(report[11]).toBe('  … and 3 more');
    expect(report[12]).toBe('  only grep, line 99: text of 99');
  });
});
