import { HayabusaError, isSystemError } from '../base/errors.js';
import { EXIT_ERROR, EXIT_FOUND } from './exit-codes.js';
import { OutputClosed, toStdout, warn } from './output.js';
import { VERSION } from './version.js';

/**
 * The command line: what it throws becomes a sentence and an exit code. The version is told before anything else is
 * loaded.
 */
async function main(): Promise<number> {
  try {
    const [first, ...others] = process.argv.slice(2);
    if ((first === '--version' || first === '-V') && others.length === 0) {
      toStdout(`${VERSION}\n`);
      return EXIT_FOUND;
    }
    const { runProgram } = await import('./program.js');
    return await runProgram();
  } catch (error) {
    if (error instanceof OutputClosed) return EXIT_FOUND;
    if (error instanceof HayabusaError) warn(error.message);
    else if (isSystemError(error)) warn(describeSystemError(error));
    else
      warn(
        `Unexpected error, a defect: please report it: ${error instanceof Error ? error.stack : error}`,
      );
    return EXIT_ERROR;
  }
}

/** A system error in the words of this program: what, expected, got, what to do. */
function describeSystemError(error: NodeJS.ErrnoException): string {
  const where = error.path ?? error.syscall ?? 'the store';
  switch (error.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `No space left on the disk for ${where}: expected room for the store, got none: make room and run the same command with --resume; everything committed so far is safe`;
    case 'EFBIG':
      return `${where} is as large as a file may become: expected room for more, got a limit: raise it with "ulimit -f unlimited" and run the same command with --resume; everything committed so far is safe`;
    case 'EACCES':
    case 'EPERM':
      return `No permission for ${where}: expected a file that this user may use: check its owner and mode`;
    case 'EROFS':
      return `The file system of ${where} is read-only: expected one that can be written: name another folder with --store`;
    case 'ENOTDIR':
      return `${where} is no folder: expected the folder of a store, got something else in its place: name another with --store`;
    case 'EMFILE':
      return `Too many open files at ${where}: raise the limit with "ulimit -n"`;
    default:
      return `${error.syscall ?? 'Operation'} failed on ${where}: expected it to succeed, got ${error.message}`;
  }
}

// No `await` here: the bundle is CommonJS, which starts sooner.
void main().then((exitCode) => {
  process.exitCode = exitCode;
});
