import { usage } from '../../base/errors.js';
import type { FoundMessage } from '../../executor/found-message.js';
import { jsonLine } from '../message-json.js';
import { flagOption, textOption } from '../option-values.js';
import type { Output } from '../output.js';
import { isTerminal, usesColour } from '../terminal.js';
import { type FormatPart, messageFormat } from './message-format.js';
import { canHaveMatches, type MatchFinder, matchFinder } from './message-matches.js';
import type { SearchSession } from './search-session.js';
import { NO_MATCHES, type TextStyle, writeMatch, writePlain, writeRange } from './text-style.js';

const LF = 0x0a;

/** Prints a message; what answers the query is highlighted where the options and the terminal want it. */
export type MessagePrinter = (message: FoundMessage) => void;

/** How the options want a message printed. */
export async function messagePrinter(session: SearchSession): Promise<MessagePrinter> {
  const { options, output, zone, plan } = session;
  if (flagOption(options, 'json')) return (message) => output.text(jsonLine(message, zone()));
  const isOnlyMatching = flagOption(options, 'onlyMatching');
  if (isOnlyMatching && !canHaveMatches(plan.query))
    throw usage(
      '-o prints what of a message answers the query: expected words to find, got a query that no text answers',
    );
  const style = textStyle(session);
  const find = style.coloured || isOnlyMatching ? await matchFinder(plan.query) : noMatches;
  const matchesOf: MatchFinder = (message) => (message.isContext ? NO_MATCHES : find(message));
  const format = textOption(options, 'format');
  if (isOnlyMatching) return matchPrinter(output, matchesOf, style);
  if (format !== undefined) {
    const partsOf = messageFormat(format, zone);
    return (message) => writeParts(output, message, partsOf(message), matchesOf, style);
  }
  if (flagOption(options, 'raw') && textOption(options, 'framing') === 'octet')
    return ({ raw }) => {
      output.text(`${raw.length} `);
      output.write(raw);
    };
  return (message) => {
    writeRange(output, message.raw, 0, message.raw.length, matchesOf(message), style);
    output.byte(LF);
  };
}

const noMatches: MatchFinder = () => NO_MATCHES;

function textStyle({ options }: SearchSession): TextStyle {
  if (flagOption(options, 'raw')) return { visible: false, coloured: false };
  const coloured = usesColour(
    textOption(options, 'colour') ?? textOption(options, 'color') ?? 'auto',
  );
  return { coloured, visible: coloured || isTerminal() };
}

/** `-o`: each match on a line of its own. */
function matchPrinter(output: Output, matchesOf: MatchFinder, style: TextStyle): MessagePrinter {
  return (message) => {
    const matches = matchesOf(message);
    for (let i = 0; i + 1 < matches.length; i += 2) {
      writeMatch(output, message.raw.subarray(matches[i], matches[i + 1]), style);
      output.byte(LF);
    }
  };
}

function writeParts(
  output: Output,
  message: FoundMessage,
  parts: readonly FormatPart[],
  matchesOf: MatchFinder,
  style: TextStyle,
): void {
  const matches = matchesOf(message);
  for (const part of parts) {
    if (part.kind === 'own') output.text(part.text);
    else if (part.kind === 'bytes') writePlain(output, part.bytes, style);
    else writeRange(output, message.raw, part.start, part.end, matches, style);
  }
  output.byte(LF);
}
