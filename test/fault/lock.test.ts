import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ownIdentity } from '../../src/catalog/process-identity.js';
import { StoreWriter } from '../../src/engine/store-writer.js';
import { openFsDirectory } from '../../src/storage/fs-directory.js';
import { latin1 } from '../support/bytes.js';
import { JournalingDirectory } from '../support/crash-journal.js';
import { MAIN, runCli } from '../support/run-cli.js';
import { smallStore } from '../support/small-store.js';
import { answerOf, QUESTIONS } from '../support/small-store-answers.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { thrownBy } from '../support/thrown.js';

const LONG = { timeout: 120_000 };
const DIST = new URL('../../dist/', import.meta.url);
const OWN = ownIdentity();
const isLock = (name: string) => name.endsWith('.lock');

/** Runs a module's text in a process of its own, with a folder as its argument. */
function start(script: string, folder: string): ChildProcess {
  const imports = `
    import fs from 'node:fs';
    import { WriterLock } from '${new URL('src/catalog/writer-lock.js', DIST)}';
    import { openFsDirectory } from '${new URL('src/storage/fs-directory.js', DIST)}';
    const folder = process.argv[1];
    const directory = openFsDirectory(folder + '/store');
  `;
  const args = ['--input-type=module', '-e', imports + script, '--', folder];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function outputOf(child: ChildProcess): Promise<string> {
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await once(child, 'close');
  return text;
}

function newStore(folder: string): void {
  openFsDirectory(join(folder, 'store')).makeDirectory('');
}

describe('WriterLock between processes', () => {
  it(
    'two that race for it are never both inside, and the loser names the other',
    LONG,
    async () => {
      const folder = temporaryFolder();
      newStore(folder);
      // Both start at the same instant and try for two seconds, holding it for a moment each time.
      const script = `
      const counts = { pid: process.pid, won: 0, lost: 0, both: 0, owners: [] };
      const owners = new Set();
      const begin = Number(fs.readFileSync(folder + '/begin', 'utf8'));
      while (Date.now() < begin);
      for (let turn = 0; Date.now() < begin + 2000; turn++) {
        let lock;
        try {
          lock = WriterLock.acquire(directory);
        } catch (error) {
          if (error.code !== 'busy') throw error;
          counts.lost++;
          owners.add(error.details.owner);
          continue;
        }
        counts.won++;
        try {
          fs.closeSync(fs.openSync(folder + '/inside', 'wx'));
        } catch {
          counts.both++;
        }
        for (let spin = 0; spin < (turn % 7) * 1000; spin++);
        fs.rmSync(folder + '/inside', { force: true });
        lock.release();
      }
      console.log(JSON.stringify({ ...counts, owners: [...owners] }));
    `;
      writeFileSync(join(folder, 'begin'), String(Date.now() + 500));
      const children = [start(script, folder), start(script, folder)];
      const [one, other] = (await Promise.all(children.map(outputOf))).map((text) =>
        JSON.parse(text),
      );
      expect(one.both + other.both).toBe(0);
      expect(one.won).toBeGreaterThan(100);
      expect(other.won).toBeGreaterThan(100);
      expect(one.lost + other.lost).toBeGreaterThan(10);
      for (const owner of one.owners) expect(owner).toBe(String(other.pid));
      for (const owner of other.owners) expect(owner).toBe(String(one.pid));
      expect(openFsDirectory(join(folder, 'store')).list('')).toEqual([]);
    },
  );

  it('is taken over from those that were killed, by one at a time', LONG, async () => {
    const folder = temporaryFolder();
    newStore(folder);
    const script = `
      const say = (what) => fs.appendFileSync(folder + '/events', what + ' ' + process.pid + '\\n');
      let lock;
      while (lock === undefined) {
        try {
          lock = WriterLock.acquire(directory);
        } catch (error) {
          if (error.code !== 'busy') throw error;
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1 + process.pid % 3);
        }
      }
      say('enters');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
      say('leaves');
      if (process.pid % 2 === 0) process.kill(process.pid, 'SIGKILL');
      lock.release();
    `;
    appendFileSync(join(folder, 'events'), '');
    await Promise.all(Array.from({ length: 24 }, () => outputOf(start(script, folder))));
    const events = readFileSync(join(folder, 'events'), 'utf8').trim().split('\n');
    expect(events).toHaveLength(48);
    for (let i = 0; i < events.length; i += 2) {
      const pid = events[i]?.split(' ')[1];
      expect(events.slice(i, i + 2)).toEqual([`enters ${pid}`, `leaves ${pid}`]);
    }
  });
});

describe('the lock of a store', () => {
  it.each([
    ['a process that has ended', `writer.4194301.1.${OWN.boot}.lock`],
    ['this number, another start', `writer.${process.pid}.1.${OWN.boot}.lock`],
    ['this process, another boot', `writer.${process.pid}.${OWN.start}.00000000.lock`],
  ])('is dead when it is that of %s', (_, name) => {
    const { directory } = smallStore({ dense: false });
    directory.write(name, latin1(''));
    const writer = new StoreWriter(directory, { create: false });
    expect(directory.list('').filter(isLock)).not.toContain(name);
    writer.close();
    expect(directory.list('').filter(isLock)).toEqual([]);
  });

  it.runIf(OWN.start !== '0')(
    'is dead when its process is, even if nobody has noticed',
    async () => {
      // sleep never asks how the child of the shell that it was has ended.
      const parent = spawn('sh', ['-c', 'sh -c "echo \\$\\$" & exec sleep 60']);
      onTestFinished(() => void parent.kill('SIGKILL'));
      const [line] = await once(parent.stdout, 'data');
      const pid = Number(String(line));
      let stat = '';
      while (!stat.includes(') Z ')) {
        stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
        await sleep(10);
      }
      const { directory } = smallStore({ dense: false });
      const startTime = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
      directory.write(`writer.${pid}.${startTime}.${OWN.boot}.lock`, latin1(''));
      new StoreWriter(directory, { create: false }).close();
      expect(directory.list('').filter(isLock)).toEqual([]);
    },
  );

  it('keeps a second writer of this process out, until the first is closed', () => {
    const { directory } = smallStore({ dense: false });
    const writer = new StoreWriter(directory, { create: false });
    const error = thrownBy(() => new StoreWriter(directory, { create: false }));
    expect(error.details).toMatchObject({ code: 'busy', owner: String(process.pid) });
    writer.close();
    new StoreWriter(directory, { create: false }).close();
  });

  it('is none of a reader’s business: it writes nothing, and works beside a writer', () => {
    const store = smallStore({ dense: false });
    const writer = new StoreWriter(store.directory, { create: false });
    const directory = new JournalingDirectory(store.directory);
    for (const question of QUESTIONS) answerOf(directory, question);
    expect(directory.journal).toEqual([]);
    writer.close();
  });
});

describe('hayabusa ingest while another process writes', () => {
  it('says which, ends with 2 and changes nothing; search works', LONG, async () => {
    const cwd = temporaryFolder();
    const line = '<13>2021-08-17T09:00:00.000Z host app: needle\n';
    writeFileSync(join(cwd, 'one.log'), line);
    expect(runCli(['ingest', 'one.log'], { cwd }).status).toBe(0);
    const first = spawn(process.execPath, [MAIN, 'ingest', '-'], { cwd });
    onTestFinished(() => void first.kill('SIGKILL'));
    const ended = once(first, 'exit');
    const store = openFsDirectory(join(cwd, 'hayabusa-store'));
    while (!store.list('').some(isLock)) await sleep(10);

    const second = runCli(['ingest', 'one.log'], { cwd });
    expect(second.status).toBe(2);
    expect(second.stderr).toContain(`process ${first.pid}`);
    expect(second.stderr.trim().split('\n')).toHaveLength(1);
    const repair = runCli(['repair'], { cwd });
    expect(repair.status).toBe(2);
    expect(repair.stderr).toContain(`process ${first.pid}`);
    expect(runCli(['search', '-c', 'needle'], { cwd }).lines).toEqual(['1']);

    first.stdin.end(line);
    expect(await ended).toEqual([0, null]);
    expect(runCli(['search', '-c', 'needle'], { cwd }).lines).toEqual(['2']);
    expect(runCli(['ingest', 'one.log'], { cwd }).status).toBe(0);
    expect(store.list('').filter(isLock)).toEqual([]);
  });
});
