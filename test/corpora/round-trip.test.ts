import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  corpusFiles,
  corpusFolder,
  hasCorpora,
  linesOf,
  linesOfStream,
  MessageDigests,
} from '../support/corpora.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const MINUTES = 60_000;

function ingest(store: string, args: readonly string[]): void {
  const all = [MAIN, 'ingest', '--store', store, '--input-timezone', 'UTC', ...args];
  const { status, stderr } = spawnSync(process.execPath, all, { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
}

/** All messages that `search --raw` prints. */
async function rawMessages(store: string): Promise<MessageDigests> {
  const search = spawn(process.execPath, [MAIN, 'search', '--store', store, '--raw'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const digests = new MessageDigests();
  for await (const line of linesOfStream(search.stdout)) digests.add(line);
  return digests;
}

/** Octet-counted messages in a buffer. */
function countedMessages(bytes: Buffer): Buffer[] {
  const messages: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const length = Number(bytes.toString('latin1', at, space));
    messages.push(bytes.subarray(space + 1, space + 1 + length));
    at = space + 1 + length;
  }
  return messages;
}

describe.skipIf(!hasCorpora)('the real corpora (skipped where ../shared/corpora is absent)', () => {
  for (const folder of ['vendors', 'torture', 'loghub', 'large'])
    it(`${folder}: every file in, and out again byte for byte`, {
      timeout: 10 * MINUTES,
    }, async () => {
      const store = join(temporaryFolder(), 'store');
      const year = folder === 'large' ? ['--year', '2021'] : [];
      ingest(store, [...year, '-r', corpusFolder(folder)]);

      const input = new MessageDigests();
      for (const file of corpusFiles(folder))
        for await (const line of linesOf(file)) input.add(line);
      const output = await rawMessages(store);
      expect(output.count).toBe(input.count);
      expect(output.bytes).toBe(input.bytes);
      expect(output.sum()).toBe(input.sum());

      const verify = spawnSync(process.execPath, [MAIN, 'verify', '--store', store], {
        encoding: 'utf8',
      });
      expect(verify.stderr).toBe('');
      expect(verify.status).toBe(0);
    });

  it('torture/records.jsonl: exact messages, octet-counted, in and out again in order', () => {
    const folder = temporaryFolder();
    const records = readFileSync(join(corpusFolder('torture'), 'records.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => Buffer.from(String(JSON.parse(line).b64), 'base64'));
    const input = join(folder, 'records');
    writeFileSync(
      input,
      Buffer.concat(records.flatMap((record) => [Buffer.from(`${record.length} `), record])),
    );
    const store = join(folder, 'store');
    ingest(store, ['--framing', 'octet', input]);
    const args = [MAIN, 'search', '--store', store, '--raw', '--framing', 'octet'];
    const { stdout } = spawnSync(process.execPath, args, { maxBuffer: 1 << 26 });
    const hex = (messages: readonly Buffer[]) => messages.map((message) => message.toString('hex'));
    expect(hex(countedMessages(stdout)).sort()).toEqual(hex(records).sort());
  });
});
