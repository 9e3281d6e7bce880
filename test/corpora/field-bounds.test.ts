import { describe, expect, it } from 'vitest';
import { TOKEN_BYTE } from '../../src/analysis/tokenizer.js';
import { Header, parseHeader } from '../../src/syslog/header.js';
import { corpusFiles, hasCorpora, linesOf } from '../support/corpora.js';

/**
 * What narrowing fields by words stands on: a field of the header, and structured data, begins and ends where words do, in the text
 * that is searched.
 */
describe.skipIf(!hasCorpora)('fields of the header', () => {
  it('lie between words and outside of what is cut off, in every line of the corpora', async () => {
    const header = new Header();
    let fields = 0;
    const wrong: string[] = [];
    const check = (line: Uint8Array, start: number, end: number, what: string): void => {
      if (end <= start) return;
      fields++;
      const { prefixStart, prefixEnd, timeStart, timeEnd } = header;
      const touches = (cutStart: number, cutEnd: number) =>
        cutEnd > cutStart && start < cutEnd && end > cutStart;
      const isCut = (at: number) =>
        (at >= prefixStart && at < prefixEnd) || (at >= timeStart && at < timeEnd);
      const isOpen = (at: number, inside: number) =>
        at >= 0 &&
        at < line.length &&
        !isCut(at) &&
        TOKEN_BYTE[line[at]!] !== 0 &&
        TOKEN_BYTE[line[inside]!] !== 0;
      if (
        touches(prefixStart, prefixEnd) ||
        touches(timeStart, timeEnd) ||
        isOpen(start - 1, start) ||
        isOpen(end, end - 1)
      )
        wrong.push(`${what} ${start}-${end} of ${Buffer.from(line.subarray(0, 200)).toString()}`);
    };
    const files = ['vendors', 'torture', 'loghub', 'large'].flatMap(corpusFiles);
    for (const path of files)
      for await (const line of linesOf(path)) {
        parseHeader(line, 0, line.length, header);
        check(line, header.hostStart, header.hostEnd, 'host');
        check(line, header.appStart, header.appEnd, 'app');
        check(line, header.pidStart, header.pidEnd, 'pid');
        check(line, header.msgidStart, header.msgidEnd, 'msgid');
        check(line, header.dataStart, header.dataEnd, 'data');
      }
    expect(wrong).toEqual([]);
    expect(fields).toBeGreaterThan(1_000_000);
  });
});
