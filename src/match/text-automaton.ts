import { isWordCharacter } from './ascii-set.js';
import type { ByteProgram } from './byte-program.js';
import type { Assertion } from './regex-parser.js';

/** States that stay: the text holds a match; it cannot be said whether it does. */
export const MATCHED = 1;
export const UNKNOWN = 2;

/** So many states and no more: a text that needs another is not decided. */
const MOST_STATES = 500;

/** What stands before or behind a place of a text. */
const EDGE = 0;
const WORD = 1;
const LINE_FEED = 2;
const OTHER = 3;
type Side = number;

const BLANKS: readonly number[] = [0x20, 0x09];

/** Steps of a program that wait for the next byte, and what stood before it. */
type State = { readonly steps: readonly number[]; readonly before: Side };

/**
 * Whether texts hold what a program finds, read byte by byte and in pieces: a state is all that is known of what was read. States
 * are made when they are first needed, at most so many; each byte is then one look into a table.
 */
export class TextAutomaton {
  /** At the beginning of a text. */
  readonly begin: number;
  /** At a text's beginning, where blanks are not part of it yet. */
  readonly beginBehindBlanks: number;
  /** Where nothing is begun, amid a text. */
  readonly rest: number;
  /** Whether it asks what stands beside a place. */
  readonly hasAssertions: boolean;
  readonly #program: ByteProgram;
  readonly #edge: Side;
  /** `beginBehindBlanks`, when that is no other state. */
  #blankState = -1;
  readonly #states: (State | undefined)[] = [undefined, undefined, undefined];
  readonly #byKey = new Map<string, number>();
  readonly #lists = new Map<string, readonly number[]>();
  /** By state and byte: the state behind it, or 0, when it was never asked for. */
  #table: Uint16Array = new Uint16Array(16 << 8);
  /** Of steps: 1 for those that were met in this walk. */
  readonly #met: Uint8Array;

  constructor(program: ByteProgram) {
    this.#program = program;
    this.#met = new Uint8Array(program.steps.length);
    this.hasAssertions = program.steps.some(({ kind }) => kind === 'assert');
    this.#table.fill(MATCHED, MATCHED << 8, UNKNOWN << 8);
    this.#table.fill(UNKNOWN, UNKNOWN << 8, (UNKNOWN + 1) << 8);
    this.rest = this.#stateOf(this.#closure([], OTHER, OTHER, false), OTHER);
    // A beginning that nothing asks for is like any other place.
    const asksBeginning = program.steps.some(
      (step) => step.kind === 'assert' && /^(?:begin|lineBegin)$/.test(step.assertion),
    );
    this.#edge = asksBeginning ? EDGE : OTHER;
    this.begin = this.#stateOf(this.#closure([], OTHER, OTHER, false), this.#edge);
    this.beginBehindBlanks = this.#behindBlanks();
  }

  /** The state behind bytes [start, end), from another on. */
  run(state: number, bytes: Uint8Array, start: number, end: number): number {
    let table = this.#table;
    let now = state;
    for (let i = start; i < end; i++) {
      let next = table[(now << 8) | bytes[i]!]!;
      if (next === 0) {
        next = this.#step(now, bytes[i]!);
        table = this.#table;
      }
      now = next;
      if (now <= UNKNOWN) break;
    }
    return now;
  }

  /** What a text is known to be that ends in a state: MATCHED, UNKNOWN, or neither. */
  atEnd(state: number): number {
    const known = this.#states[state];
    if (known === undefined || !this.hasAssertions) return state;
    return this.#closure(known.steps, known.before, EDGE, true) === undefined ? MATCHED : state;
  }

  /** Whether a state is one in which nothing is begun. */
  isAtRest(state: number): boolean {
    const known = this.#states[state];
    const { steps } = this.#states[this.rest] ?? {};
    return (
      known !== undefined &&
      state !== this.#blankState &&
      known.before !== EDGE &&
      known.steps === steps
    );
  }

  /**
   * Whether these bytes end whatever may have begun before them: nothing that began there is a match with them, and behind
   * them nothing is begun. What ended before them is not asked.
   */
  closes(bytes: Uint8Array, isLast: boolean): boolean {
    const { steps, isAscii } = this.#program;
    if (bytes.length === 0) return isLast;
    let now: readonly number[] | undefined = steps.flatMap(({ kind }, i) =>
      kind === 'byte' || (kind === 'assert' && !this.#endsAt(i)) ? [i] : [],
    );
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!;
      if (isAscii && byte >= 0x80) return false;
      const before = i === 0 ? undefined : sideOf(bytes[i - 1]!);
      now = this.#next(now, before, byte);
      if (now === undefined) return false;
    }
    if (isLast && !this.hasAssertions) return true;
    return this.#same(now) === this.#states[this.rest]?.steps;
  }

