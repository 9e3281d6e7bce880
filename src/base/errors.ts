/**
 * The one error class that Hayabusa throws on purpose, with a closed set of codes. The message is one sentence: what
 * went wrong, what was expected, what was got, and what to do.
 */
export type ErrorDetails =
  | { code: 'corruption'; file: string; offset: number; expected: string; got: string }
  | { code: 'format-too-old' | 'format-too-new'; file: string; version: number; supported: string }
  | { code: 'query-syntax'; text: string; column: number; expected: string }
  | { code: 'usage' }
  | { code: 'input'; file: string }
  | { code: 'io'; operation: string; path: string }
  | { code: 'busy'; path: string; owner: string }
  | { code: 'closed' };

export type ErrorCode = ErrorDetails['code'];

export class HayabusaError extends Error {
  readonly details: ErrorDetails;

  constructor(message: string, details: ErrorDetails, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'HayabusaError';
    this.details = details;
  }

  get code(): ErrorCode {
    return this.details.code;
  }
}

/** Bytes on disk that cannot be what a writer wrote. `remedy` names a command that exists. */
export function corruption(
  what: string,
  file: string,
  offset: number,
  expected: string,
  got: string,
  remedy = 'run "hayabusa verify", then "hayabusa repair": it rebuilds indexes from the messages, and names what is lost',
): HayabusaError {
  return new HayabusaError(
    `${what} in ${file} at offset ${offset}: expected ${expected}, got ${got}: ${remedy}`,
    { code: 'corruption', file, offset, expected, got },
  );
}

/** A file that the catalog names and that is not there. */
export function missingFile(file: string): HayabusaError {
  const remedy = 'bring it back, or run "hayabusa repair" to go on without its messages';
  return corruption('File missing', file, 0, 'a file', 'nothing', remedy);
}

/** A request that cannot be served as it was made: a bad flag, an impossible date. */
export function usage(message: string): HayabusaError {
  return new HayabusaError(message, { code: 'usage' });
}

/** True for an error with the given code, whichever thread it came from. */
export function isHayabusaError(error: unknown, code?: ErrorCode): error is HayabusaError {
  return error instanceof HayabusaError && (code === undefined || error.code === code);
}

/** True for Node's system errors (`ENOENT`, `ENOSPC` …) with the given code. */
export function isSystemError(error: unknown, code?: string): error is NodeJS.ErrnoException {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string')
    return false;
  return code === undefined || error.code === code;
}

/** A file of a format version that this program does not read. */
export function wrongVersion(file: string, version: number, supported: number): HayabusaError {
  const newer = version > supported;
  return new HayabusaError(
    `${file} has format version ${version}: expected version ${supported}: ` +
      (newer
        ? 'it was made by a newer hayabusa; use that one, or ingest the logs anew'
        : 'it was made by an older hayabusa; ingest the logs anew'),
    {
      code: newer ? 'format-too-new' : 'format-too-old',
      file,
      version,
      supported: String(supported),
    },
  );
}
