import { KIND_IPV6 } from '../../src/analysis/network-terms.js';
import { TermCollector } from '../../src/analysis/term-collector.js';
import { type Duel, duel, sameNumbers } from './duel.js';
import type { Lines } from './generated-lines.js';
import { plainWords } from './plain-tokenizer.js';

/**
 * Lines to sorted words, each with the messages that hold it: `TermCollector` against a `Map` of strings. The collector
 * finds the network terms of the lines as well, within its time; the twin knows words only, and is held to those.
 */
export function tokenizerDuels(lines: Lines, twin: typeof plainWords = plainWords): Duel[] {
  const { text, starts, ends } = lines;
  const collector = new TermCollector();
  const collect = (): { collector: TermCollector; postings: number } => {
    collector.clear();
    for (let n = 0; n < starts.length; n++) {
      collector.startMessage();
      collector.addText(text, starts[n]!, ends[n]!);
    }
    let postings = 0;
    collector.visitSorted(undefined, (_arena, _start, _end, _postings, from, to) => {
      postings += to - from;
    });
    return { collector, postings };
  };
  return [
    duel({
      row: 'tokenise and sort, per message',
      items: starts.length,
      hayabusa: collect,
      plain: () => twin(lines),
      same: (ours, plain) => sameWords(ours.collector, plain),
    }),
  ];
}

/** Whether the collector's words, network terms left out, are the twin's: the same order and the same messages. */
function sameWords(collector: TermCollector, plain: [string, number[]][]): boolean {
  let at = 0;
  let same = true;
  collector.visitSorted(undefined, (arena, start, end, postings, from, to) => {
    if (arena[start]! <= KIND_IPV6) return;
    const entry = plain[at++];
    same &&=
      entry !== undefined &&
      entry[0] === Buffer.from(arena.subarray(start, end)).toString('latin1') &&
      sameNumbers(entry[1], postings.subarray(from, to));
  });
  return same && at === plain.length;
}
