import type { Command } from '../measure/command.js';
import { FIRST, hayabusaQuery } from '../queries/query.js';
import type { Engine } from './engine.js';
import { nodeProgram } from './programs.js';

export type HayabusaOptions = {
  name: string;
  version: string;
  /** Runs without native code. */
  nativeFree: boolean;
};

const NATIVE_FREE = 'HAYABUSA_NATIVE_FREE';

/** This project's own engine, as its users run it: the command line, default settings. */
export function hayabusa({ name, version, nativeFree }: HayabusaOptions): Engine {
  const own = (command: Command): Command => ({
    ...command,
    env: { [NATIVE_FREE]: nativeFree ? '1' : '' },
  });
  const cli = (...args: string[]) => own(nodeProgram('../src/cli/main.js', ...args));
  return {
    info: {
      name,
      family: 'hayabusa',
      version,
      settings: [
        'defaults; reads the lines as they arrived, parses their headers, syncs, seals',
        ...(nativeFree ? [`${NATIVE_FREE}=1`] : []),
      ],
    },
    ingest: {
      commands: (corpus, path) => ({
        commands: [cli('ingest', '--store', path, ...corpus.ingestFlags, corpus.rawFile)],
        store: { corpus, paths: [path] },
      }),
    },
    fresh: {
      command({ paths: [path = ''] }, query, mode, span) {
        if (mode === 'hits') return undefined;
        const times =
          span === undefined ? [] : ['--from', iso(span.time), '--to', iso(span.time + 3_600_000)];
        const what =
          mode === 'count'
            ? ['-c']
            : mode === 'first 100'
              ? ['-n', String(FIRST), '--newest-first']
              : ['--raw'];
        return cli('search', '--store', path, ...times, ...what, hayabusaQuery(query));
      },
      hits: () => [],
    },
    warm: {
      command: ({ corpus, paths: [path = ''] }) =>
        own(nodeProgram('sessions/hayabusa-session.js', path, corpus.lineOfArrivalFile)),
      query: hayabusaQuery,
    },
  };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
