import { type SearchProfile, STAGES, type Stage } from '../../executor/search-profile.js';
import { formatBytes, formatCount, plural } from '../numbers.js';

const WHAT: Readonly<Record<Stage, string>> = {
  open: 'opening packs',
  lookup: 'dictionaries and posting lists',
  columns: 'columns and verification',
  messages: 'making messages',
};

/** What a search did, for people, as lines. */
export function profileReport(profile: SearchProfile): string {
  const { packs, packsInTime, packsAnswering, blocks, candidates, blocksOpened } = profile;
  const lines = [
    `packs     ${formatCount(packs)}: ${formatCount(packsInTime)} in time, ${formatCount(packsAnswering)} with blocks that can answer`,
    `blocks    ${formatCount(blocks)}: ${formatCount(candidates)} can answer, ${formatCount(blocksOpened)} opened`,
    `postings  ${plural(profile.postingLists, 'list')} decoded`,
    `messages  ${formatCount(profile.verified)} looked at to verify, ${formatCount(profile.printed)} made to be printed`,
    `files     ${formatBytes(profile.bytesRead)} in ${plural(profile.reads, 'read')}`,
    ...STAGES.map((stage) => `${profile.millis[stage].toFixed(1).padStart(9)} ms  ${WHAT[stage]}`),
  ];
  return `${lines.join('\n')}\n`;
}
