import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * The first numbers: ingest per CPU second against an SQLite FTS insert loop in the same run, the size of the store, and
 * a rare term from the command line. Whole processes with all their threads and children; what is timed alternates, and
 * medians are printed with the spread.
 *
 *     npm run bench:first -- auth.log syslog.log ufw.log         (unpacked files; --year 2021 unless told otherwise)
 */
const MAIN = fileURLToPath(new URL('../src/cli/main.js', import.meta.url));
const WASM_LOOP = fileURLToPath(new URL('./sqlite-wasm-loop.js', import.meta.url));

/** The original's store loop: FTS3, one file, one transaction, its pragmas. */
const PYTHON_LOOP = `
import sqlite3, sys
c = sqlite3.connect(sys.argv[2])
c.execute('CREATE VIRTUAL TABLE SYSLOG USING FTS3(LOGS)')
c.execute('PRAGMA SYNCHRONOUS=OFF'); c.execute('PRAGMA JOURNAL_MODE=MEMORY')
with open(sys.argv[1], encoding='utf-8', errors='ignore') as f:
    c.executemany('INSERT INTO SYSLOG VALUES(?)', ([l] for l in f)); c.commit()
`;

type Sample = { cpuSeconds: number; wallSeconds: number; bytes: number };

/** CPU time of all children that have ended, from /proc/self/stat: ticks of 10 ms. */
function childCpuSeconds(): number {
  const stat = readFileSync('/proc/self/stat', 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

function timed(command: string, args: readonly string[]): { sample: Sample; stdout: string } {
  const cpuBefore = childCpuSeconds();
  const started = performance.now();
  const result = spawnSync(command, args, { encoding: 'utf8' });
  const wallSeconds = (performance.now() - started) / 1000;
  if (result.status !== 0 && result.status !== 1)
    throw new Error(`${command} ${args.join(' ')} failed: ${result.error ?? result.stderr}`);
  const cpuSeconds = childCpuSeconds() - cpuBefore;
  return { sample: { cpuSeconds, wallSeconds, bytes: 0 }, stdout: result.stdout };
}

/** Bytes of a file or folder as the disk allocates them. */
function allocated(path: string): number {
  const stat = statSync(path);
  let bytes = stat.blocks * 512;
  if (stat.isDirectory())
    for (const name of readdirSync(path)) bytes += allocated(join(path, name));
  return bytes;
}

/** Never reuses a name: ext4 makes files slowly where others were just deleted. */
const scratch = mkdtempSync(join(tmpdir(), 'hayabusa-bench-'));
let serial = 0;
const fresh = (kind: string) => join(scratch, `${kind}-${serial++}`);

const engines: Record<string, (file: string, year: string) => Sample> = {
  hayabusa: (file, year) => {
    const store = fresh('store');
    const args = ['ingest', '--store', store, '--year', year, '--input-timezone', 'UTC', file];
    const { sample } = timed(process.execPath, [MAIN, ...args]);
    return { ...sample, bytes: allocated(store) };
  },
};
if (spawnSync('python3', ['-c', 'import sqlite3']).status === 0)
  engines['sqlite FTS3, python3'] = (file) => {
    const path = fresh('fts3.db');
    const { sample } = timed('python3', ['-c', PYTHON_LOOP, file, path]);
    return { ...sample, bytes: allocated(path) };
  };
engines['sqlite FTS5, wasm'] = (file) => {
  const path = fresh('fts5.db');
  const { sample } = timed(process.execPath, [WASM_LOOP, file, path]);
  return { ...sample, bytes: allocated(path) };
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const range = (values: readonly number[], digits: number) =>
  `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)})`;

function countLines(file: string): number {
  const bytes = readFileSync(file);
  let lines = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++;
  return lines + (bytes.length > 0 && bytes[bytes.length - 1] !== 10 ? 1 : 0);
}

function benchIngest(files: readonly string[], year: string, repeats: number): void {
  console.log(
    '| file | lines | engine | k lines per CPU second | ratio to hayabusa | store / raw (allocated) |',
  );
  console.log('|---|---|---|---|---|---|');
  for (const file of files) {
    const lines = countLines(file);
    const raw = statSync(file).size;
    const samples = new Map<string, Sample[]>();
    for (let i = 0; i < repeats; i++)
      for (const [name, run] of Object.entries(engines))
        samples.set(name, [...(samples.get(name) ?? []), run(file, year)]);
    const own = samples.get('hayabusa') ?? [];
    for (const [name, list] of samples) {
      const rates = list.map((sample) => lines / sample.cpuSeconds / 1000);
      const ratios = list.map(
        (sample, i) => sample.cpuSeconds / (own[i]?.cpuSeconds ?? Number.NaN),
      );
      const size = (list[0]?.bytes ?? 0) / raw;
      console.log(
        `| ${basename(file)} | ${lines} | ${name} | ${range(rates, 0)} | ${range(ratios, 1)} × | ${size.toFixed(2)} |`,
      );
    }
  }
}

function benchSearch(files: readonly string[], year: string, repeats: number): void {
  const store = fresh('store');
  const args = ['--store', store, '--year', year, '--input-timezone', 'UTC', ...files];
  const ingest = timed(process.execPath, [MAIN, 'ingest', ...args]);
  console.log(`\n${ingest.stdout.trim()}`);
  const raw = files.reduce((sum, file) => sum + statSync(file).size, 0);
  console.log(`store / raw over all files, allocated: ${(allocated(store) / raw).toFixed(3)}\n`);
  const node: number[] = [];
  const rare: number[] = [];
  const absent: number[] = [];
  const count = (word: string) =>
    timed(process.execPath, [MAIN, 'search', '--store', store, '-c', word]).sample.wallSeconds;
  for (let i = 0; i < repeats * 3; i++) {
    node.push(timed(process.execPath, ['-e', '0']).sample.wallSeconds * 1000);
    rare.push(count(String(29_002 + i)) * 1000);
    absent.push(count(`absent${i}`) * 1000);
  }
  console.log('| from the command line, page cache warm | ms |');
  console.log('|---|---|');
  console.log(`| node -e 0 | ${range(node, 0)} |`);
  console.log(`| count of a rare term | ${range(rare, 0)} |`);
  console.log(`| count of an absent term | ${range(absent, 0)} |`);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { year: { type: 'string', default: '2021' }, repeats: { type: 'string', default: '3' } },
});
const missing = positionals.find((file) => !existsSync(file));
if (positionals.length === 0 || missing !== undefined) {
  console.error(
    missing === undefined
      ? 'expected log files, got none: npm run bench:first -- auth.log syslog.log ufw.log'
      : `no file ${missing}`,
  );
  process.exit(2);
}
try {
  console.log(
    `${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} cores, Node ${process.version}\n`,
  );
  benchIngest(positionals, values.year, Number(values.repeats));
  benchSearch(positionals, values.year, Number(values.repeats));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
