import { constants, open } from 'node:fs';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { readError } from './byte-source.js';

/**
 * How a pipe is opened that nobody writes to yet. On Linux it is the first byte that is waited for, which can be given up;
 * elsewhere such a pipe may be at its end, and what waits is the call that opens it.
 */
const FLAGS = constants.O_RDONLY | (process.platform === 'linux' ? constants.O_NONBLOCK : 0);

/**
 * The bytes that come through the named pipe at `path`; waits until somebody opens it for writing. A socket and not a
 * file stream reads it: a file stream that is abandoned keeps a thread waiting for the next byte.
 */
export async function openPipe(name: string, path: string): Promise<Readable> {
  try {
    const fd = await promisify(open)(path, FLAGS);
    // Loaded when it is needed: it takes Node two milliseconds.
    const { Socket } = process.getBuiltinModule('node:net');
    return new Socket({ fd, readable: true, writable: false });
  } catch (error) {
    throw readError(name, 0, error);
  }
}
