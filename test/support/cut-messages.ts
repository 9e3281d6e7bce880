import fc from 'fast-check';
import type { CutMessage } from './plain-runs.js';
import { trickyText } from './tricky-text.js';

const WORDS = ['session', 'opened', 'for', 'user', 'root', 'Failed', 'sshd', 'kernel', 'DST', 'a'];
const VALUES = ['42', '10.0.0.1', 'eth0', 'userName', 'x-1', '0x1f', 'aB', '\xe3\x83\xad1', '1.5'];
const GAPS = [' ', ' ', ' ', '=', '[', ']', ': ', ':', ', ', '.', '-', '"', '/', '\n', '\0'];

/** What a program may log: words, values and what stands between. */
export const statement: fc.Arbitrary<string> = fc
  .array(
    fc.tuple(
      fc.oneof(
        { arbitrary: fc.constantFrom(...WORDS), weight: 3 },
        { arbitrary: fc.constantFrom(...VALUES), weight: 2 },
      ),
      fc.constantFrom(...GAPS),
    ),
    { maxLength: 10 },
  )
  .map((parts) => parts.map(([word, gap]) => word + gap).join(''));

const text = fc.oneof(statement, trickyText, fc.constant(''));

/** Messages of any bytes, with and without cuts. */
export const cutMessage: fc.Arbitrary<CutMessage> = fc
  .record({
    front: fc.constantFrom('', '', '', '\0', '\xef\xbb\xbf', 'ab', '7'),
    prefix: fc.constantFrom('', '', '<14>', '556 <14>'),
    middle: fc.oneof(fc.constantFrom('', '', '1 ', ': ', ' a'), text),
    stamp: fc.constantFrom('', '', 'Aug 17 09:29:01', '2021-08-17T09:29:01.123Z', '[x]'),
    rest: text,
    host: fc.oneof(fc.constant(undefined), fc.nat(20)),
  })
  .map((message) =>
    message.host !== undefined && message.host > message.rest.length
      ? { ...message, host: 0 }
      : message,
  );
