import { GENERATED } from '../corpus/make-corpus.js';
import { FLAGS, type HayabusaEngine } from '../engines/hayabusa.js';
import { LANGUAGE_LISTS } from '../queries/language-lists.js';
import {
  all,
  any,
  expression,
  type LanguageKind,
  type LanguageQuery,
  substring,
  without,
} from '../queries/language-query.js';
import { FIRST } from '../queries/query.js';
import { Session } from '../sessions/session.js';
import { queryAt } from './language.js';
import { addOneThread, timeHistogram, timeOneThread } from './own-language.js';
import type { Run } from './run.js';
import type { BigText } from './scale-text.js';
import { timeCommand } from './search.js';

/** Words of the messages that carry needles, and of none of them. */
const BESIDE_NEEDLE = 'attached';
const NOT_BESIDE = 'rejected';
/** Asked as of generated lines; what reads many messages would take minutes, and is asked of rare words instead. */
const ASKED: readonly LanguageKind[] = [
  'OR',
  'NOT',
  'phrase',
  'prefix',
  'address',
  'CIDR',
  'histogram',
];
/** A count that takes longer is taken once, milliseconds. */
const TOO_LONG = 10_000;

/** A question, and how many messages answer it, where the generator knows. */
type Asked = { readonly name: string; readonly query: LanguageQuery; readonly known?: number };

/**
 * One question of every kind that the language has to the store of a big run, each once: minutes would become many
 * otherwise. Counts of a fresh process, of one that has the store open, of the histogram's bars and of the generator must
 * be the same.
 */
export async function askScaleLanguage(
  run: Run,
  own: HayabusaEngine,
  corpus: string,
  path: string,
  scanned: BigText | undefined,
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
    for (const { name, query, known } of questions(needles)) {
      run.progress.step(`big run: ${name}`);
      const { text } = query;
      const check = (what: string, got: number, expected: number) => {
        if (got !== expected)
          throw new Error(`big run: ${text}, ${what}: expected ${expected}, got ${got}`);
      };
      const timeWarm = () => session.ask({ query: text, mode: 'count' });
      if (name === 'histogram') {
        const { millis, count } = await timeHistogram(own, path, query);
        check('histogram', count, (await timeWarm()).count);
        add('histogram, fresh', millis);
        continue;
      }
      const fresh = await timeCommand(own.ask(path, text, FLAGS.count), 'count');
      check('count', fresh.count, known ?? fresh.count);
      add(`${name}, count, fresh`, fresh.millis);
      const first = await timeCommand(own.ask(path, text, FLAGS['first 100']), 'first 100');
      check('first 100', first.count, Math.min(FIRST, fresh.count));
      add(`${name}, first 100, fresh`, first.millis);
      await scanned?.time(`${name}, count, fresh`, query.ripgrep, 'count', fresh.count);
      await scanned?.time(`${name}, first 100, fresh`, query.ripgrep, 'first 100', first.count);
      if (fresh.millis > TOO_LONG) {
        run.notes.add(`big run: ${name}: over ${TOO_LONG / 1000} s, counted by one process only`);
        continue;
      }
      await addOneThread(run, cell, `${name}, count, fresh`, fresh, () =>
        timeOneThread(own, path, query),
      );
      const warm = await timeWarm();
      check('count of an open store', warm.count, fresh.count);
      add(`${name}, count, warm`, warm.millis);
    }
  } finally {
    session.close();
  }
}

/** Of needles what is rare, of the generator's list what an index can count. */
function questions(needles: ReadonlyMap<string, number>): Asked[] {
  const [one, other] = needles;
  const asked: Asked[] = [];
  if (one !== undefined && other !== undefined) {
    const [needle, known] = one;
    const part = needle.slice(1, -1);
    asked.push(
      { name: 'rare AND common', query: all(needle, BESIDE_NEEDLE), known },
      { name: 'rare OR rare', query: any(needle, other[0]), known: known + other[1] },
      { name: 'rare NOT common', query: without(needle, NOT_BESIDE), known },
      { name: 'rare substring', query: substring(part), known },
      {
        name: 'rare regular expression',
        query: expression(`${part}[a-z]+ ${BESIDE_NEEDLE}`),
        known,
      },
    );
  }
  const list = LANGUAGE_LISTS.get(GENERATED);
  if (list !== undefined)
    for (const kind of ASKED) asked.push({ name: kind, query: queryAt(list, kind, 0) });
  return asked;
}
