import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * What `npm start` shows: the bundled sample ingested and searched with the real command, and what to try next. Run
 * again it finds the sample in the store and goes on to the searches.
 */
const MAIN = fileURLToPath(new URL('main.js', import.meta.url));
const INGEST = [
  'ingest',
  '--resume',
  '--year',
  '2026',
  '--input-timezone',
  'UTC',
  'fixtures/sample.log.gz',
];
const SEARCHES: readonly (readonly string[])[] = [
  ['search', '-n', '3', 'failed', 'password', 'root'],
  ['search', '192.0.2.77', '-n', '2'],
  ['search', '-c', 'sshd AND (failed OR invalid) NOT root'],
  ['search', 'failed', 'password', '--histogram', '30m', '--timezone', 'UTC'],
  ['search', 'failed', 'password', '--by', '/from (\\S+)/', '--top', '5'],
  ['search', 'severity<=err', '--patterns', '--top', '3'],
  ['stats', '--top', '5', '--timezone', 'UTC'],
];

const quote = (word: string) => (/^[\w./:-]+$/.test(word) ? word : `'${word}'`);

function run(args: readonly string[]): void {
  process.stdout.write(`\n$ npx hayabusa ${args.map(quote).join(' ')}\n`);
  const { status } = spawnSync(process.execPath, [MAIN, ...args], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 2);
}

run(INGEST);
for (const search of SEARCHES) run(search);
process.stdout.write(`
The sample is in ./hayabusa-store. What to try next:

  npx hayabusa search 'bgp (down OR reset) NOT up'        search --help teaches the language
  npx hayabusa search -c link --from '2026-06-10 23:00' --to '2026-06-11 01:00' --timezone UTC
  npx hayabusa search 2001:db8:ffff::53 --json            an address in any spelling, as JSON
  npx hayabusa search 192.0.2.0/24 'severity<=4' -C 2     a network, a level, and what was said around it
  npx hayabusa search link --by host --top 10             which hosts say it
  npx hayabusa search --patterns                          what kinds of messages there are
  npx hayabusa fields                                     what there is to search and count by
  npx hayabusa ingest /var/log/syslog                     your own logs
  npx hayabusa --help
`);
