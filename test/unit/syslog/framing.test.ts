import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type FramedBatch,
  type Framer,
  type FramerOptions,
  type FramerState,
  LineFramer,
  OctetFramer,
} from '../../../src/syslog/framing.js';
import { asText, latin1 } from '../../support/bytes.js';

/** One message of a stream: its text, `+` behind it when it goes on in the next, and the offset behind it. */
type Piece = { text: string; offset: number };

function pieces(batch: FramedBatch): Piece[] {
  return Array.from({ length: batch.count }, (_, i) => ({
    text:
      asText(batch.bytes.subarray(batch.starts[i], batch.ends[i])) +
      (batch.continues[i] === 1 ? '+' : ''),
    offset: batch.offsets[i] ?? -1,
  }));
}

/** Frames a stream that arrives in the given chunks. */
function frame(framer: Framer, chunks: readonly string[]): Piece[] {
  const found: Piece[] = [];
  for (const chunk of chunks) {
    const bytes = latin1(chunk);
    found.push(...pieces(framer.push(bytes)));
    // The chunk is the caller's again.
    bytes.fill(0x21);
  }
  found.push(...pieces(framer.finish()));
  return found;
}

const texts = (framer: Framer, ...chunks: string[]) =>
  frame(framer, chunks).map((piece) => piece.text);

/** Cuts a text at the given places. */
function cutUp(text: string, cuts: readonly number[]): string[] {
  const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
  const chunks: string[] = [];
  let from = 0;
  for (const place of [...places, text.length]) {
    chunks.push(text.slice(from, place));
    from = place;
  }
  return chunks;
}

/** Any chunking gives the same messages, and reading can resume behind each of them. */
function checkFramer(
  make: (options: FramerOptions) => Framer,
  alphabet: string,
  limit: number,
): void {
  const stream = fc
    .array(fc.constantFrom(...alphabet), { maxLength: 60 })
    .map((chars) => chars.join(''));
  const cuts = fc.array(fc.nat(60), { maxLength: 12 });
  fc.assert(
    fc.property(stream, cuts, cuts, (text, firstCuts, secondCuts) => {
      const whole = frame(make({ limit }), [text]);
      expect(frame(make({ limit }), cutUp(text, firstCuts))).toEqual(whole);
      const framer = make({ limit });
      const states: FramerState[] = [];
      const before = framer.stateAfter(-1);
      for (const chunk of cutUp(text, firstCuts)) {
        const batch = framer.push(latin1(chunk));
        for (let i = 0; i < batch.count; i++) states.push(framer.stateAfter(i));
      }
      expect(before).toEqual({ offset: 0, continuing: false, rest: 0 });
      for (const [index, state] of states.entries()) {
        expect(state.offset).toBe(whole[index]?.offset);
        expect(state.continuing).toBe(whole[index]?.text.endsWith('+') ?? false);
        const resumed = make({ limit, ...state });
        expect(frame(resumed, cutUp(text.slice(state.offset), secondCuts))).toEqual(
          whole.slice(index + 1),
        );
      }
    }),
    { seed: 6587, numRuns: 1000 },
  );
}

describe('LineFramer', () => {
  const lines = (...chunks: string[]) => texts(new LineFramer(), ...chunks);

  it('LF ends a message; CR, NUL and other bytes belong to it', () => {
    expect(lines('a\nb\n')).toEqual(['a', 'b']);
    expect(lines('a\r\nb\0\xff\n')).toEqual(['a\r', 'b\0\xff']);
    expect(lines('a\rb\x0bc\x0c\n')).toEqual(['a\rb\x0bc\x0c']);
  });

  it('consecutive LFs are empty messages; what stands behind the last one is a message', () => {
    expect(lines('\n\na\n\n')).toEqual(['', '', 'a', '']);
    expect(lines('a\nb')).toEqual(['a', 'b']);
    expect(lines('')).toEqual([]);
    expect(lines()).toEqual([]);
  });

  it('joins what chunks cut', () => {
    expect(lines('a', 'b\nc', '', 'd\n', '\n', 'e')).toEqual(['ab', 'cd', '', 'e']);
  });

  it('gives the chunk itself when nothing was left over', () => {
    const framer = new LineFramer();
    const chunk = latin1('a\nb\nc');
    expect(framer.push(chunk).bytes).toBe(chunk);
    expect(framer.push(latin1('\n')).bytes).not.toBe(chunk);
  });

  it('offsets count from where the stream began, terminators included', () => {
    expect(frame(new LineFramer(), ['a\nbc', 'd\n\ne']).map((piece) => piece.offset)).toEqual([
      2, 6, 7, 8,
    ]);
    expect(
      frame(new LineFramer({ offset: 100 }), ['a\nbc', 'd\n']).map((piece) => piece.offset),
    ).toEqual([102, 106]);
  });

  it('splits lines over the limit behind a byte that is in no word, else at the limit', () => {
    const split = (text: string) => texts(new LineFramer({ limit: 8 }), text);
    expect(split('12345678\n')).toEqual(['12345678']);
    expect(split('123456789\n')).toEqual(['12345678+', '9']);
    expect(split('12 45 789 1\n')).toEqual(['12 45 +', '789 1']);
    expect(split('1234567 9\n')).toEqual(['1234567 +', '9']);
    expect(split('a=b,c=d,e=f,g=h')).toEqual(['a=b,c=d,+', 'e=f,g=h']);
    expect(split('\xe4\xe5\xe6\xe7\xe8\xe9\xea\xeb\xec')).toEqual([
      '\xe4\xe5\xe6\xe7\xe8\xe9\xea\xeb+',
      '\xec',
    ]);
    expect(split('1234567890123456\n')).toEqual(['12345678+', '90123456']);
  });

  it('keeps no more of an endless line than the limit and a chunk', () => {
    const framer = new LineFramer({ limit: 1000 });
    const chunk = latin1('word '.repeat(200));
    let bytes = 0;
    for (let i = 0; i < 500; i++) {
      const batch = framer.push(chunk);
      expect(batch.bytes.length).toBeLessThanOrEqual(2 * chunk.length);
      for (const piece of pieces(batch)) bytes += piece.text.length - 1;
    }
    const [last, ...more] = pieces(framer.finish());
    expect(more).toEqual([]);
    expect(bytes + (last?.text.length ?? 0)).toBe(500 * chunk.length);
  });

  it('any chunking gives the same messages, and any message can be resumed behind', () => {
    checkFramer((options) => new LineFramer(options), 'ab \n', 8);
    checkFramer((options) => new LineFramer(options), 'ab -\n\r\0\xff', 3);
  });
});

