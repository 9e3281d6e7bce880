import type { Result } from '../result/result.js';

/** `AMD EPYC, 2 cores, 7.6 GiB, Linux 6.1 x64`. */
export function machineText({ machine }: Result): string {
  const { cpu, cores, memoryGiB, system } = machine;
  return `${cpu}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${memoryGiB} GiB, ${system}`;
}

/** `Node 20.20.2, commit 1a2b3c4d`. */
export function softwareText({ machine }: Result): string {
  return `Node ${machine.node.replace(/^v/, '')}, commit ${shortCommit(machine.commit)}`;
}

/** `2026-11-21 10:00 UTC`. */
export function dateText({ date }: Result): string {
  return `${date.slice(0, 10)} ${date.slice(11, 16)} UTC`;
}

/** A commit by its first 8 digits; whether files differed from it stays. */
export function shortCommit(commit: string): string {
  return commit.replace(/^([0-9a-f]{8})[0-9a-f]+/, '$1');
}
