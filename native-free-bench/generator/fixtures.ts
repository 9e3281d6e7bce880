import { gzipSync } from 'node:zlib';
import { createGenerator, type GeneratorOptions } from './generator.js';
import { formatReport } from './report.js';

const HOUR = 3_600_000;

/** The bundled sample: six hours across midnight, UTC. */
export const SAMPLE: GeneratorOptions = {
  seed: 20_260_610,
  lines: 40_000,
  start: Date.UTC(2026, 5, 10, 21),
  spanMillis: 6 * HOUR,
};

/** A few hundred lines to read and to test with: every kind of device, every sort of odd line. */
export const SMALL: GeneratorOptions = {
  seed: 500,
  lines: 500,
  start: Date.UTC(2026, 5, 10, 23, 30),
  spanMillis: HOUR,
  devices: 24,
  oddEvery: 40,
};

/** One file of `fixtures/`; `gzip` says whether it is stored compressed. */
export interface FixtureFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly gzip: boolean;
}

/** All generated files of `fixtures/`, uncompressed. */
export function makeFixtures(): readonly FixtureFile[] {
  return [
    ...makePair('sample', SAMPLE, { gzip: true }),
    ...makePair('small', SMALL, { gzip: false }),
  ];
}

/**
 * Gzip without a time or a machine in its header. (The bytes after the header may still differ between zlib versions:
 * compare what comes out, not what is stored.)
 */
export function compressFixture(bytes: Buffer): Buffer {
  const compressed = gzipSync(bytes, { level: 9 });
  compressed.fill(0, 4, 8);
  compressed[9] = 255;
  return compressed;
}

function makePair(
  stem: string,
  options: GeneratorOptions,
  { gzip }: { gzip: boolean },
): readonly FixtureFile[] {
  const run = createGenerator(options);
  const bytes = Buffer.concat([...run]);
  const report = Buffer.from(formatReport(options, run.report()));
  return [
    { name: gzip ? `${stem}.log.gz` : `${stem}.log`, bytes, gzip },
    { name: `${stem}.needles.json`, bytes: report, gzip: false },
  ];
}
