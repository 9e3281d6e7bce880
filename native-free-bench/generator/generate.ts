#!/usr/bin/env node
/** The generator as a command: `node dist/native-free-bench/generator/generate.js --lines 100000 > out.log`. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { parseGenerateArguments, USAGE } from './generate-options.js';
import { createGenerator } from './generator.js';
import { createHostile } from './hostile.js';
import { formatReport } from './report.js';

const EXIT_TROUBLE = 2;

async function generate(): Promise<void> {
  const request = parseGenerateArguments(process.argv.slice(2));
  if (request === undefined) {
    process.stdout.write(USAGE);
    return;
  }
  const run = request.hostile ? createHostile(request.options) : createGenerator(request.options);
  for (const chunk of run) {
    if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
  }
  if (request.report !== undefined)
    writeFileSync(request.report, formatReport(request.options, run.report()));
}

/** True when the reader went away, as `head` does: no trouble of ours. */
function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}

function fail(error: unknown): void {
  if (isBrokenPipe(error)) process.exit(0);
  const [message] = (error instanceof Error ? error.message : String(error)).split(/\n|\. /);
  process.stderr.write(`generate: ${message}\n`);
  process.exit(EXIT_TROUBLE);
}

process.stdout.on('error', fail);
await generate().catch(fail);
