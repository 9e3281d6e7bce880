/** Bytes that are given out at once. */
const CHUNK_BYTES = 1024 * 1024;

/**
 * The same bytes from byte `skip` on, in chunks of 1 MiB. What came before an error is given out before the error is
 * thrown. A chunk is the caller's until the next is asked for; pieces are copied before the next is asked for.
 */
export async function* gather(
  pieces: AsyncIterable<Uint8Array>,
  skip: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  let used = 0;
  let toSkip = skip;
  let failure: { error: unknown } | undefined;
  try {
    for await (const piece of pieces) {
      let at = Math.min(toSkip, piece.length);
      toSkip -= at;
      while (at < piece.length) {
        const part = piece.subarray(at, at + CHUNK_BYTES - used);
        buffer.set(part, used);
        used += part.length;
        at += part.length;
        if (used < CHUNK_BYTES) continue;
        yield buffer;
        used = 0;
      }
    }
  } catch (error) {
    failure = { error };
  }
  if (used > 0) yield buffer.subarray(0, used);
  if (failure) throw failure.error;
}
