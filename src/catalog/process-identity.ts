import { readFileSync } from 'node:fs';

/**
 * What tells a process from every other one, before and after it on this machine: its number, the time it started (in
 * clock ticks since boot) and the boot it runs under. Start and boot are '0' where the system does not tell them.
 */
export type ProcessIdentity = { pid: number; start: string; boot: string };

export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, start: startOf(process.pid) ?? '0', boot: bootId() };
}

/** Whether the process is still running. One whose start or boot is not known counts as running while its number does. */
export function isRunning(identity: ProcessIdentity): boolean {
  if (identity.boot !== bootId()) return false;
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const start = startOf(identity.pid);
  return start === undefined || identity.start === '0' || start === identity.start;
}

/** Field 22 of /proc/<pid>/stat; the second field, in parentheses, may hold anything. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').slice(0, 8);
  } catch {
    return '0';
  }
}
