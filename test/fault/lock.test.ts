import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownIdentity } from '../../src/catalog/process-identity.js';
import { cliIn, ended, folderOfTestFile, startCli } from '../support/run-cli.js';

const folder = folderOfTestFile();
const hayabusa = cliIn(folder);
const line = (text: string) => `2026-06-10T10:00:00Z gate app[1]: ${text}\n`;
writeFileSync(join(folder, 'one.log'), line('one'));

const locks = (store: string) =>
  readdirSync(join(folder, store)).filter((name) => name.startsWith('writer.'));

describe('two writers of one store', () => {
  it('never write at the same time: each ingest is in the store whole or was refused, naming the other', async () => {
    const rounds = 5;
    const writers = 4;
    let done = 0;
    for (let round = 0; round < rounds; round++) {
      const ends = Array.from({ length: writers }, () =>
        ended(startCli(['ingest', '--store', 'raced', 'one.log'], { cwd: folder })),
      );
      for (const { status, stderr } of await Promise.all(ends)) {
        if (status === 0) done++;
        else {
          expect(status).toBe(2);
          expect(stderr).toMatch(/is being written by process \d+: expected no other writer/);
        }
      }
    }
    // All may give way to each other, which is safe; but not always.
    expect(done).toBeGreaterThan(0);
    expect(hayabusa('search', '-c', 'one', '--store', 'raced').lines).toEqual([String(done)]);
    expect(hayabusa('verify', '--store', 'raced').status).toBe(0);
    expect(locks('raced')).toEqual([]);
  });

  it('a lock of a running process is respected; of a process that ended, or of another boot, it is taken over', () => {
    expect(hayabusa('ingest', '--store', 'locked', 'one.log').status).toBe(0);
    const { pid, start, boot } = ownIdentity();
    const check = (name: string, status: number) => {
      writeFileSync(join(folder, 'locked', name), '');
      const result = hayabusa('ingest', '--store', 'locked', 'one.log');
      expect(result.status, name).toBe(status);
      if (status === 2) expect(result.stderr).toContain(`process ${pid}`);
      expect(existsSync(join(folder, 'locked', name))).toBe(status === 2);
    };
    check(`writer.${pid}.${Number(start) + 1}.${boot}.lock`, 0);
    check(`writer.${pid}.${start}.00000000.lock`, 0);
    check(`writer.${pid}.${start}.${boot}.lock`, 2);
    // Readers take no lock.
    expect(hayabusa('search', '-c', 'one', '--store', 'locked').lines).toEqual(['3']);
  });
});
