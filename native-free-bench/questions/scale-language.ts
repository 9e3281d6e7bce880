import { GENERATED } from '../corpus/make-corpus.js';
import { FLAGS, type HayabusaEngine } from '../engines/hayabusa.js';
import { LANGUAGE_LISTS } from '../queries/language-lists.js';
import { all, LANGUAGE_KINDS, type LanguageQuery } from '../queries/language-query.js';
import { FIRST } from '../queries/query.js';
import { Session } from '../sessions/session.js';
import { queryAt } from './language.js';
import { addOneThread, timeHistogram, timeOneThread } from './own-language.js';
import type { Run } from './run.js';
import { timeCommand } from './search.js';

/** A word of the messages that carry needles. */
const BESIDE_NEEDLE = 'attached';
const RARE = 'rare AND common';

/**
 * One question of every kind that the language has to the store of a big run, each once: minutes would become many
 * otherwise. Counts of a fresh process, of one that has the store open and of the histogram's bars must be the same.
 */
export async function askScaleLanguage(
  run: Run,
  own: HayabusaEngine,
  corpus: string,
  path: string,
  needles: ReadonlyMap<string, number>,
): Promise<void> {
  const cell = { question: 'scale', corpus, engine: own.info.name } as const;
  const add = (row: string, millis: number) =>
    run.cells.add({ ...cell, row, unit: 'ms', better: 'less' }, millis);
  const session = await Session.open(own.session(path));
  try {
    // Before it is timed it has answered something else.
    const other = [...needles.keys()].at(-1) ?? BESIDE_NEEDLE;
    await session.ask({ query: all(other, BESIDE_NEEDLE).text, mode: 'count' });
    for (const [kind, query] of questions(needles)) {
      run.progress.step(`big run: ${kind}`);
      const { text } = query;
      const warm = await session.ask({ query: text, mode: 'count' });
      const check = (what: string, got: number, expected: number) => {
        if (got !== expected)
          throw new Error(`big run: ${text}, ${what}: expected ${expected}, got ${got}`);
      };
      if (kind === 'histogram') {
        const { millis, count } = await timeHistogram(own, path, query);
        check('histogram', count, warm.count);
        add('histogram, fresh', millis);
        continue;
      }
      const fresh = await timeCommand(own.ask(path, text, FLAGS.count), 'count');
      check('count', fresh.count, warm.count);
      if (kind === RARE) check('count', fresh.count, [...needles.values()][0] ?? 0);
      add(`${kind}, count, fresh`, fresh.millis);
      await addOneThread(run, cell, `${kind}, count, fresh`, fresh, () =>
        timeOneThread(own, path, query),
      );
      const first = await timeCommand(own.ask(path, text, FLAGS['first 100']), 'first 100');
      check('first 100', first.count, Math.min(FIRST, warm.count));
      add(`${kind}, first 100, fresh`, first.millis);
      add(`${kind}, count, warm`, warm.millis);
    }
  } finally {
    session.close();
  }
}

/** The generator's list, and a needle beside a word that many lines have. */
function questions(needles: ReadonlyMap<string, number>): [kind: string, query: LanguageQuery][] {
  const [needle] = needles.keys();
  const asked: [string, LanguageQuery][] =
    needle === undefined ? [] : [[RARE, all(needle, BESIDE_NEEDLE)]];
  const list = LANGUAGE_LISTS.get(GENERATED);
  if (list !== undefined)
    for (const kind of LANGUAGE_KINDS) asked.push([kind, queryAt(list, kind, 0)]);
  return asked;
}
