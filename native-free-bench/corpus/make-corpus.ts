import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createGenerator } from '../generator/generator.js';
import { createHostile } from '../generator/hostile.js';
import { Corpus } from './corpus.js';
import { holdAll } from './held-bytes.js';

export const GENERATED = 'generated';
export const HOSTILE = 'hostile';
const HOUR = 3_600_000;
const START = Date.UTC(2026, 5, 10);
const LF = 10;

/** An input: its bytes, and the year that is told with it. */
export type CorpusSource = {
  readonly name: string;
  readonly raw: Buffer;
  readonly year: number | undefined;
};

/** Some hours of the generator's exhibition network. */
export function generated(seed: number, lines: number, hours: number): CorpusSource {
  const raw = holdAll([
    ...createGenerator({ seed, lines, start: START, spanMillis: hours * HOUR }),
  ]);
  return { name: GENERATED, raw, year: undefined };
}

/** As many hours of the generator's hostile lines. */
export function hostile(seed: number, lines: number, hours: number): CorpusSource {
  const raw = holdAll([...createHostile({ seed, lines, start: START, spanMillis: hours * HOUR })]);
  return { name: HOSTILE, raw, year: undefined };
}

export function realLog(file: string, year: number | undefined): CorpusSource {
  const bytes = readFileSync(file);
  const raw = holdAll([bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes]);
  if (raw.length === 0) throw new Error(`${file} is empty: expected a log`);
  return {
    name: basename(file)
      .replace(/\.gz$/, '')
      .replace(/\.log$/, ''),
    raw,
    year,
  };
}

/** The corpus of a source's first share, up to the end of a line; `folder` is not there yet. */
export function makeCorpus(source: CorpusSource, folder: string, share = 1): Corpus {
  let { raw } = source;
  if (share < 1)
    raw = raw.subarray(0, raw.indexOf(LF, Math.floor(raw.length * share)) + 1 || raw.length);
  mkdirSync(folder);
  const rawFile = join(folder, 'raw.log');
  writeFileSync(rawFile, raw);
  return new Corpus(source.name, rawFile, raw, folder, source.year);
}