describe('OctetFramer', () => {
  const octets = (...chunks: string[]) => texts(new OctetFramer(), ...chunks);

  it('counts octets; LFs within a message belong to it, between messages they do not', () => {
    expect(octets('5 hello3 a\nb')).toEqual(['hello', 'a\nb']);
    expect(octets('5 hello\n\n3 a\nb\n')).toEqual(['hello', 'a\nb']);
    expect(octets('6 hello\n3 a\nb')).toEqual(['hello\n', 'a\nb']);
    expect(octets('11 <13>1 - - -')).toEqual(['<13>1 - - -']);
  });

  it('joins what chunks cut, within counts too', () => {
    expect(octets('1', '0 01234', '56789', '', '2', ' ', 'ab')).toEqual(['0123456789', 'ab']);
  });

  it('where no count stands, the line is one message, and counted', () => {
    const check = (stream: string, expected: string[], malformed: number) => {
      const framer = new OctetFramer();
      expect(texts(framer, stream)).toEqual(expected);
      expect(framer.counters).toEqual({ malformed, truncated: 0 });
    };
    check('<13>x\n3 abc', ['<13>x', 'abc'], 1);
    check('3 abcx yz\n2 ab', ['abc', 'x yz', 'ab'], 1);
    check('0 abc\n', ['0 abc'], 1);
    check('3 one0 3 two0 ', ['one', '', 'two', ''], 0);
    check('03 abc\n', ['03 abc'], 1);
    check('12x\n13', ['12x', '13'], 2);
    check('1234567890 abc\n', ['1234567890 abc'], 1);
    check(' 3 abc', [' 3 abc'], 1);
  });

  it('a message that the end cuts off is kept, and counted', () => {
    const check = (stream: string, expected: string[]) => {
      const framer = new OctetFramer();
      expect(texts(framer, stream)).toEqual(expected);
      expect(framer.counters).toEqual({ malformed: 0, truncated: 1 });
    };
    check('5 hel', ['hel']);
    check('3 abc5 ', ['abc', '']);
  });

  it('splits messages over the limit', () => {
    expect(texts(new OctetFramer({ limit: 8 }), '11 12 45 789 1', '2 ab')).toEqual([
      '12 45 +',
      '789 1',
      'ab',
    ]);
    expect(texts(new OctetFramer({ limit: 4 }), 'abcdefghij\n2 ab')).toEqual([
      'abcd+',
      'efgh+',
      'ij',
      'ab',
    ]);
  });

  it('a count of gigabytes takes no memory of that size', () => {
    const framer = new OctetFramer({ limit: 1000 });
    framer.push(latin1('999999999 '));
    for (let i = 0; i < 200; i++)
      expect(framer.push(latin1('word '.repeat(200))).bytes.length).toBeLessThanOrEqual(2000);
  });

  it('offsets', () => {
    expect(
      frame(new OctetFramer(), ['5 hello\n3 abc\nxy\n1 a']).map((piece) => piece.offset),
    ).toEqual([7, 13, 17, 20]);
  });

  it('any chunking gives the same messages, and any message can be resumed behind', () => {
    checkFramer((options) => new OctetFramer(options), '12 ab\n', 8);
    checkFramer((options) => new OctetFramer(options), '123456 a', 3);
  });
});
