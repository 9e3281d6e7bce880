import { usage } from '../../base/errors.js';
import { formatCursor, parseCursor } from '../../engine/cursor.js';
import { flagOption, textOption } from '../option-values.js';
import { toStderr } from '../output.js';
import { messagePrinter } from './message-printer.js';
import type { SearchSession } from './search-session.js';

/**
 * `--cursor`: messages in order of arrival, from a cursor on, and behind them the cursor to go on from: with --json the
 * last object, else a line of standard error. It is printed when all messages are, so that whoever has it has them.
 */
export async function printArrivals(session: SearchSession): Promise<number> {
  const { options, reader, plan, limit, output, progress } = session;
  checkAlone(session);
  const { catalog } = reader;
  const after = textOption(options, 'cursor');
  const print = await messagePrinter(session);
  let next = after === undefined ? 0 : parseCursor(after, catalog);
  let found = 0;
  for (const batch of reader.arrivals(plan, {
    from: next,
    ...(limit === undefined ? {} : { limit }),
  })) {
    progress.end();
    for (const message of batch.messages) print(message);
    found += batch.messages.length;
    output.flush();
    next = batch.next;
    await output.hear();
  }
  progress.end();
  const cursor = formatCursor(catalog, next);
  if (flagOption(options, 'json')) {
    output.line(JSON.stringify({ cursor }));
    output.flush();
  } else {
    // Behind the pager, where there is one.
    await output.close();
    toStderr(`cursor: ${cursor}\n`);
  }
  return found;
}

/** Other orders, and other answers, have no place to go on from. */
function checkAlone({ options }: SearchSession): void {
  const others = { count: '-c', quiet: '-q', newestFirst: '--newest-first' };
  for (const [name, flag] of Object.entries(others))
    if (flagOption(options, name))
      throw usage(
        `--cursor prints messages in order of arrival: expected no ${flag} with it, got both`,
      );
}
