import { Header, parseHeader } from '../../src/syslog/header.js';
import type { Question } from './random-language.js';

const header = new Header();

/** Whether the parser may take a question for a pasted line, since it states a time: that has tests of its own. */
export function isLine({ text }: Question): boolean {
  const bytes = Buffer.from(text);
  parseHeader(bytes, 0, bytes.length, header);
  return header.timeEnd > header.timeStart;
}
