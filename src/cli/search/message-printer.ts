import type { FoundMessage } from '../../executor/found-message.js';
import { jsonLine } from '../message-json.js';
import { flagOption, textOption } from '../option-values.js';
import { printable } from '../terminal-text.js';
import type { SearchSession } from './search-session.js';

const LF = 0x0a;

export type MessagePrinter = (message: FoundMessage) => void;

/** How the options want a message printed. */
export function messagePrinter({ options, output, zone }: SearchSession): MessagePrinter {
  if (flagOption(options, 'json')) return (message) => output.text(jsonLine(message, zone()));
  if (flagOption(options, 'raw') && textOption(options, 'framing') === 'octet')
    return ({ raw }) => {
      output.text(`${raw.length} `);
      output.write(raw);
    };
  const isTerminal = !flagOption(options, 'raw') && process.stdout.isTTY === true;
  return ({ raw }) => {
    output.write(isTerminal ? printable(raw) : raw);
    output.byte(LF);
  };
}
