import type { HayabusaError } from '../base/errors.js';
import { ReusedView } from '../match/message-view.js';
import { compileRegex, type Regex, regexStart } from '../match/regex.js';
import type { BlockReader } from '../pack/block-reader.js';
import type { BlockAnswer } from './block-answer.js';
import { eachRow, type Tally } from './tally.js';
import { type ValueCounts, ValueTable } from './value-table.js';

/** A regular expression as it is typed between slashes. */
export type RegexSource = { readonly source: string; readonly ignoreCase: boolean };

/** Counts messages by what an expression finds first in their searched text: its first group, or all of the match. */
export class MatchTally implements Tally<ValueCounts> {
  readonly #regex: Regex;
  readonly #table = new ValueTable();
  readonly #view = new ReusedView();

  constructor({ source, ignoreCase }: RegexSource) {
    this.#regex = compileRegex(source, ignoreCase);
  }

  add(answer: BlockAnswer, onDamage: (error: HayabusaError) => void): number {
    return eachRow(answer, onDamage, (block, row) => this.#row(block, row));
  }

  part(): ValueCounts {
    return this.#table.part();
  }

  merge(part: ValueCounts): void {
    this.#table.merge(part);
  }

  #row(block: BlockReader, row: number): void {
    if (this.#found(block.messageOf(row), false)) return;
    if (block.info.pieces > 0) {
      // Of a line in pieces, each is searched for itself.
      const { continuations } = block.arrival();
      for (let piece = row + 1; continuations.has(piece); piece++)
        if (this.#found(block.messageOf(piece), true)) return;
    }
    this.#table.none++;
  }

  #found(raw: Uint8Array, isFurtherPiece: boolean): boolean {
    const view = this.#view.look(raw, isFurtherPiece);
    const { text } = view;
    return this.#regex.capture(text, regexStart(view), (start, end) =>
      this.#table.add(text, start, end),
    );
  }
}
