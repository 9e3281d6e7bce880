import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Corpus } from '../../../native-free-bench/corpus/corpus.js';
import { generated, makeCorpus } from '../../../native-free-bench/corpus/make-corpus.js';
import { BANDS, pickAll, QueryPicker } from '../../../native-free-bench/queries/pick-queries.js';
import { type BenchQuery, QUERY_KINDS } from '../../../native-free-bench/queries/query.js';
import { Vocabulary } from '../../../native-free-bench/queries/vocabulary.js';
import { corpusOf, isHit, queryOf, tokensOf } from '../../support/bench-corpus.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const LINES = 4000;
const EACH = 12;
const SEEDS = [1, 2, 3];

function generatedCorpus(): Corpus {
  return makeCorpus(generated(5, LINES, 2), join(temporaryFolder(), 'corpus'));
}

const keyOf = ({ clauses }: BenchQuery) => JSON.stringify(clauses);

describe('QueryPicker', () => {
  it('draws every kind from its frequency band, and from the line it names', () => {
    const corpus = generatedCorpus();
    const tokens = tokensOf(corpus);
    const hitsOf = (...clauses: BenchQuery['clauses']) =>
      tokens.filter((each) => isHit(queryOf(...clauses), each)).length;
    const within = (count: number, { least, most }: { least: number; most: number }) => {
      expect(count).toBeGreaterThanOrEqual(Math.max(2, least * LINES));
      expect(count).toBeLessThanOrEqual(most * LINES);
    };
    const isRare = (count: number) => {
      expect(count).toBeGreaterThanOrEqual(BANDS.rare.least);
      expect(count).toBeLessThanOrEqual(BANDS.rare.most);
    };
    for (const seed of SEEDS)
      for (const query of pickAll(new QueryPicker(corpus, seed), EACH)) {
        const { kind, clauses, line } = query;
        const hits = hitsOf(...clauses);
        const counts = clauses.map((clause) => hitsOf(clause));
        expect(line).toBeGreaterThanOrEqual(0);
        expect(line).toBeLessThan(LINES);
        if (kind === 'absent') {
          expect(hits).toBe(0);
          continue;
        }
        expect(isHit(query, tokens[line]!), `${kind} ${keyOf(query)} in line ${line}`).toBe(true);
        const [first, second] = counts as [number, number];
        const [clause] = clauses as [BenchQuery['clauses'][0]];
        if (kind === 'rare') isRare(first);
        if (kind === 'common') within(first, BANDS.common);
        if (kind === 'rare AND common') {
          isRare(first);
          within(second, BANDS.common);
        }
        if (kind === 'common AND common') {
          within(first, BANDS.common);
          within(second, BANDS.common);
          expect(first).toBeLessThanOrEqual(second);
          expect(clauses[0]).not.toEqual(clauses[1]);
        }
        if (clause.kind === 'phrase') {
          expect(clause.words).toHaveLength(3);
          const each = clause.words.map((word) => hitsOf({ kind: 'word', word }));
          within(Math.min(...each), BANDS.middling);
        }
        if (clause.kind === 'prefix') {
          const whole = tokens.flat().filter((token) => token.startsWith(clause.prefix));
          expect(new Set(whole).size).toBeGreaterThan(1);
          expect(hits).toBeLessThanOrEqual(BANDS.middling.most * LINES);
        }
        if (clause.kind === 'address') {
          expect(corpus.line(line)).toContain(clause.address);
          // No other spelling: what the words find is what the text finds.
          const text = tokens.filter((_, i) => corpus.line(i).includes(clause.address)).length;
          expect(hits).toBeLessThanOrEqual(text);
          expect(hits).toBeLessThanOrEqual(BANDS.common.most * LINES);
        }
      }
  });

  it('has every kind for generated lines, no query twice', () => {
    const picker = new QueryPicker(generatedCorpus(), 1);
    const seen = new Set<string>();
    for (let turn = 0; turn < 3; turn++)
      for (const kind of QUERY_KINDS) {
        const queries = picker.pick(kind, EACH);
        expect(
          queries.map((query) => query.kind),
          kind,
        ).toEqual(new Array(EACH).fill(kind));
        for (const query of queries) {
          expect(seen, `${kind} ${keyOf(query)} again`).not.toContain(keyOf(query));
          seen.add(keyOf(query));
        }
      }
  });

  it('draws the same for the same seed, and something else for another', () => {
    const corpus = generatedCorpus();
    const drawn = (seed: number) => pickAll(new QueryPicker(corpus, seed), EACH);
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(1).map(keyOf)).not.toEqual(drawn(2).map(keyOf));
  });

  it('repeats common words only when there are no others', () => {
    const line = (i: number) => `w${i} alpha${i % 4} beta${i % 5}\n`;
    const raw = Array.from({ length: 400 }, (_, i) => line(i)).join('');
    const picker = new QueryPicker(corpusOf(raw), 1);
    const first = picker.pick('common', 9).map(keyOf);
    expect(new Set(first).size).toBe(9);
    const again = picker.pick('common', 2).map(keyOf);
    expect(again).toHaveLength(2);
    expect(first).toEqual(expect.arrayContaining(again));
  });

  it('has no kind that a poor corpus lacks', () => {
    const none = (raw: string, ...rich: string[]) => {
      const picker = new QueryPicker(corpusOf(raw), 1);
      for (const kind of QUERY_KINDS)
        expect(picker.pick(kind, 3), kind).toHaveLength(rich.includes(kind) ? 3 : 0);
    };
    none('hello\n', 'absent');
    none('hello\n'.repeat(1000), 'absent');
    none('\xff\xfe\n_ _\n', 'absent');
    // An octet with a leading zero, too large an octet, five of them: no addresses.
    none('a 010.1.2.3 b\na 10.1.2.256 b\na 1.2.3.4.5 b\n', 'absent');
  });

  it('passes over an address of which there is another spelling', () => {
    const check = (other: string, expected: number) => {
      const lines = [`from 10.1.2.3 a\n`, `${other}\n`];
      for (let i = 0; i < 30; i++) lines.push(`nothing w${i}\n`);
      expect(new QueryPicker(corpusOf(lines.join('')), 1).pick('address', 1), other).toHaveLength(
        expected,
      );
    };
    for (const good of ['nothing', 'to 10.1.2.3.', 'to [10.1.2.3]:80', '10.1.2.34', 'a10.1.2.3'])
      check(good, 1);
    for (const bad of ['10-1-2-3', 'at 10 1 2 3', '10.1.2.3.4', '10.1.2..3', 'v:10.1.2.3'])
      check(bad, 0);
    check('10,1,2,3', 0);
  });
});

describe('Vocabulary', () => {
  it('counts the lines of a word, not its places', () => {
    const words = new Vocabulary(corpusOf('a B a\nb\n\nc a\n'));
    expect([...words.entries()]).toEqual([
      { word: 'a', lines: 2, last: 3 },
      { word: 'b', lines: 2, last: 1 },
      { word: 'c', lines: 1, last: 3 },
    ]);
    expect(['a', 'B', 'd'].map((word) => words.count(word))).toEqual([2, 0, 0]);
  });
});
