import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cliIn, folderOfTestFile, MAIN } from '../support/run-cli.js';

const LIMIT = 512e6;
const folder = folderOfTestFile();
const hayabusa = cliIn(folder);

/** Prints the largest resident set of the process to its third descriptor when it ends. */
const REPORT_RSS = `data:text/javascript,${encodeURIComponent(
  "import fs from 'node:fs'; process.on('exit', () => fs.writeSync(3, String(process.resourceUsage().maxRSS)));",
)}`;

async function write(name: string, lines: Iterable<string>): Promise<void> {
  const out = createWriteStream(join(folder, name));
  let text = '';
  for (const line of lines) {
    text += line;
    if (text.length < 1 << 20) continue;
    if (!out.write(text)) await once(out, 'drain');
    text = '';
  }
  out.end(text);
  await once(out, 'close');
}

/** Ingests a file and returns the largest resident set in bytes. */
async function ingest(store: string, file: string): Promise<number> {
  const args = ['--import', REPORT_RSS, MAIN, 'ingest', '-q', '--store', store, file];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  });
  let reported = '';
  const pipe = child.stdio[3];
  if (pipe === null || pipe === undefined || !('setEncoding' in pipe)) throw new Error('no pipe');
  pipe.on('data', (chunk: Buffer) => {
    reported += chunk.toString();
  });
  const [status] = await once(child, 'close');
  expect(status).toBe(0);
  return Number(reported) * 1024;
}

function* hopping(count: number, hours: number): Generator<string> {
  const first = Date.UTC(2025, 0, 1);
  let random = 1;
  for (let i = 0; i < count; i++) {
    random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
    const time = first + ((random >>> 4) % hours) * 3_600_000 + (i % 3_600_000);
    const stamp = new Date(time).toISOString();
    yield `${stamp} host-${i % 40} app[${i % 999}]: hop number ${i} from 10.0.${(i >>> 8) & 255}.${i & 255} padded with some more words of text\n`;
  }
}

function* distinctWords(count: number): Generator<string> {
  for (let i = 0; i < count; i++) {
    const words = [0, 1, 2, 3].map((k) => (Math.imul(4 * i + k, 0x9e3779b1) >>> 0).toString(36));
    yield `2025-03-01T10:${String((i >>> 8) % 60).padStart(2, '0')}:00Z host app: w${words.join('x w')}x\n`;
  }
}

describe('memory of ingest', () => {
  it('stays under 512 MB when times hop between 3,000 hours in random order', async () => {
    const count = 900_000;
    await write('hopping.log', hopping(count, 3000));
    expect(await ingest('hopped', 'hopping.log')).toBeLessThan(LIMIT);
    expect(hayabusa('search', '-c', 'hop', '--store', 'hopped').lines).toEqual([String(count)]);
    expect(hayabusa('search', '-c', '123456', '--store', 'hopped').lines).toEqual(['1']);
    expect(hayabusa('stats', '--store', 'hopped').lines.join('\n')).toContain('3,000 hours');
  });

  it('stays under 512 MB with two million distinct words in one hour', async () => {
    const count = 500_000;
    await write('words.log', distinctWords(count));
    expect(await ingest('worded', 'words.log')).toBeLessThan(LIMIT);
    expect(hayabusa('search', '-c', 'host', '--store', 'worded').lines).toEqual([String(count)]);
    expect(hayabusa('verify', '--store', 'worded').status).toBe(0);
  });
});
