import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { HayabusaError } from '../../../src/base/errors.js';
import { type Input, openInput } from '../../../src/input/input.js';

/** A folder for the files of one test file, removed at its end. */
export type Scratch = {
  readonly folder: string;
  path(name: string): string;
  /** Writes a file and gives its path. */
  file(name: string, content: Uint8Array | string): string;
  open(name: string, content: Uint8Array | string): Promise<Input>;
};

export function makeScratch(): Scratch {
  const folder = mkdtempSync(join(tmpdir(), 'hayabusa-input-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name: string): string => join(folder, name);
  const file = (name: string, content: Uint8Array | string): string => {
    writeFileSync(path(name), content);
    return path(name);
  };
  return { folder, path, file, open: (name, content) => openInput(file(name, content)) };
}

export type Read = { bytes: Buffer; chunks: number; error: HayabusaError | undefined };

/** Everything that an input gives, and the error behind it. Any error that is not `input` fails the test. */
export async function readAll(input: Input, skip?: number): Promise<Read> {
  const chunks: Buffer[] = [];
  let error: HayabusaError | undefined;
  try {
    for await (const chunk of input.chunks(skip)) chunks.push(Buffer.from(chunk));
  } catch (thrown) {
    error = inputErrorOf(thrown);
  }
  return { bytes: Buffer.concat(chunks), chunks: chunks.length, error };
}

export async function errorOf(promise: Promise<unknown>): Promise<HayabusaError> {
  try {
    await promise;
  } catch (thrown) {
    return inputErrorOf(thrown);
  }
  throw new Error('Expected an error');
}

function inputErrorOf(thrown: unknown): HayabusaError {
  if (thrown instanceof HayabusaError && thrown.code === 'input') return thrown;
  throw thrown;
}

/** Log lines of our own, `count` of them, with numbers that a seeded generator makes so that they compress badly. */
export function sampleLines(count: number, seed = 1): Buffer {
  let state = seed;
  const lines: string[] = [];
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    lines.push(`line ${i} port ${state % 48} cookie ${state.toString(36)}\n`);
  }
  return Buffer.from(lines.join(''));
}

/** How many descriptors of this process lead to files of the folder. Linux tells in /proc. */
export function openFilesBelow(folder: string): number {
  return readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(folder);
    } catch {
      return false;
    }
  }).length;
}
