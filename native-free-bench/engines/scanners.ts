import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { gzipSync } from 'node:zlib';
import type { Corpus } from '../corpus/corpus.js';
import { type Command, runAll } from '../measure/command.js';
import { outputLines } from '../measure/output-lines.js';
import type { Stage } from '../queries/language-query.js';
import { FIRST, type Mode, patterns } from '../queries/query.js';
import type { Engine, FreshFace, Span, StoreOf } from './engine.js';
import { quoted, shell } from './programs.js';

/** Files whose lines are searched, and which line each begins with. */
type Files = { names: readonly string[]; firsts: readonly number[] };

type Scanner = {
  readonly dialect: 'grep' | 'ripgrep';
  /** `grep -E -i`, with flags that depend on what is wanted. */
  readonly program: string;
  readonly limit: string;
};

/** As it is listed. */
export const RIPGREP_NAME = 'ripgrep';
const GREP: Scanner = { dialect: 'grep', program: 'grep -a -i -E', limit: `-m ${FIRST}` };
const RIPGREP: Scanner = {
  dialect: 'ripgrep',
  program: `rg --no-config -a -i -N -I --no-unicode --encoding none --color never -j ${cpus().length}`,
  limit: `-m ${FIRST}`,
};
/** Between the answers to the clauses of a query. */
const SECTION_END = '-- end of clause --';
const SPEED =
  'LC_ALL=C; patterns are bounded by what no word holds; AND is a pipe, the rarest word first';

export function grep(version: string): Engine {
  return {
    info: { name: 'grep', family: 'scan', version, settings: [GREP.program, SPEED] },
    fresh: scan(GREP, ({ corpus }, span) => {
      if (span === undefined) return { names: [corpus.textFile], firsts: [0] };
      return { names: [corpus.sliceFile(span)], firsts: [span.first] };
    }),
  };
}

/** Gets the text in as many files as there are cores: it searches a file with one thread. */
export function ripgrep(version: string): Engine {
  return {
    info: {
      name: RIPGREP_NAME,
      family: 'scan',
      version,
      settings: [RIPGREP.program, SPEED, 'one file a core: it searches a file with one thread'],
    },
    fresh: scan(RIPGREP, ({ corpus }, span) => {
      if (span !== undefined) return { names: [corpus.sliceFile(span)], firsts: [span.first] };
      return partsOf(corpus);
    }),
  };
}

/** As many files as there are cores. */
function partsOf(corpus: Corpus): Files {
  const parts = corpus.parts(cpus().length);
  return {
    names: parts.map((part) => corpus.partFile(part)),
    firsts: parts.map(({ first }) => first),
  };
}

function scan(scanner: Scanner, filesOf: (store: StoreOf, span: Span) => Files): FreshFace {
  return {
    prepare: async (corpus) => ({ corpus, paths: [] }),
    command: (store, query, mode, span) => {
      const stages = patterns(query, scanner.dialect).map((pattern) => ({ pattern }));
      return shell(pipeline(scanner, stages, mode, filesOf(store, span).names));
    },
    hits: (store, output, span) => linesIn(output, filesOf(store, span)),
  };
}

/** Ripgrep over all lines of a corpus, one stage after the other. */
export function ripgrepOver(corpus: Corpus): {
  command: (stages: readonly Stage[], mode: Mode) => Command;
  hits: (output: Buffer) => number[];
} {
  const files = partsOf(corpus);
  return { command: ripgrepIn(files.names), hits: (output) => linesIn(output, files) };
}

/** Ripgrep over files of lines, one stage after the other. */
export function ripgrepIn(
  names: readonly string[],
): (stages: readonly Stage[], mode: Mode) => Command {
  return (stages, mode) => shell(pipeline(RIPGREP, stages, mode, names));
}

/** The lines that all stages of a `hits` command printed. */
function linesIn(output: Buffer, { names, firsts }: Files): number[] {
  let kept: number[] | undefined;
  let section: number[] = [];
  for (const place of outputLines(output)) {
    if (place === SECTION_END) {
      kept = kept === undefined ? section : common(kept, new Set(section));
      section = [];
      continue;
    }
    const colon = place.lastIndexOf(':');
    const name = place.slice(0, colon);
    section.push(firsts[names.indexOf(name)]! + Number(place.slice(colon + 1)) - 1);
  }
  return kept ?? [];
}

