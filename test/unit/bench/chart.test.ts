import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderCharts } from '../../../native-free-bench/report/chart.js';
import { QUESTIONS } from '../../../native-free-bench/result/result.js';
import { fullResult, measurement, smallResult } from '../../support/fake-result.js';
import { importsOf, PROJECT, packageOf } from '../../support/source-code.js';

/** What is wrong with the nesting of a document's tags; undefined where nothing is. */
function illFormed(svg: string): string | undefined {
  const open: string[] = [];
  const rest = svg.replace(
    /<(\/?)([\w:-]+)((?:\s+[\w:-]+\s*=\s*"[^"<]*")*)\s*(\/?)>/g,
    (_, ...parts) => {
      const [end, name, , single] = parts as string[];
      if (end === '/') {
        const last = open.pop();
        if (last !== name) open.push(`${name} ends ${last}`);
      } else if (single !== '/') open.push(name!);
      return '';
    },
  );
  if (open.length > 0) return open.join(', ');
  return /[<>]|&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i.exec(rest)?.[0];
}

describe('renderCharts()', () => {
  const charts = renderCharts(fullResult());

  it('draws one for each question', () => {
    expect([...charts.keys()]).toEqual([...QUESTIONS]);
  });

  for (const question of QUESTIONS)
    it(`draws ${question} as well-formed SVG with its engines, machine, commit and direction`, () => {
      const svg = charts.get(question)!;
      expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      expect(illFormed(svg)).toBeUndefined();
      expect(svg).not.toContain('NaN');
      const measured = fullResult().measurements.filter((one) => one.question === question);
      for (const engine of new Set(measured.map(({ engine }) => engine)))
        expect(svg).toContain(`>${engine}<`);
      expect(svg).toContain('AMD EPYC, 2 cores');
      expect(svg).toContain('commit 01234567');
      expect(svg).toMatch(/(?:less|more) is better/);
    });

  it('makes the same bytes of the same result', () => {
    expect([...renderCharts(fullResult())]).toEqual([...charts]);
  });

  it('goes logarithmic where values span more than 20 ×', () => {
    const svg = (theirs: number) =>
      renderCharts(
        smallResult([
          measurement('a', 'hayabusa', [1]),
          measurement('a', 'better-sqlite3', [theirs]),
        ]),
      ).get('search')!;
    expect(svg(19)).not.toContain('log scale');
    expect(svg(21)).toContain('log scale');
  });

  it('leaves out questions that were not asked, and draws rows of any name', () => {
    const odd = measurement('<rows> & "names"', 'hayabusa', [0, 0]);
    const drawn = renderCharts(smallResult([odd]));
    expect([...drawn.keys()]).toEqual(['search']);
    expect(illFormed(drawn.get('search')!)).toBeUndefined();
    expect(renderCharts(smallResult([])).size).toBe(0);
  });
});

describe('echarts', () => {
  it('is imported from native-free-bench/report only', () => {
    const folder = join(PROJECT, 'native-free-bench');
    const importers = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .filter((path) =>
        importsOf(readFileSync(join(folder, path), 'utf8')).some(
          ({ name }) => packageOf(name) === 'echarts',
        ),
      );
    expect(importers.sort()).toEqual(['report/chart-series.ts', 'report/chart.ts']);
  });
});
