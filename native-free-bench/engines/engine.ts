import type { Corpus, Slice } from '../corpus/corpus.js';
import type { Command } from '../measure/command.js';
import type { BenchQuery, Mode } from '../queries/query.js';
import type { EngineInfo } from '../result/result.js';

/** Where an engine's store of a corpus is, and what was stored. */
export type StoreOf = {
  readonly corpus: Corpus;
  /** One path for each of the processes that stored it. */
  readonly paths: readonly string[];
};

/** Whose hits are asked for: an hour of the corpus, or all of it. */
export type Span = Slice | undefined;

/** One contestant. What it lacks, it cannot do, and is not asked. */
export interface Engine {
  readonly info: EngineInfo;
  readonly ingest?: IngestFace;
  /** Answers one question with one fresh process. */
  readonly fresh?: FreshFace;
  /** A process that opens the store once, and then answers questions: see sessions/protocol.ts. */
  readonly warm?: WarmFace;
}

export interface IngestFace {
  /**
   * Programs that store the corpus, to run side by side on so many cores, and where. The folder that `path` names is not
   * there yet.
   */
  commands(corpus: Corpus, path: string, cores: number): { commands: Command[]; store: StoreOf };
  /** A program that stores it with one thread alone; absent where that is what `commands` does. */
  oneThread?(corpus: Corpus, path: string): Command;
}

export interface FreshFace {
  /** Makes what `command` needs, outside any timing. Without it, the store that was ingested: see `askIngest`. */
  prepare?(corpus: Corpus, path: string): Promise<StoreOf>;
  /** Undefined when it does not answer such questions. */
  command(store: StoreOf, query: BenchQuery, mode: Mode, span: Span): Command | undefined;
  /** The lines in what a `hits` command printed, in any order. */
  hits(store: StoreOf, output: Buffer, span: Span): number[];
}

export interface WarmFace {
  command(store: StoreOf): Command;
  /** The query as the session is asked it. */
  query(query: BenchQuery): string;
}
