import { HayabusaError, isSystemError } from '../base/errors.js';
import type { Directory } from '../storage/directory.js';
import { isRunning, ownIdentity, type ProcessIdentity } from './process-identity.js';

/**
 * One writer a store. Node has no flock; a lock is a file whose *name* identifies its process, so that a lock is
 * complete the moment it exists:
 *
 *     writer.<pid>.<start>.<boot>.lock
 *
 * Whoever wants the lock first creates a file of its own and then looks for others. Of two that come at once, at least
 * the later one sees the other, and gives way; so two never hold it. If both give way, `openStore` says busy to both,
 * which is safe. A file whose process is gone is removed: its owner cannot come back.
 */
export class WriterLock {
  readonly #directory: Directory;
  readonly #path: string;
  /** Whether a lock of a dead process was found: what it left behind should be swept. */
  readonly tookOver: boolean;

  private constructor(directory: Directory, path: string, tookOver: boolean) {
    this.#directory = directory;
    this.#path = path;
    this.tookOver = tookOver;
  }

  /** Throws `busy`, naming the other process, when the lock is held. */
  static acquire(directory: Directory): WriterLock {
    const own = nameOf(ownIdentity());
    try {
      directory.writeNew(own, new Uint8Array(0));
    } catch (error) {
      if (isSystemError(error, 'EEXIST')) throw busy(directory, process.pid, 'this process');
      throw error;
    }
    try {
      return new WriterLock(directory, own, removeOthers(directory, own));
    } catch (error) {
      directory.remove(own);
      throw error;
    }
  }

  release(): void {
    this.#directory.remove(this.#path);
  }
}

/** Removes locks of dead processes; returns whether there were any. Throws `busy` for that of a living one. */
function removeOthers(directory: Directory, own: string): boolean {
  let found = false;
  for (const name of directory.list('')) {
    const other = parseName(name);
    if (other === undefined || name === own) continue;
    if (isRunning(other)) throw busy(directory, other.pid, `process ${other.pid}`);
    directory.remove(name);
    found = true;
  }
  return found;
}

function nameOf(identity: ProcessIdentity): string {
  return `writer.${identity.pid}.${identity.start}.${identity.boot}.lock`;
}

function parseName(name: string): ProcessIdentity | undefined {
  const match = /^writer\.(\d+)\.(\d+)\.([0-9a-f]+)\.lock$/.exec(name);
  if (match === null) return undefined;
  const [, pid = '', start = '', boot = ''] = match;
  return { pid: Number(pid), start, boot };
}

function busy(directory: Directory, pid: number, who: string): HayabusaError {
  return new HayabusaError(
    `Store ${directory.location} is being written by ${who}: expected no other writer: ` +
      `wait until it ends, or stop it`,
    { code: 'busy', path: directory.location, owner: String(pid) },
  );
}
