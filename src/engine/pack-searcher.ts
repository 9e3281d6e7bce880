import { type HayabusaError, isHayabusaError } from '../base/errors.js';
import { BlockAnswer } from '../executor/block-answer.js';
import { countBlock, rowsOfBlock } from '../executor/block-rows.js';
import { type CompiledQuery, compileQuery } from '../executor/compiled-query.js';
import { type Candidate, candidateBlocks, countInDictionary } from '../executor/pack-search.js';
import type { SearchProfile, Stage } from '../executor/search-profile.js';
import type { BlockReader } from '../pack/block-reader.js';
import type { PackReader } from '../pack/pack-reader.js';
import type { TimeRange } from '../planner/plan.js';
import type { Query } from '../query/ast.js';
import type { Tally } from '../tally/tally.js';
import type { PackCache } from './pack-cache.js';

/**
 * What is wrong with the store, as a search met it. `lost` says whether messages may be missing from the answer: a
 * damaged index only makes it slower, damaged messages are gone.
 */
export type DamageReport = { readonly error: HayabusaError; readonly lost: boolean };

/** The rows of a block that answer, in order of time. */
export type BlockRows = { readonly rows: Uint32Array; readonly reader: BlockReader };

/**
 * Asks packs and their blocks, one at a time, and goes around damage: each is reported once, and what it costs is left out. In
 * whichever thread; a profile is told what is done. What `onDamage` throws ends the search.
 */
export class PackSearcher {
  readonly cache: PackCache;
  readonly profile: SearchProfile | undefined;
  readonly #onDamage: (report: DamageReport) => void;
  readonly #reported = new Set<string>();
  /** What `onDamage` has thrown, to end the search: no damage to go around. */
  #end: unknown;

  constructor(
    cache: PackCache,
    onDamage: (report: DamageReport) => void,
    profile: SearchProfile | undefined,
  ) {
    this.cache = cache;
    this.#onDamage = onDamage;
    this.profile = profile;
  }

  /** A query as it is run; a profile counts the messages that it looks at. */
  compile(query: Query): CompiledQuery {
    const compiled = compileQuery(query);
    const { profile } = this;
    if (profile === undefined) return compiled;
    return {
      ...compiled,
      test: (pieces) => {
        profile.verified++;
        return compiled.test(pieces);
      },
    };
  }

  /** The blocks of a pack that can hold an answer. */
  candidates(
    pack: PackReader,
    query: CompiledQuery,
    ranges: readonly TimeRange[] | undefined,
  ): Candidate[] {
    try {
      const found = this.timed('lookup', () => candidateBlocks(pack, query, ranges, false));
      this.profile?.addPack(pack, found.length);
      return found;
    } catch (error) {
      if (!isHayabusaError(error, 'corruption')) throw error;
      // Without its index a pack is searched message by message; without its tables not at all.
      return (
        this.unlessDamaged(() => {
          const all = candidateBlocks(pack, query, ranges, true);
          this.report({ error, lost: false });
          return all;
        }) ?? []
      );
    }
  }

  /** How many messages of a pack answer as far as its dictionary says, which is asked for counts, and the blocks that are left. */
  countable(
    pack: PackReader,
    query: CompiledQuery,
    ranges: readonly TimeRange[] | undefined,
    isCount: boolean,
  ): { known: number; candidates: Candidate[] } {
    const counted = isCount ? this.#counted(pack, query, ranges) : undefined;
    if (counted !== undefined) return { known: counted.count, candidates: counted.overlapping };
    return { known: 0, candidates: this.candidates(pack, query, ranges) };
  }

  /** What the dictionary of a pack says of a count; undefined when it cannot tell, or is damaged: `candidates` says so. */
  #counted(
    pack: PackReader,
    query: CompiledQuery,
    ranges: readonly TimeRange[] | undefined,
  ): ReturnType<typeof countInDictionary> {
    try {
      const known = this.timed('lookup', () => countInDictionary(pack, query, ranges));
      if (known !== undefined) this.profile?.addPack(pack, known.overlapping.length);
      return known;
    } catch (error) {
      if (!isHayabusaError(error, 'corruption')) throw error;
      return undefined;
    }
  }

  /** How many messages of a block answer; none of one that cannot be read. One that is `passing` is not kept open. */
  count(candidate: Candidate, query: CompiledQuery, passing: boolean): number {
    const { cache } = this;
    const count = () => countBlock(candidate, query, passing ? cache.passing : cache.block);
    return this.unlessDamaged(() => this.timed('columns', count)) ?? 0;
  }

  /** Adds all messages of a pack to a tally where its index says enough; one that is damaged says nothing. */
  tallyPack(pack: PackReader, tally: Pick<Tally<unknown>, 'addPack'>): boolean {
    try {
      return this.timed('lookup', () => tally.addPack?.(pack) ?? false);
    } catch (error) {
      if (!isHayabusaError(error, 'corruption')) throw error;
      return false;
    }
  }

  /** Adds the answer of a block to a tally; returns how many messages that were. */
  tally(
    candidate: Candidate,
    query: CompiledQuery,
    tally: Pick<Tally<unknown>, 'add'>,
    passing: boolean,
  ): number {
    const { cache } = this;
    const open = passing ? cache.passing : cache.block;
    const add = () =>
      tally.add(new BlockAnswer(candidate, query, open), (error) => this.lost(error));
    return this.unlessDamaged(() => this.timed('columns', add)) ?? 0;
  }

  /** The rows of a block that answer; undefined when it cannot be read. `known` are they, where somebody has searched it. */
  rows(candidate: Candidate, query: CompiledQuery, known?: Uint32Array): BlockRows | undefined {
    const search = () => {
      const reader = this.cache.block(candidate);
      const rows = known ?? rowsOfBlock(candidate, query, reader);
      if (rows.length > 0) {
        // What merging asks for next: damage is met here.
        reader.times();
        reader.arrival();
      }
      return { rows, reader };
    };
    return this.unlessDamaged(() => this.timed('columns', search));
  }

  timed<T>(stage: Stage, action: () => T): T {
    return this.profile === undefined ? action() : this.profile.time(stage, action);
  }

  unlessDamaged<T>(action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      if (error === this.#end || !isHayabusaError(error, 'corruption')) throw error;
      this.lost(error);
      return undefined;
    }
  }

  lost(error: HayabusaError): void {
    this.report({ error, lost: true });
  }

  report(report: DamageReport): void {
    if (this.#reported.has(report.error.message)) return;
    this.#reported.add(report.error.message);
    try {
      this.#onDamage(report);
    } catch (error) {
      this.#end = error;
      throw error;
    }
  }
}
