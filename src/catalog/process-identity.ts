import { readFileSync } from 'node:fs';

/**
 * What tells a process from every other one, before and after it on this machine: its number, the time it started (in
 * clock ticks since boot) and the boot it runs under. Start and boot are '0' where the system does not tell them.
 */
export type ProcessIdentity = { pid: number; start: string; boot: string };

export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, start: statOf(process.pid)?.start ?? '0', boot: bootId() };
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
  const stat = statOf(identity.pid);
  if (stat === undefined) return true;
  // Killed, but its parent has not asked how it ended: in a container nobody may ever.
  if (stat.state === 'Z' || stat.state === 'X') return false;
  return identity.start === '0' || stat.start === identity.start;
}

/** Fields 3 and 22 of /proc/<pid>/stat; the second field, in parentheses, may hold anything. */
function statOf(pid: number): { state: string; start: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', start: fields[19] ?? '0' };
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