  /** Whether a text of nothing but some bytes may be, or have in it, a match: what stands beside places is not asked. */
  mayMatchWithin(isAllowed: (byte: number) => boolean): boolean {
    const { steps, first } = this.#program;
    const met = new Set<number>();
    const open = [first];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (met.has(at)) continue;
      met.add(at);
      const step = steps[at]!;
      if (step.kind === 'match') return true;
      if (step.kind === 'byte' && !step.bytes.some((is, byte) => is === 1 && isAllowed(byte)))
        continue;
      open.push(step.next);
      if (step.kind === 'fork') open.push(step.other);
    }
    return false;
  }

  #behindBlanks(): number {
    const begin = this.#states[this.begin];
    if (begin === undefined) return this.begin;
    const { rest } = this;
    // Where no match begins with a blank, it is all the same.
    if (!this.hasAssertions && BLANKS.every((blank) => this.#step(rest, blank) === rest))
      return rest;
    const state = this.#add(begin);
    this.#blankState = state;
    for (let byte = 0; byte < 256; byte++) {
      const next = BLANKS.includes(byte) ? state : this.#step(this.begin, byte);
      this.#table[(state << 8) | byte] = next;
    }
    return state;
  }

  #step(from: number, byte: number): number {
    const state = this.#states[from];
    if (state === undefined) return from;
    let to = UNKNOWN;
    if (!this.#program.isAscii || byte < 0x80) {
      const after = this.#next(state.steps, state.before, byte);
      to = this.#stateOf(after, sideOf(byte));
    }
    this.#table[(from << 8) | byte] = to;
    return to;
  }

  /** The steps that wait behind a byte; undefined: a match. Without `before`, whatever it is. */
  #next(
    steps: readonly number[],
    before: Side | undefined,
    byte: number,
  ): readonly number[] | undefined {
    const open = this.hasAssertions ? this.#closure(steps, before, sideOf(byte), true) : steps;
    if (open === undefined) return undefined;
    const targets: number[] = [];
    for (const at of open) {
      const step = this.#program.steps[at]!;
      if (step.kind === 'byte' && step.bytes[byte] === 1) targets.push(step.next);
    }
    return this.#closure(targets, OTHER, OTHER, false);
  }

  /**
   * The bytes and assertions that wait at some steps, and at the first one: sorted; undefined when a match is reached. With
   * `resolves`, assertions are asked: what holds is gone past.
   */
  #closure(
    from: readonly number[],
    before: Side | undefined,
    after: Side,
    resolves: boolean,
  ): readonly number[] | undefined {
    const { steps, first } = this.#program;
    const met = this.#met.fill(0);
    const waiting: number[] = [];
    const open = [...from, first];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (met[at] === 1) continue;
      met[at] = 1;
      const step = steps[at]!;
      if (step.kind === 'match') return undefined;
      if (step.kind === 'fork') open.push(step.next, step.other);
      else if (step.kind === 'byte' || !resolves) waiting.push(at);
      else if (before === undefined || holds(step.assertion, before, after)) open.push(step.next);
    }
    return waiting.sort((a, b) => a - b);
  }

  /** Whether a match is reached from a step without a byte. */
  #endsAt(from: number): boolean {
    const { steps } = this.#program;
    const met = this.#met.fill(0);
    const open = [from];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (met[at] === 1) continue;
      met[at] = 1;
      const step = steps[at]!;
      if (step.kind === 'match') return true;
      if (step.kind === 'byte') continue;
      open.push(step.next);
      if (step.kind === 'fork') open.push(step.other);
    }
    return false;
  }

  /** Always the same list for the same steps. */
  #same(steps: readonly number[]): readonly number[] {
    const key = steps.join();
    const known = this.#lists.get(key);
    if (known !== undefined) return known;
    this.#lists.set(key, steps);
    return steps;
  }

  #stateOf(steps: readonly number[] | undefined, side: Side): number {
    if (steps === undefined) return MATCHED;
    const before = this.hasAssertions ? side : OTHER;
    const key = `${before} ${steps.join()}`;
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    if (this.#states.length >= MOST_STATES) return UNKNOWN;
    const state = this.#add({ steps: this.#same(steps), before });
    this.#byKey.set(key, state);
    return state;
  }

  #add(state: State): number {
    const number = this.#states.push(state) - 1;
    if ((number + 1) << 8 > this.#table.length) {
      const grown = new Uint16Array(2 * this.#table.length);
      grown.set(this.#table);
      this.#table = grown;
    }
    return number;
  }
}

function sideOf(byte: number): Side {
  if (byte === 0x0a) return LINE_FEED;
  return isWordCharacter(byte) ? WORD : OTHER;
}

function holds(assertion: Assertion, before: Side, after: Side): boolean {
  switch (assertion) {
    case 'begin':
      return before === EDGE;
    case 'end':
      return after === EDGE;
    case 'lineBegin':
      return before === EDGE || before === LINE_FEED;
    case 'lineEnd':
      return after === EDGE || after === LINE_FEED;
    case 'word':
      return (before === WORD) !== (after === WORD);
    case 'noWord':
      return (before === WORD) === (after === WORD);
  }
}
