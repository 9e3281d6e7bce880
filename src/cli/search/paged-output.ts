import { flagOption, type OptionValues } from '../option-values.js';
import { Output } from '../output.js';
import { isTerminal } from '../terminal.js';

/**
 * Where a search prints: standard output, by way of a pager where a person looks at messages there. Bytes as they arrived
 * (`--raw`) go past the pager, which would show them in its own way.
 */
export async function searchOutput(options: OptionValues): Promise<Output> {
  const isShort = flagOption(options, 'count') || flagOption(options, 'quiet');
  if (isShort || flagOption(options, 'raw') || options['pager'] === false) return new Output();
  if (!isTerminal()) return new Output();
  const { pagerCommand, PagerSink } = await import('../pager.js');
  const command = pagerCommand(process.env);
  return command === undefined ? new Output() : new Output(new PagerSink(command));
}
