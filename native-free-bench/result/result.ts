/** What a run of the benchmark measured, as it stands in `results/*.json`. Plain data. */
export type Result = {
  schema: 1;
  /** Start of the run, ISO 8601, UTC. */
  date: string;
  durationSeconds: number;
  /** What was typed, without folders: `npm run bench -- --corpus auth.log`. */
  command: string;
  machine: Machine;
  seed: number;
  engines: EngineInfo[];
  /** Engines that did not run, and why. */
  absent: { name: string; why: string }[];
  corpora: CorpusInfo[];
  measurements: Measurement[];
  /** What the reader should know of the figures; printed below the table. */
  notes: string[];
};

export type Machine = {
  cpu: string;
  cores: number;
  memoryGiB: number;
  /** `Linux 6.1 x64`. */
  system: string;
  node: string;
  /** The commit, with `-dirty` behind it when files differ from it. */
  commit: string;
};

/** `sqlite` is what ratios are against; `plain` is no engine, but a form of the text (raw, gzip) that sizes are held against. */
export type EngineFamily = 'hayabusa' | 'sqlite' | 'scan' | 'plain';

export type EngineInfo = {
  name: string;
  family: EngineFamily;
  version: string;
  /** Everything that was set for it: pragmas, tokenizer, flags. */
  settings: string[];
};

export type CorpusInfo = {
  name: string;
  lines: number;
  /** As it arrived, each line with its LF. */
  rawBytes: number;
  /** Of the searched text, likewise; absent where it was never written. */
  textBytes?: number;
  /** Hours with messages. */
  hours: number;
};

/** The engine that ratios are of. */
export const OURS = 'hayabusa';

/** What a micro-benchmark's structure is held against, where no SQLite can run. */
export const PLAIN_TWIN = 'plain twin';

export const QUESTIONS = [
  'ingest',
  'store',
  'search',
  'language',
  'growth',
  'paper',
  'scale',
  'micro',
] as const;
export type Question = (typeof QUESTIONS)[number];

/** One cell of the table: one engine's answer to one row, every repeat kept. */
export type Measurement = {
  question: Question;
  /** Name of the corpus; empty for questions that bring their own input. */
  corpus: string;
  row: string;
  /** Where the row stands on the x axis of its chart: times the lines, seconds. */
  x?: number;
  engine: string;
  /** `ms`, `lines/s`, `MB`, … */
  unit: string;
  better: 'less' | 'more';
  /** One value a repeat; the same place in two engines' lists is the same turn. */
  values: number[];
};
