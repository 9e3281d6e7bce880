import { HayabusaError } from '../base/errors.js';
import type { InputProgress } from '../catalog/catalog-format.js';
import { type Input, openInput } from '../input/input.js';

/** A file is known again by its first bytes, if it had so many: two files may begin with the same line. */
const ENOUGH_BYTES = 1024;

/**
 * Follows what rotation did to the files of `progress`, by path: a file that is at another path now, and no longer at its own,
 * takes its progress along. Then `messages.1` goes on where `messages` was, and the new `messages` is read from its beginning.
 */
export async function followRenamed(
  inputs: readonly Input[],
  progress: Map<string, InputProgress>,
): Promise<void> {
  const byPath = new Map(inputs.map((input) => [input.path, input]));
  const known = [...progress.values()].filter(({ size }) => size >= ENOUGH_BYTES);
  const moved: InputProgress[] = [];
  const left = new Set<InputProgress>();
  for (const input of inputs) {
    const { path } = input;
    const own = path === undefined ? undefined : progress.get(path);
    if (path === undefined || (own !== undefined && isOf(input, own))) continue;
    // Of several that begin alike the one of which most was read.
    const others = known.filter((one) => one.path !== path && isOf(input, one) && !left.has(one));
    for (const before of others.sort((a, b) => b.size - a.size)) {
      if (await isStillThere(before, byPath.get(before.path))) continue;
      left.add(before);
      moved.push({ ...before, path });
      break;
    }
  }
  for (const { path } of left) progress.delete(path);
  for (const one of moved) progress.set(one.path, one);
}

/** Whether an input is a file that was read before, and may have grown since. */
export function isOf(input: Input, before: InputProgress): boolean {
  return (input.size ?? 0) >= before.size && input.fingerprint(before.size) === before.fingerprint;
}

async function isStillThere(before: InputProgress, named: Input | undefined): Promise<boolean> {
  try {
    return isOf(named ?? (await openInput(before.path, { force: true })), before);
  } catch (error) {
    if (error instanceof HayabusaError) return false;
    throw error;
  }
}
