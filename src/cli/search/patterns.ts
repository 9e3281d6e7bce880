import { patterns } from '../../engine/patterns.js';
import { jsonText } from '../message-json.js';
import { formatCount, formatPercent, plural } from '../numbers.js';
import { flagOption } from '../option-values.js';
import { warn } from '../output.js';
import { printable } from '../terminal-text.js';
import { rounded, topOf } from './count-by.js';
import type { SearchSession } from './search-session.js';
import { finished } from './summary-steps.js';

/** `--patterns`: what kinds of messages there are, most frequent first, with an example of each. */
export function printPatterns(session: SearchSession): number {
  const { options, output, reader, plan, progress } = session;
  const { rows, total, left, uncounted } = finished(
    patterns(reader, plan, { top: topOf(session) }),
    progress,
  );
  const digits = formatCount(rows[0]?.count ?? 0).length;
  const line = (count: number, text: string) =>
    `${formatCount(count).padStart(digits)}  ${formatPercent(count, total).padStart(7)}  ${text}`;
  for (const { pattern, count, share, example } of rows) {
    if (flagOption(options, 'json')) {
      const text = Buffer.from(example).toString('utf8');
      output.line(jsonText({ pattern, count, share: rounded(share), example: text }));
      continue;
    }
    output.line(line(count, shown(Buffer.from(pattern))));
    output.line(`${' '.repeat(digits + 11)}${shown(example)}`);
  }
  if (!flagOption(options, 'json') && left.patterns > 0)
    output.line(
      line(left.messages, `(${plural(left.patterns, 'other pattern')}: --top 0 prints all)`),
    );
  output.flush();
  if (uncounted > 0)
    warn(
      `more patterns than are kept apart: ${plural(uncounted, 'message')} of ${formatCount(total)} are in none of them: narrow the query or the time`,
    );
  return total;
}

function shown(bytes: Uint8Array): string {
  return Buffer.from(printable(bytes)).toString('utf8');
}
