import type { ChildProcess } from 'node:child_process';

const running = new Set<ChildProcess>();

/** Remembers a program that was started until it ends. */
export function watched<Child extends ChildProcess>(child: Child): Child {
  running.add(child);
  const forget = () => running.delete(child);
  child.once('exit', forget);
  child.once('error', forget);
  return child;
}

/**
 * Ends every program that was started and runs yet. For the end of a run that does not end well, before its folder is
 * deleted: who still writes would make it anew.
 */
export function killRunning(): void {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
}
