import type { LeafExplanation } from '../../executor/explanation.js';
import { formatCount, plural } from '../numbers.js';
import { flagOption } from '../option-values.js';
import { visible } from '../terminal-text.js';
import type { SearchSession } from './search-session.js';

/** `--explain`: what the search would do, and how much of the store it would look at. Searches nothing. */
export function explainPlan({ options, reader, plan, output }: SearchSession): number {
  const explanation = reader.explain(plan);
  if (flagOption(options, 'json')) {
    output.line(JSON.stringify(explanation));
    output.flush();
    return 1;
  }
  const { packs, packsInTime, candidatePacks, blocks, candidates } = explanation;
  output.line(
    `query    ${explanation.query === '' ? 'every message' : visible(explanation.query)}`,
  );
  output.line(
    `packs    ${formatCount(packsInTime)} of ${formatCount(packs)} in the time that is asked for`,
  );
  output.line(
    `blocks   ${formatCount(candidates)} of ${formatCount(blocks)} can answer, in ${plural(candidatePacks, 'pack')}: ` +
      `at most ${plural(explanation.candidateMessages, 'message')} of ${formatCount(explanation.messages)}`,
  );
  for (const leaf of explanation.leaves) output.line(`\n${visible(leaf.query)}\n${describe(leaf)}`);
  output.flush();
  return 1;
}

function describe({ lookups, candidates, candidateMessages, decidedBy }: LeafExplanation): string {
  const words = lookups.length === 0 ? 'nothing' : visible(lookups.join(', '));
  const rest = `${plural(candidates, 'block')} with ${plural(candidateMessages, 'message')}`;
  return `  looked up   ${words}\n  leaves      ${rest}\n  decided by  ${DECIDED[decidedBy]}`;
}

const DECIDED: Readonly<Record<LeafExplanation['decidedBy'], string>> = {
  index: 'the index: literals and values of these blocks',
  prefixes: 'the prefixes of messages, one column a block',
  sources: 'where the messages came from, one list a block',
  'index and headers': 'the index first, then the headers of the messages that are left',
  'index and messages': 'the index first, then the messages that are left',
  messages: 'reading messages: no index helps',
};
