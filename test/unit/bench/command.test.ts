import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { killRunning, watched } from '../../../native-free-bench/measure/children.js';
import {
  type Command,
  childCpuSeconds,
  onOneCore,
  runAll,
  describe as typed,
  versionOf,
} from '../../../native-free-bench/measure/command.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const node = (script: string): Command => ({ program: process.execPath, args: ['-e', script] });
const sh = (script: string): Command => ({ program: 'sh', args: ['-c', script] });
const hasProc = existsSync('/proc/self/stat');
const MB = 1e6;

async function outputOf(...commands: Command[]): Promise<string> {
  const output: Buffer[] = [];
  await runAll(commands, (bytes) => output.push(bytes));
  return Buffer.concat(output).toString();
}

describe('runAll()', () => {
  it('hands over all of the output', async () => {
    expect(await outputOf(sh('echo one; echo two'))).toBe('one\ntwo\n');
    expect(await outputOf(node('process.stdout.write("x".repeat(3e6))'))).toHaveLength(3e6);
    expect(await outputOf({ ...sh('echo $COLOUR'), env: { COLOUR: 'red' } })).toBe('red\n');
    await runAll([sh('echo nobody listens')]);
  });

  it('takes exit codes 0 and 1 for success: grep finds nothing', async () => {
    expect(await outputOf(sh('exit 0'))).toBe('');
    expect(await outputOf(sh('exit 1'))).toBe('');
  });

  it('fails with exit code and standard error of a program that fails', async () => {
    await expect(runAll([sh('echo it broke >&2; exit 2')])).rejects.toThrow(
      /^sh -c 'echo it broke >&2; exit 2' ended with 2: it broke\n$/,
    );
    await expect(runAll([sh('kill -9 $$')])).rejects.toThrow(/ended with SIGKILL/);
    await expect(runAll([{ program: '/no/such/program', args: [] }])).rejects.toThrow(
      /^\/no\/such\/program could not be started: .*ENOENT/,
    );
  });

  it('takes standard error alone for a failure only where it is told to', async () => {
    const complaining = sh('echo hm >&2');
    expect(await outputOf(complaining)).toBe('');
    await expect(runAll([{ ...complaining, strict: true }])).rejects.toThrow(/ended with 0: hm/);
    const pipe = { ...sh('grep -E "(" /dev/null | cat'), strict: true };
    await expect(runAll([pipe])).rejects.toThrow(/ended with 0: grep: /);
  });

  it('runs several side by side, and fails when one does', async () => {
    const folder = temporaryFolder();
    const [mine, other] = [join(folder, 'a'), join(folder, 'b')];
    // Each waits for the file of the other.
    const wait = (own: string, its: string) =>
      sh(
        `: > ${own}; i=0; while [ ! -e ${its} ]; do i=$((i+1)); [ $i -gt 500 ] && exit 3; sleep 0.02; done; echo met`,
      );
    expect(await outputOf(wait(mine, other), wait(other, mine))).toBe('met\nmet\n');
    await expect(runAll([sh('exit 0'), sh('exit 7')])).rejects.toThrow('ended with 7');
  });

  it.skipIf(!hasProc)('measures CPU time, also of a child of the child', async () => {
    const burn = 'let used; do used = process.cpuUsage(); while (used.user + used.system < 3e5);';
    const { cpuSeconds, wallSeconds } = await runAll([node(burn)]);
    expect(cpuSeconds).toBeGreaterThan(0.25);
    expect(wallSeconds).toBeGreaterThan(0.1);
    const nested = `require('node:child_process').execFileSync(process.execPath, ['-e', ${JSON.stringify(burn)}])`;
    expect((await runAll([node(nested)])).cpuSeconds).toBeGreaterThan(0.25);
    const sleeping = (await runAll([sh('sleep 0.3')])).cpuSeconds;
    expect(sleeping).toBeLessThan(0.25);
    // Threads of the process, those too that are stopped.
    const own = 'const from = performance.now(); while (performance.now() - from < 300);';
    const threads = `const { Worker } = require('node:worker_threads');
      for (let n = 0; n < 2; n++) new Worker(${JSON.stringify(own)}, { eval: true });`;
    expect((await runAll([node(threads)])).cpuSeconds).toBeGreaterThan(0.25);
    expect(childCpuSeconds()).toBeGreaterThan(0.5);
  });

  it.skipIf(!hasProc)('measures the peak of memory, summed over the programs', async () => {
    const allocate = node('Buffer.alloc(100e6, 1); setTimeout(() => {}, 200);');
    const idle = (await runAll([node('setTimeout(() => {}, 200)')])).peakBytes;
    const { peakBytes } = await runAll([allocate]);
    expect(peakBytes - idle).toBeGreaterThan(80 * MB);
    expect(peakBytes - idle).toBeLessThan(200 * MB);
    expect((await runAll([allocate, allocate])).peakBytes).toBeGreaterThan(peakBytes + 80 * MB);
  });
});

describe('describe()', () => {
  it('quotes what a shell would take apart', () => {
    expect(typed({ program: 'rg', args: ['-a', 'a b', '/tmp/x.log'] })).toBe(
      "rg -a 'a b' /tmp/x.log",
    );
  });
});

describe('versionOf()', () => {
  it('is the first line, or undefined where there is no such program or it fails', () => {
    expect(versionOf('sh', '-c', 'echo "  one "; echo two')).toBe('one');
    expect(versionOf('sh', '-c', 'echo one; exit 3')).toBeUndefined();
    expect(versionOf('/no/such/program')).toBeUndefined();
  });
});

describe('onOneCore()', () => {
  it('gives the same output', async () => {
    expect(await outputOf(onOneCore(sh('echo one')))).toBe('one\n');
  });
});

describe('killRunning()', () => {
  it('ends what was started and runs yet', async () => {
    const child = watched(spawn('sleep', ['100']));
    let failing: Promise<unknown> | undefined;
    await new Promise<void>((resolve) => {
      failing = runAll([sh('echo started; exec sleep 100')], () => resolve()).catch(String);
    });
    const exit = once(child, 'exit');
    killRunning();
    expect(await exit).toEqual([null, 'SIGKILL']);
    expect(await failing).toContain('SIGKILL');
  });
});