function common(lines: readonly number[], others: ReadonlySet<number>): number[] {
  return lines.filter((line) => others.has(line));
}

/** One program a stage; the first reads the files, the last counts or stops. */
function pipeline(
  { program, limit }: Scanner,
  stages: readonly Stage[],
  mode: Mode,
  names: readonly string[],
): string {
  const all = stages.map(({ pattern, not }) => (not ? '-v ' : '') + quoted(pattern));
  const files = names.map(quoted).join(' ');
  if (mode === 'hits') {
    // A pattern could match the name and number in front of the text: one search a clause, put together by `hits`.
    const numbered = `${program.replace(' -N -I', '')} -n -H`;
    // All names are of one folder, which may have a colon in its name.
    const fields = `1-${names[0]!.split(':').length + 1}`;
    return all
      .map(
        (each) => `${numbered} ${each} ${files} | cut -d: -f${fields}; echo ${quoted(SECTION_END)}`,
      )
      .join('; ');
  }
  const programs = all.map((pattern, i) => {
    const isLast = i === all.length - 1;
    const what = !isLast ? '' : mode === 'count' ? ' -c' : mode === 'first 100' ? ` ${limit}` : '';
    return `${program}${what} ${pattern}${i === 0 ? ` ${files}` : ''}`;
  });
  // Of several files each gives its first.
  if (mode === 'first 100' && names.length > 1 && all.length === 1)
    programs.push(`head -n ${FIRST}`);
  return programs.join(' | ');
}

type Compressed = {
  name: string;
  dialect: 'grep' | 'ripgrep';
  version: string;
  extension: string;
  line: (pattern: string, file: string) => string;
  compress: (text: string, path: string) => Promise<void>;
};

async function gzipFile(text: string, path: string): Promise<void> {
  writeFileSync(path, gzipSync(readFileSync(text)));
}

/** Searches of the compressed text: whole span, count. Versions of those that are there with what they need. */
export function compressedScanners(have: {
  gzip?: string;
  lz4?: string;
  ripgrep?: string;
}): Engine[] {
  const all: (Compressed | undefined)[] = [
    have.gzip === undefined
      ? undefined
      : {
          name: 'gzip -dc | grep',
          dialect: 'grep',
          version: have.gzip,
          extension: 'gz',
          line: (pattern, file) => `gzip -dc ${file} | ${GREP.program} -c ${pattern}`,
          compress: gzipFile,
        },
    have.lz4 === undefined
      ? undefined
      : {
          name: 'lz4 -dc | grep',
          dialect: 'grep',
          version: have.lz4,
          extension: 'lz4',
          line: (pattern, file) => `lz4 -dc ${file} | ${GREP.program} -c ${pattern}`,
          compress: async (text, path) => {
            await runAll([shell(`lz4 -q ${quoted(text)} ${quoted(path)}`)]);
          },
        },
    have.ripgrep === undefined
      ? undefined
      : {
          name: 'ripgrep -z, gzip',
          dialect: 'ripgrep',
          version: have.ripgrep,
          extension: 'gz',
          line: (pattern, file) => `${RIPGREP.program} -z -c ${pattern} ${file}`,
          compress: gzipFile,
        },
  ];
  return all.filter((each) => each !== undefined).map(compressedScanner);
}

function compressedScanner({
  name,
  dialect,
  version,
  extension,
  line,
  compress,
}: Compressed): Engine {
  return {
    info: {
      name,
      family: 'scan',
      version,
      settings: [line('PATTERN', `FILE.${extension}`), SPEED],
    },
    fresh: {
      async prepare(corpus, path) {
        const file = `${path}.${extension}`;
        await compress(corpus.textFile, file);
        return { corpus, paths: [file] };
      },
      command({ paths: [path = ''] }, query, mode, span) {
        if (mode !== 'count' || span !== undefined) return undefined;
        const [first = '', ...others] = patterns(query, dialect);
        const { program } = dialect === 'grep' ? GREP : RIPGREP;
        const piped = others.map((pattern) => `${program} -c ${quoted(pattern)}`);
        const start = line(quoted(first), quoted(path));
        return shell(
          piped.length === 0 ? start : [start.replace(' -c ', ' '), ...piped].join(' | '),
        );
      },
      hits: () => [],
    },
  };
}
