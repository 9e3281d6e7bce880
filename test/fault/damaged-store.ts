import { expect } from 'vitest';
import { HayabusaError, isHayabusaError } from '../../src/base/errors.js';
import { readCatalog } from '../../src/catalog/catalog-file.js';
import { EMPTY_CATALOG, EMPTY_LOG } from '../../src/catalog/catalog-format.js';
import { type Finding, verifyStore } from '../../src/engine/verify.js';
import type { TimeRange } from '../../src/planner/plan.js';
import type { Directory } from '../../src/storage/directory.js';
import { logPath, packPath } from '../../src/storage/file-names.js';
import {
  type Answer,
  answerOf,
  expectedAnswer,
  type Question,
  type SentMessage,
} from '../support/small-store-answers.js';
import { PIECE_BYTES } from '../support/small-store-lines.js';

/** Asks for all messages of a time. */
export function everythingIn(range: TimeRange): Question {
  return { text: '', ranges: [range], matches: () => true };
}

/** A store that is damaged on purpose, and what it should answer. */
export class DamagedStore {
  readonly directory: Directory;
  readonly #sent: readonly SentMessage[];
  readonly #expected = new Map<string, readonly string[]>();

  constructor(directory: Directory, sent: readonly SentMessage[]) {
    this.directory = directory;
    this.#sent = sent;
  }

  /**
   * Expects a right answer, or fewer messages and a report, or an error; reports and errors name one of the `damaged`
   * files. Messages that are found are always some that should be.
   */
  ask(question: Question, damaged: readonly string[], what: () => string): Answer | undefined {
    const about = () => `${what()}: ${JSON.stringify(question)}`;
    let answer: Answer;
    try {
      answer = answerOf(this.directory, question);
    } catch (error) {
      expectNamed(error, damaged, about);
      return undefined;
    }
    for (const { error } of answer.reports) expectNamed(error, damaged, about);
    const { lines, reports } = answer;
    const expected = this.expected(question);
    const right =
      lines.length === expected.length && lines.every((line, i) => line === expected[i]);
    if (!right && !reports.some(({ lost }) => lost)) expect(lines, about()).toEqual(expected);
    if (!right) this.#expectLess(question, lines, about);
    return answer;
  }

  /** What brute force answers. */
  expected(question: Question): readonly string[] {
    const key = JSON.stringify(question);
    const known = this.#expected.get(key) ?? expectedAnswer(this.#sent, question);
    this.#expected.set(key, known);
    return known;
  }

  #expectLess(question: Question, lines: readonly string[], about: () => string): void {
    const { limit, ...unlimited } = question;
    const whole = this.expected(unlimited);
    if (question.countOnly) {
      if (!(Number(lines[0]) <= Number(whole[0]))) expect.fail(`${about()}: ${lines[0]}`);
      return;
    }
    if (lines.length > (limit ?? whole.length)) expect.fail(`${about()}: ${lines.length} messages`);
    let at = 0;
    for (const line of lines) {
      // Of a line in pieces, those before a lost one may be left.
      at = whole.findIndex((each, i) => i >= at && isLeftOf(line, each)) + 1;
      if (at === 0) expect.fail(`${about()}: not expected, or not here: ${line}`);
    }
  }
}

function isLeftOf(line: string, whole: string): boolean {
  return line === whole || (whole.length > PIECE_BYTES && whole.startsWith(line));
}

/** Expects an error of ours that says where the damage is. */
export function expectNamed(error: unknown, damaged: readonly string[], about: () => string): void {
  if (!(error instanceof HayabusaError))
    expect.fail(`${about()}: ${error instanceof Error ? error.stack : error}`);
  const { details } = error;
  if (!('file' in details) || !damaged.some((path) => details.file.endsWith(path)))
    expect.fail(`${about()}: ${error.message}`);
  expect(['corruption', 'format-too-new', 'format-too-old'], about()).toContain(details.code);
}

/** What verify finds in the catalog and in `paths`; everything must be in one of these files. */
export function findingsIn(
  directory: Directory,
  paths: readonly string[],
  what: () => string,
): Finding[] {
  let findings: Finding[];
  try {
    const { packs, log } = readCatalog(directory);
    const isAsked = (path: string) => paths.includes(path);
    const catalog = {
      packs: packs.filter(({ number }) => isAsked(packPath(number))),
      log: isAsked(logPath(log.number)) ? log : EMPTY_LOG,
    };
    findings = [
      ...verifyStore(directory, { ...EMPTY_CATALOG, ...catalog }, { deep: false }),
    ].flatMap((report) => report.findings);
  } catch (error) {
    if (!isHayabusaError(error)) throw error;
    findings = [{ of: 'messages', error }];
  }
  for (const { error } of findings) expectNamed(error, paths, () => `${what()}: verify`);
  return findings;
}
