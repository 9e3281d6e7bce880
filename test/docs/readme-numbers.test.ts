import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderCharts } from '../../native-free-bench/report/chart.js';
import { BENCH_FOLDER, chartFile } from '../../native-free-bench/report/named-result.js';
import { numberFiles, withNumbers } from '../../native-free-bench/report/readme.js';
import { readResult } from '../../native-free-bench/result/result-file.js';
import { PROJECT } from '../support/source-code.js';

const page = readFileSync(`${PROJECT}/README.md`, 'utf8');
const files = numberFiles(page);

/** The page as its generator makes it of the result files that it names. */
function made(from: string): string {
  const results = (files ?? []).map((file) => ({
    file,
    result: readResult(`${PROJECT}/${BENCH_FOLDER}/${file}`),
  }));
  return withNumbers(from, results);
}

describe("README.md's numbers", () => {
  it('are made of committed results', () => {
    expect(files?.length).toBeGreaterThan(0);
  });

  it('are those of the result files that it names', () => {
    expect(page).toBe(made(page));
  });

  it('are told apart from a page with one digit changed', () => {
    const start = page.indexOf('-->', page.indexOf('<!-- numbers:'));
    const changed =
      page.slice(0, start) +
      page.slice(start).replace(/\d/, (digit) => String((Number(digit) + 1) % 10));
    expect(changed).not.toBe(page);
    expect(made(changed)).toBe(page);
  });

  it('stand beside charts that are drawn from the same results', () => {
    for (const file of files ?? []) {
      const result = readResult(`${PROJECT}/${BENCH_FOLDER}/${file}`);
      for (const [question, svg] of renderCharts(result))
        expect(
          readFileSync(`${PROJECT}/${BENCH_FOLDER}/${chartFile(file, question)}`, 'utf8'),
        ).toBe(svg);
    }
  });

  it('embed charts that are there', () => {
    const images = Array.from(
      page.matchAll(/\]\((native-free-bench\/[^)]+)\)/g),
      ([, path]) => path,
    );
    expect(images.length).toBeGreaterThan(0);
    for (const path of images) expect(readFileSync(`${PROJECT}/${path}`, 'utf8')).not.toBe('');
  });
});
