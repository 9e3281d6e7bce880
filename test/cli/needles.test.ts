import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cliIn, expectQuiet, FIXTURES, folderOfTestFile, MAIN } from '../support/run-cli.js';

type Needle = {
  sort: string;
  text: string;
  count: number;
  spellings: { text: string; count: number }[];
  allWords?: number;
};
const REPORT = JSON.parse(readFileSync(join(FIXTURES, 'sample.needles.json'), 'utf8')) as {
  lines: number;
  bytes: number;
  needles: Needle[];
};

const folder = folderOfTestFile();
const hayabusa = cliIn(folder);
const count = (...args: string[]) => Number(expectQuiet(hayabusa('search', '-c', ...args)).stdout);

beforeAll(() => {
  const sample = join(FIXTURES, 'sample.log.gz');
  const { lines } = expectQuiet(
    hayabusa('ingest', '--year', '2026', '--input-timezone', 'UTC', sample),
  );
  expect(lines[0]).toMatch(/^ingested 40,000 messages \(5\.7 MB\) .*; years 2026$/);
});

describe('the bundled sample', () => {
  it.each(REPORT.needles)('needle $text: $count', (needle) => {
    const exact = needle.sort === 'phrase' ? ['-e'] : [];
    const isAddress = ['ipv4', 'ipv6', 'mac'].includes(needle.sort);
    for (const spelling of needle.spellings) {
      // An address is found in all its spellings, whichever is typed; as a phrase, only as it was written.
      expect(count(...exact, spelling.text), spelling.text).toBe(needle.count);
      if (isAddress)
        expect(count(`"${spelling.text}"`), `"${spelling.text}"`).toBeGreaterThanOrEqual(
          spelling.count,
        );
      const { lines } = expectQuiet(hayabusa('search', ...exact, spelling.text));
      expect(lines.length).toBe(needle.count);
      const spelled = lines.filter((line) => line.includes(spelling.text));
      expect(spelled.length, spelling.text).toBe(spelling.count);
    }
    if (needle.allWords !== undefined)
      expect(count(...needle.text.split(' '))).toBe(needle.allWords);
  });

  it('comes out as it went in', () => {
    expect(count()).toBe(REPORT.lines);
    expect(expectQuiet(hayabusa('search', '--raw')).stdout.length).toBe(REPORT.bytes);
    const stats = JSON.parse(expectQuiet(hayabusa('stats', '--json')).stdout.toString()) as object;
    expect(stats).toMatchObject({ messages: REPORT.lines, rawBytes: REPORT.bytes, segments: 6 });
  });

  it('is what npm start shows, the first time and again', () => {
    const cwd = join(folder, 'demo');
    spawnSync('mkdir', [cwd]);
    symlinkSync(FIXTURES, join(cwd, 'fixtures'));
    const { HAYABUSA_STORE: _, ...env } = process.env;
    let said = '';
    for (const ingested of ['40,000', '0']) {
      const demo = spawnSync(process.execPath, [join(dirname(MAIN), 'demo.js')], {
        cwd,
        env,
        encoding: 'utf8',
      });
      expect(demo.status).toBe(0);
      expect(demo.stdout).toContain(`\ningested ${ingested} messages `);
      expect(demo.stdout).toContain('What to try next:');
      expect(demo.stderr).toMatch(ingested === '0' ? /nothing left to read\n$/ : /^$/);
      said = demo.stdout;
    }
    // What it says to try finds something, as the shell reads it, whose npx is this build.
    const [, advice = ''] = said.split('What to try next:');
    const commands = [
      ...advice.matchAll(/^ {2}npx (hayabusa (?:search|fields).*?)(?: {2,}.*)?$/gm),
    ];
    expect(commands.length).toBeGreaterThan(5);
    for (const [, command = ''] of commands) {
      const script = `hayabusa() { "${process.execPath}" "${MAIN}" "$@"; }; ${command}`;
      const { status, stderr } = spawnSync('sh', ['-c', script], { cwd, env, encoding: 'utf8' });
      expect([command, status, stderr]).toEqual([command, 0, '']);
    }
  });
});
