import type * as InputModule from '../../src/input/input.js';

/** Chunks as files come in when they are small: several to each file. */
const CHUNK_BYTES = 700;

/**
 * `src/input/input.ts` with small chunks, so that a small file is read in many steps and committed in between. For
 * `vi.mock`.
 */
export function withSmallChunks(actual: typeof InputModule): typeof InputModule {
  return {
    ...actual,
    openInput: async (path, options) => {
      const input = await actual.openInput(path, options);
      return { ...input, chunks: (skip) => cut(input.chunks(skip)) };
    },
  };
}

async function* cut(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks)
    for (let at = 0; at < chunk.length; at += CHUNK_BYTES)
      yield chunk.subarray(at, at + CHUNK_BYTES);
}
