import { HayabusaError } from '../base/errors.js';

/** The name that stands for standard input in sources and messages. */
export const STDIN_NAME = 'stdin';

/** An input that cannot be read, or not to its end. `message` is the whole sentence. */
export function inputError(name: string, message: string, cause?: unknown): HayabusaError {
  return new HayabusaError(message, { code: 'input', file: name }, cause);
}

/** The subject of a sentence about the input. */
export function subject(name: string): string {
  return name === STDIN_NAME ? 'Standard input' : `File "${name}"`;
}

/** Compressed data that cannot be read further; `offset` counts bytes as they stand on disk. */
export function damaged(
  name: string,
  what: string,
  expected: string,
  got: string,
  offset: number,
  cause?: unknown,
): HayabusaError {
  const again = name === STDIN_NAME ? 'send the data again' : 'fetch the file again';
  return inputError(
    name,
    `${subject(name)} ${what}: expected ${expected}, got ${got} at byte ${offset}: ` +
      `what could be read was kept; ${again}`,
    cause,
  );
}

/** The name as one word of a shell command, for programs to which `-` is standard input too. */
export function shellWord(name: string): string {
  if (name === STDIN_NAME) return '-';
  const word = name.startsWith('-') ? `./${name}` : name;
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
