import { HayabusaError } from '../base/errors.js';
import type { InputProgress } from '../catalog/catalog-format.js';
import { crc32 } from '../codec/checksum.js';
import { HEAD_BYTES } from '../input/content-kind.js';
import { type Input, openInput } from '../input/input.js';

/** A file is known again by its first bytes, if it had so many: two files may begin with the same line. */
const ENOUGH_BYTES = 1024;

/**
 * Follows what rotation did to the files of `progress`, by path: a file that is at another path now, and no longer at its own,
 * takes its progress along. Then `messages.1` or `messages.1.gz` goes on where `messages` was, and the new `messages` is read
 * from its beginning.
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
    const others = known.filter((one) => one.path !== path && !left.has(one));
    const head = others.length > 0 && !input.seekable ? await unpackedHead(input) : undefined;
    // Of several that begin alike the one of which most was read.
    for (const before of others.sort((a, b) => b.size - a.size)) {
      const isPacked = head !== undefined && isBeginning(head, before);
      if (!isPacked && !isOf(input, before)) continue;
      if (await isStillThere(before, byPath.get(before.path))) continue;
      left.add(before);
      moved.push({ ...before, path, ...(isPacked ? asPacked(input) : {}) });
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

/** The first bytes of what is packed; none where they cannot be read: whoever reads it says so. */
async function unpackedHead(input: Input): Promise<Uint8Array> {
  const head = new Uint8Array(HEAD_BYTES);
  let length = 0;
  try {
    for await (const chunk of input.chunks()) {
      const part = chunk.subarray(0, HEAD_BYTES - length);
      head.set(part, length);
      length += part.length;
      if (length === HEAD_BYTES) break;
    }
  } catch (error) {
    if (!(error instanceof HayabusaError)) throw error;
  }
  return head.subarray(0, length);
}

/** Whether a file that was read before as it is, not packed, begins so. */
function isBeginning(head: Uint8Array, { size, fingerprint }: InputProgress): boolean {
  const length = Math.min(size, HEAD_BYTES);
  return head.length >= length && crc32(head.subarray(0, length)) === fingerprint;
}

/** What the progress of a file is that was packed since: places in it are those of its content. */
function asPacked(input: Input): Pick<InputProgress, 'size' | 'fingerprint' | 'finished'> {
  const size = input.size ?? 0;
  return { size, fingerprint: input.fingerprint(size), finished: false };
}
