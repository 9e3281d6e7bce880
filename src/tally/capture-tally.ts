import type { HayabusaError } from '../base/errors.js';
import type { BlockAnswer } from '../executor/block-answer.js';
import { ReusedView } from '../match/message-view.js';
import type { BlockReader } from '../pack/block-reader.js';
import { eachRow, type Tally } from './tally.js';
import { type TextCapture, type TextCapturer, textCapturer } from './text-capture.js';
import { type ValueCounts, ValueTable } from './value-table.js';

/** Counts messages by what is captured of their searched text. */
export class CaptureTally implements Tally<ValueCounts> {
  readonly #capture: TextCapturer;
  readonly #table = new ValueTable();
  readonly #view = new ReusedView();

  constructor(capture: TextCapture) {
    this.#capture = textCapturer(capture);
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
    return this.#capture(view, (start, end) => this.#table.add(text, start, end));
  }
}
