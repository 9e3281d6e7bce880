import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Directory } from '../../src/storage/directory.js';
import { openFsDirectory } from '../../src/storage/fs-directory.js';
import { MemoryDirectory } from '../../src/storage/memory-directory.js';
import { asText, latin1 } from '../support/bytes.js';
import { randomRuns } from '../support/random-runs.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { systemCode } from '../support/thrown.js';

type Step = { text: string; run: (directory: Directory) => void };

const FILES = ['a', 'b', 'f/a', 'f/b', 'f/g/a'];
const FOLDERS = ['f', 'f/g', 'h'];

const file = fc.constantFrom(...FILES);
const folder = fc.constantFrom(...FOLDERS);
const content = fc.string({ maxLength: 5 });

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(file, content).map(([path, text]) => ({
    text: `write ${path} ${text}`,
    run: (directory: Directory) => directory.write(path, latin1(text)),
  })),
  fc.tuple(file, content).map(([path, text]) => ({
    text: `writeNew ${path} ${text}`,
    run: (directory: Directory) => directory.writeNew(path, latin1(text)),
  })),
  fc.tuple(file, fc.nat(8), content).map(([path, most, text]) => ({
    text: `append ${path} ${most} ${text}`,
    run: (directory: Directory) => {
      // The file has at least `offset` bytes: that is the caller's duty.
      const offset = directory.exists(path) ? Math.min(most, directory.size(path)) : most;
      directory.append(path, offset, latin1(text));
    },
  })),
  fc.tuple(file, file).map(([from, to]) => ({
    text: `rename ${from} ${to}`,
    run: (directory: Directory) => directory.rename(from, to),
  })),
  file.map((path) => ({
    text: `remove ${path}`,
    run: (directory: Directory) => directory.remove(path),
  })),
  folder.map((path) => ({
    text: `makeDirectory ${path}`,
    run: (directory: Directory) => directory.makeDirectory(path),
  })),
  folder.map((path) => ({
    text: `removeDirectory ${path}`,
    run: (directory: Directory) => directory.removeDirectory(path),
  })),
);

function stateOf(directory: Directory): unknown {
  return {
    lists: ['', ...FOLDERS].map((path) => directory.list(path)),
    files: FILES.map((path) => (directory.exists(path) ? asText(directory.read(path)) : undefined)),
  };
}

describe('MemoryDirectory', () => {
  it('does what FsDirectory does, errors too, whatever the steps', () => {
    const root = temporaryFolder();
    let run = 0;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const memory = new MemoryDirectory();
        const fs = openFsDirectory(`${root}/${run++}`);
        fs.makeDirectory('');
        for (const { text, run } of steps) {
          expect(
            systemCode(() => run(memory)),
            text,
          ).toBe(systemCode(() => run(fs)));
          expect(stateOf(memory), text).toEqual(stateOf(fs));
        }
      }),
      randomRuns(100),
    );
  });
});
