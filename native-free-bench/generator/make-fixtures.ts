#!/usr/bin/env node
/** Writes the generated files of `fixtures/`: `node dist/native-free-bench/generator/make-fixtures.js`, at the top of the project. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compressFixture, makeFixtures } from './fixtures.js';

const FOLDER = 'fixtures';

if (existsSync(FOLDER)) {
  for (const { name, bytes, gzip } of makeFixtures()) {
    const stored = gzip ? compressFixture(bytes) : bytes;
    writeFileSync(join(FOLDER, name), stored);
    process.stdout.write(`${FOLDER}/${name}: ${stored.length} bytes\n`);
  }
} else {
  process.stderr.write(
    'make-fixtures: found no folder "fixtures" here: run it at the top of the project\n',
  );
  process.exitCode = 2;
}
