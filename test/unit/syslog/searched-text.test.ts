import { describe, expect, it } from 'vitest';
import { Header, parseHeader } from '../../../src/syslog/header.js';
import { searchedText } from '../../../src/syslog/searched-text.js';
import { bytesOf, parse } from './parsed.js';

describe('searchedText', () => {
  const check = (line: string, text: string) => expect(parse(line).text).toBe(text);

  it('prefix and time become one space each', () => {
    check('<34>1 2003-10-11T22:14:15Z gate su - - - x', ' 1   gate su - - - x');
    check('<34> Oct 11 22:14:15 gate su: x', '    gate su: x');
    check('<34>12: *Oct 11 22:14:15 UTC: %A-3-B: x', ' 12:  : %A-3-B: x');
    check('10.0.0.1 [26/Dec/2016:16:16:28 +0200] x', '10.0.0.1   x');
  });

  it('one space together when they touch', () => {
    check('<34>Oct 11 22:14:15 gate su: x', '  gate su: x');
    check('99 <34>Oct 11 22:14:15 gate su: x', '  gate su: x');
  });

  it('one alone', () => {
    check('<34>su: x', ' su: x');
    check('Oct 11 22:14:15 gate su: x', '  gate su: x');
  });

  it('is the message itself, not copied, when it has neither', () => {
    const bytes = bytesOf('xxplain textyy');
    const header = new Header();
    parseHeader(bytes, 2, 12, header);
    const text = searchedText(bytes, 2, 12, header);
    expect(text.buffer).toBe(bytes.buffer);
    expect(new TextDecoder().decode(text)).toBe('plain text');
  });

  it('a message of nothing but a header', () => {
    check('<34>', ' ');
    check('<34>Oct 11 22:14:15', ' ');
    check('Oct 11 22:14:15', ' ');
    check('', '');
  });
});
