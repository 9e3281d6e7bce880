import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MILLIS_PER_HOUR } from '../../src/base/ids.js';
import { MAIN } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const LONG = { timeout: 180_000 };
const START = Date.UTC(2024, 0, 1);
/** What the store promises for an ingest of any size, and for a search; in KB, as maxRSS is. */
const INGEST_LIMIT = 512 * 1024;
const SEARCH_LIMIT = 256 * 1024;

/** Loaded first, it leaves the most memory that the process ever had behind in a file. */
const PROBE = `data:text/javascript,${encodeURIComponent(`
  import { writeFileSync } from 'node:fs';
  process.on('exit', () => writeFileSync('max-rss', String(process.resourceUsage().maxRSS)));
`)}`;

/** Runs the command; what it printed, and the most memory it had, in KB. */
function measured(cwd: string, ...args: string[]): { stdout: string; maxRss: number } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', PROBE, MAIN, ...args],
    { cwd, encoding: 'utf8' },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return { stdout: stdout.trim(), maxRss: Number(readFileSync(join(cwd, 'max-rss'), 'latin1')) };
}

/** Writes lines to a file, many at a time. */
function writeLines(path: string, count: number, line: (number: number) => string): void {
  const fd = openSync(path, 'w');
  for (let number = 0; number < count; ) {
    let text = '';
    for (const end = Math.min(count, number + 5000); number < end; number++)
      text += `${line(number)}\n`;
    writeSync(fd, text);
  }
  closeSync(fd);
}

describe('the memory of an ingest stays below 512 MB', () => {
  it('when 150 MB of lines hop to and fro between 3,000 hours', LONG, () => {
    const cwd = temporaryFolder();
    const words = ['link', 'session', 'user', 'error', 'packet', 'interface', 'closed', 'retry'];
    let state = 1;
    const random = (limit: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * limit);
    };
    const word = () => words[random(words.length)];
    const lines = 1_500_000;
    let errors = 0;
    writeLines(join(cwd, 'hops.log'), lines, (number) => {
      const time = START + random(3000) * MILLIS_PER_HOUR + random(MILLIS_PER_HOUR);
      const text = `${word()} ${word()} ${word()} 10.0.${random(256)}.${random(256)} n${number}`;
      if (text.includes('error')) errors++;
      const app = `app${random(9)}[${random(30_000)}]`;
      return `<${random(190)}>${new Date(time).toISOString()} host-${random(40)} ${app}: ${text}`;
    });
    const ingest = measured(cwd, 'ingest', '-q', 'hops.log');
    expect(ingest.maxRss).toBeLessThan(INGEST_LIMIT);
    const search = measured(cwd, 'search', '-c', 'error');
    expect(search.stdout).toBe(String(errors));
    expect(search.maxRss).toBeLessThan(SEARCH_LIMIT);
    expect(measured(cwd, 'search', '-c').stdout).toBe(String(lines));
    expect(measured(cwd, 'search', '-c', 'n1234567').stdout).toBe('1');
  });

  it.each([
    ['2.4 million words in one hour, none twice', 240_000, (word: number) => word.toString(36)],
    ['words of 300 letters, none twice', 200_000, (word: number) => `${word}`.padEnd(300, 'x')],
  ])('with %s', LONG, (_, lines, wordOf) => {
    const cwd = temporaryFolder();
    const perLine = wordOf(0).length > 100 ? 2 : 10;
    writeLines(join(cwd, 'words.log'), lines, (number) => {
      // Scattered, so that words that follow one another share no letters.
      const words = Array.from({ length: perLine }, (_, i) => {
        const word = number * perLine + i;
        return wordOf(((Math.imul(word, 2_654_435_761) >>> 0) % 2 ** 22) * 2 ** 22 + word);
      });
      return `<13>${new Date(START + number).toISOString()} host app: ${words.join(' ')}`;
    });
    const ingest = measured(cwd, 'ingest', '-q', 'words.log');
    expect(ingest.maxRss).toBeLessThan(INGEST_LIMIT);
    const search = measured(cwd, 'search', '-c', 'app');
    expect(search.stdout).toBe(String(lines));
    expect(search.maxRss).toBeLessThan(SEARCH_LIMIT);
    const some = readFileSync(join(cwd, 'words.log'), 'latin1').split('\n', 1000);
    for (const line of some.slice(-3))
      expect(measured(cwd, 'search', '-c', line.split(' ').at(-1) ?? '').stdout).toBe('1');
  });
});
