import type { Command } from '../measure/command.js';
import { type BenchQuery, FIRST, hayabusaQuery, type Mode } from '../queries/query.js';
import type { Engine, FreshFace, Span, WarmFace } from './engine.js';
import { nodeProgram } from './programs.js';

export type HayabusaOptions = {
  name: string;
  version: string;
  /** Runs without native code. */
  nativeFree: boolean;
};

/** How a mode is asked for. */
export const FLAGS: Readonly<Record<Exclude<Mode, 'hits'>, readonly string[]>> = {
  count: ['-c'],
  'first 100': ['-n', String(FIRST), '--newest-first'],
  all: ['--raw'],
};

const NATIVE_FREE = 'HAYABUSA_NATIVE_FREE';

/** What it can do beyond others: it needs no corpus to store lines, nor to be asked. */
export interface HayabusaEngine extends Engine {
  readonly fresh: FreshFace;
  readonly warm: WarmFace;
  /** Stores a log, `-` for standard input. */
  store(log: string, flags: readonly string[], path: string): Command;
  /** A fresh process that is asked this text, with these flags of the command line. */
  ask(path: string, text: string, flags: readonly string[]): Command;
  /** A fresh process that answers from the store at `path`. */
  search(path: string, query: BenchQuery, mode: Exclude<Mode, 'hits'>, span: Span): Command;
  /** A session on it; of hits it tells nothing without the file that says which line arrived when. */
  session(path: string, lineOfArrivalFile?: string): Command;
}

/** This project's own engine, as its users run it: the command line, default settings. */
export function hayabusa({ name, version, nativeFree }: HayabusaOptions): HayabusaEngine {
  const own = (command: Command): Command => ({
    ...command,
    env: { [NATIVE_FREE]: nativeFree ? '1' : '' },
  });
  const cli = (...args: string[]) => own(nodeProgram('../cli/main.js', ...args));
  const engine: HayabusaEngine = {
    info: {
      name,
      family: 'hayabusa',
      version,
      settings: [
        'defaults, on all cores --threads: a thread a core for inputs of 192 MiB and more; reads the lines as they arrived, parses their headers, syncs, seals',
        ...(nativeFree ? [`${NATIVE_FREE}=1`] : []),
      ],
    },
    store: (log, flags, path) => cli('ingest', '--store', path, ...flags, log),
    ask: (path, text, flags) => cli('search', '--store', path, ...flags, text),
    search(path, query, mode, span) {
      const times =
        span === undefined ? [] : ['--from', iso(span.time), '--to', iso(span.time + 3_600_000)];
      return engine.ask(path, hayabusaQuery(query), [...times, ...FLAGS[mode]]);
    },
    session: (path, lineOfArrivalFile = '') =>
      own(nodeProgram('sessions/hayabusa-session.js', path, lineOfArrivalFile)),
    ingest: {
      commands: (corpus, path, cores) => ({
        commands: [
          engine.store(corpus.rawFile, [...corpus.ingestFlags, '--threads', String(cores)], path),
        ],
        store: { corpus, paths: [path] },
      }),
      oneThread: (corpus, path) =>
        engine.store(corpus.rawFile, [...corpus.ingestFlags, '--threads', '1'], path),
    },
    fresh: {
      command: ({ paths: [path = ''] }, query, mode, span) =>
        mode === 'hits' ? undefined : engine.search(path, query, mode, span),
      hits: () => [],
    },
    warm: {
      command: ({ corpus, paths: [path = ''] }) => engine.session(path, corpus.lineOfArrivalFile),
      query: hayabusaQuery,
    },
  };
  return engine;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
