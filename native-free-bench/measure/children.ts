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

const ending = new Set<Promise<unknown>>();

/** Says that a program was told to end, and will. */
export function letEnd(child: ChildProcess): void {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const end = new Promise((resolve) => child.once('close', resolve));
  ending.add(end);
  void end.then(() => ending.delete(end));
}

/** Waits for the programs that were told to end: the system counts their CPU time when they do. */
export async function allEnded(): Promise<void> {
  await Promise.all(ending);
}

/**
 * Ends every program that was started and runs yet. For the end of a run that does not end well, before its folder is
 * deleted: who still writes would make it anew.
 */
export function killRunning(): void {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
}
