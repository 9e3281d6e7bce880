import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../src/query/parser.js';
import { timeZone } from '../../src/syslog/time-zones.js';
import { isLine } from '../model/language-checks.js';
import { randomQuestion } from '../model/random-language.js';
import { StoreModel } from '../model/store-model.js';
import { asText } from '../support/bytes.js';
import { corpusFiles, hasCorpora, linesOf } from '../support/corpora.js';
import { answersPlainly } from '../support/oracle-query.js';
import { Choices } from '../support/oracle-random.js';
import { randomRuns } from '../support/random-runs.js';

/** Lines of each file, and questions about them. */
const LINES = 60;
const QUESTIONS = 300;

/** Random questions on real logs, as texts, through parser and store, against brute force. */
describe.skipIf(!hasCorpora)('language', () => {
  it.each(['vendors', 'torture', 'loghub', 'large'])(
    'answers as brute force does on %s',
    async (folder) => {
      const { seed, numRuns } = randomRuns(QUESTIONS);
      const choices = new Choices(seed);
      const now = Date.UTC(2024, 0, 1);
      const model = new StoreModel(30_000);
      try {
        for (const name of corpusFiles(folder)) {
          const messages = await sample(name, choices);
          const clock = { zone: timeZone('UTC'), reference: now, now, fallback: now };
          model.ingest({ name, framing: 'newline', clock, messages }, choices);
        }
        model.commit();
        model.seal();
        const reader = model.reader();
        const { messages } = model.bruteForce;
        for (let i = 0; i < numRuns; i++) {
          const question = randomQuestion(choices, messages, 'all');
          if (isLine(question)) continue;
          const { query, text } = question;
          const expected = messages
            .filter(({ pieces }) => answersPlainly(query, pieces))
            .map(({ raw }) => raw);
          const plan = { query: parseQuery(text), ranges: undefined };
          const got = [...reader.search(plan, {})].flat().map(({ raw }) => asText(raw));
          const what = JSON.stringify({ text, query });
          expect(got.sort(), what).toEqual(expected.sort());
          let count = 0;
          for (const part of reader.count(plan)) count += part;
          expect(count, what).toBe(expected.length);
        }
      } finally {
        model.close();
      }
    },
    300_000,
  );
});

/** Some of a file's lines: those that come first, and every so many behind them. */
async function sample(path: string, choices: Choices): Promise<{ raw: string; time: undefined }[]> {
  const lines: { raw: string; time: undefined }[] = [];
  let seen = 0;
  for await (const line of linesOf(path)) {
    if (seen++ < LINES / 2 || choices.chance(0.1))
      lines.push({ raw: asText(line), time: undefined });
    if (lines.length === LINES) break;
  }
  return lines;
}
