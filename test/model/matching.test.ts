import { describe, expect, it } from 'vitest';
import { anyValueTest } from '../../src/executor/value-tests.js';
import { leafTest } from '../../src/match/leaf-test.js';
import { type MessageView, ReusedView, viewMessage } from '../../src/match/message-view.js';
import { queryTest } from '../../src/match/query-test.js';
import { narrowingOf } from '../../src/planner/narrowing.js';
import type { Query } from '../../src/query/ast.js';
import { timeZone } from '../../src/syslog/time-zones.js';
import { latin1 } from '../support/bytes.js';
import { knownMessages } from '../support/oracle.js';
import { makeMessage } from '../support/oracle-messages.js';
import { answersPlainly } from '../support/oracle-query.js';
import { Choices } from '../support/oracle-random.js';
import { randomRuns } from '../support/random-runs.js';
import { randomQuestion } from './random-language.js';
import { framed } from './store-model.js';

const ROUNDS = 40;
const QUESTIONS = 60;
const TIME = Date.UTC(2024, 4, 15, 12);

/** Random messages, some of them lines in pieces, and random questions about each of them, against brute force. */
describe('queryTest()', () => {
  const { seed, numRuns } = randomRuns(ROUNDS);
  it(`answers as brute force does (${numRuns} rounds from seed ${seed})`, () => {
    let asked = 0;
    let found = 0;
    for (let run = 0; run < numRuns; run++) {
      const choices = new Choices(seed + run);
      const zone = timeZone('UTC');
      const made = Array.from({ length: 60 }, () => makeMessage(choices, TIME, zone));
      const known = [
        ...knownMessages(
          framed(made, 'newline'),
          {
            name: 'a.log',
            framing: 'newline',
            limit: choices.of([100, 1 << 20]),
            clock: { zone, reference: TIME, now: TIME, fallback: TIME },
          },
          0,
        ),
      ];
      const views = known.map(({ pieces }) =>
        pieces.map(({ raw, isFurther }) => viewMessage(raw, isFurther, 'a.log')),
      );
      for (let i = 0; i < QUESTIONS; i++) {
        const { query, text } = randomQuestion(choices, known, 'all');
        const test = queryTest(query);
        const answers = views.map(test);
        const expected = known.map(({ pieces }) => answersPlainly(query, pieces));
        const wrong = expected.findIndex((answer, n) => answer !== answers[n]);
        if (wrong >= 0)
          expect.fail(
            `HAYABUSA_TEST_SEED=${seed + run}: ${text} on ${JSON.stringify(known[wrong]?.raw)}: ` +
              `expected ${expected[wrong]}, got ${answers[wrong]}: ${JSON.stringify(query)}`,
          );
        checkNarrowing(query, views, `HAYABUSA_TEST_SEED=${seed + run}: ${text}`);
        asked++;
        if (expected.some((answer) => answer) && !expected.every((answer) => answer)) found++;
      }
    }
    // Questions that tell messages apart.
    expect(found / asked).toBeGreaterThan(0.5);
  });
});

/** Every piece for which a leaf holds has the terms that the index is asked for; where these decide, no other has them. */
function checkNarrowing(
  query: Query,
  messages: readonly (readonly MessageView[])[],
  what: string,
): void {
  if (query.kind === 'all') return;
  if (query.kind === 'not' || query.kind === 'and' || query.kind === 'or') {
    const parts = query.kind === 'not' ? [query.part] : query.parts;
    for (const part of parts) checkNarrowing(part, messages, what);
    return;
  }
  const test = leafTest(query);
  const { lookups, isExact } = narrowingOf(query);
  const terms = lookups.map(anyValueTest);
  for (const pieces of messages)
    for (const piece of pieces) {
      const holds = test(piece);
      const hasTerms = terms.every((term) => term.test(piece.text, 0, piece.text.length));
      if (holds ? !hasTerms : isExact && hasTerms)
        expect.fail(`${what}: ${JSON.stringify(query)} on ${Buffer.from(piece.raw).toString()}`);
    }
}

describe('narrowingOf()', () => {
  it('minds a byte order mark before the first word', () => {
    const message = viewMessage(new Uint8Array(Buffer.from('\ufeffcron: text')));
    for (const glob of ['cron', 'cr*', 'cr?n', '*n', '*']) {
      const query: Query = { kind: 'field', field: 'app', glob };
      expect(queryTest(query)([message])).toBe(true);
      checkNarrowing(query, [[message]], glob);
    }
  });
});

/** What of a header is set anew for every message. */
const POSITIONS = ['hostStart', 'hostEnd', 'appStart', 'timeEnd', 'dataEnd', 'severity'] as const;

describe('ReusedView', () => {
  it('says of each message what a view of its own says', () => {
    const choices = new Choices(7);
    const reused = new ReusedView();
    for (let i = 0; i < 2000; i++) {
      const { raw } = makeMessage(choices, TIME, timeZone('UTC'));
      const isFurther = choices.chance(0.1);
      const one = viewMessage(latin1(raw), isFurther);
      const other = reused.look(latin1(raw), isFurther);
      expect(Buffer.compare(other.text, one.text)).toBe(0);
      for (const name of POSITIONS) expect(other.header[name]).toBe(one.header[name]);
    }
  });
});
