import type { TemplateHeaders } from '../header/template-headers.js';
import type { BlockReader } from '../pack/block-reader.js';
import type { BlockInfo } from '../pack/pack-format.js';
import { countBlock, rowsOfBlock } from './block-rows.js';
import type { CompiledQuery } from './compiled-query.js';
import type { Candidate } from './pack-search.js';

/** What a block answers. Nothing of it is read before it is asked for. */
export class BlockAnswer {
  readonly #candidate: Candidate;
  readonly #query: CompiledQuery;
  readonly #open: (candidate: Candidate) => BlockReader;
  #rows: Uint32Array | undefined;

  constructor(
    candidate: Candidate,
    query: CompiledQuery,
    open: (candidate: Candidate) => BlockReader,
  ) {
    this.#candidate = candidate;
    this.#query = query;
    this.#open = open;
  }

  get block(): BlockInfo {
    return this.#candidate.block;
  }

  get reader(): BlockReader {
    return this.#open(this.#candidate);
  }

  /** What the templates of the pack say of headers. */
  get headers(): TemplateHeaders {
    return this.#candidate.literals.headers();
  }

  /** How many rows answer: often known without looking at them. */
  count(): number {
    return this.#rows?.length ?? countBlock(this.#candidate, this.#query, this.#open);
  }

  /** The rows that answer, in order of time; undefined: all of them. */
  rows(): Uint32Array | undefined {
    const { block, ranges, root } = this.#candidate;
    if (ranges === undefined && block.pieces === 0 && root.kind === 'all') return undefined;
    this.#rows ??= rowsOfBlock(this.#candidate, this.#query, this.reader);
    return this.#rows;
  }
}
