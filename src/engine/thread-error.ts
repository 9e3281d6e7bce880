import { HayabusaError, isSystemError } from '../base/errors.js';

/** An error on its way from one thread to another. */
export type SerializedError = {
  readonly message: string;
  readonly details: HayabusaError['details'] | undefined;
  readonly code: string | undefined;
  readonly path: string | undefined;
  readonly syscall: string | undefined;
};

export function serializeError(error: unknown): SerializedError {
  const system = isSystemError(error) ? error : undefined;
  return {
    message: error instanceof Error ? error.message : String(error),
    details: error instanceof HayabusaError ? error.details : undefined,
    code: system?.code,
    path: system?.path,
    syscall: system?.syscall,
  };
}

/** An error of another thread, as it was there. */
export function asError({ message, details, code, path, syscall }: SerializedError): Error {
  if (details !== undefined) return new HayabusaError(message, details);
  return Object.assign(new Error(message), { code, path, syscall });
}
