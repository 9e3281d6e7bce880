import { expect } from 'vitest';
import { HayabusaError, isHayabusaError } from '../../src/base/errors.js';
import { MILLIS_PER_HOUR, type SegmentHour } from '../../src/base/ids.js';
import { readCatalog } from '../../src/catalog/catalog-file.js';
import { verifyHour } from '../../src/engine/verify.js';
import { type Directory, parentOf } from '../../src/storage/directory.js';
import { parseSegmentFolder } from '../../src/storage/file-names.js';
import {
  type Answer,
  answerOf,
  expectedAnswer,
  type Question,
  type SentMessage,
} from '../support/small-store-answers.js';
import { PIECE_BYTES } from '../support/small-store-lines.js';

/** The hour that a file belongs to; undefined for the catalog. */
export function hourOfFile(path: string): SegmentHour | undefined {
  return parseSegmentFolder(parentOf(path));
}

/** Two ranges of times for questions to one hour: all of it, and its part from 1 min 40 s to 10 min. */
export function hourRange(hour: number, whole: boolean): { from: number; to: number }[] {
  const start = hour * MILLIS_PER_HOUR;
  return [
    whole
      ? { from: start, to: start + MILLIS_PER_HOUR }
      : { from: start + 100_000, to: start + 600_000 },
  ];
}

/** Asks for all messages of an hour. */
export function everythingIn(hour: number | undefined): Question {
  return { text: '', ranges: hourRange(hour ?? 0, true), matches: () => true };
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

/** What verify finds in the catalog and in the hours of `paths`; everything must be in one of these files. */
export function findingsIn(
  directory: Directory,
  paths: readonly string[],
  what: () => string,
): HayabusaError[] {
  let findings: HayabusaError[];
  try {
    const hours = paths.map(hourOfFile);
    findings = readCatalog(directory)
      .segments.filter(({ hour }) => hours.includes(hour))
      .flatMap((info) => verifyHour(directory, info, false).findings)
      .map(({ error }) => error);
  } catch (error) {
    if (!isHayabusaError(error)) throw error;
    findings = [error];
  }
  for (const finding of findings) expectNamed(finding, paths, () => `${what()}: verify`);
  return findings;
}
