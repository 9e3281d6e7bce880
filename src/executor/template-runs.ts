import { TOKEN_BYTE } from '../analysis/tokenizer.js';
import { MATCHED, type TextAutomaton, UNKNOWN } from '../match/text-automaton.js';
import type { StoredTemplates } from '../pack/stored-templates.js';
import { SLOT_PREFIX, SLOT_TIME } from '../template/line-scanner.js';

/** What a template says of all of its messages: they match; they do where one value does by itself; values and literals join. */
export const MATCHES = 1;
export const BY_VALUE = 2;
export const JOINED = 3;

/** In place of a prefix or time a searched text has this. */
const SPACE: Uint8Array = Uint8Array.of(0x20);

/** What an automaton finds in the templates of a pack, each asked once: the same come in block after block. */
export class TemplateRuns {
  readonly automaton: TextAutomaton;
  readonly #templates: StoredTemplates;
  readonly #known: Uint8Array;
  readonly #closes = new Map<Uint8Array, boolean>();
  readonly #closesAtEnd = new Map<Uint8Array, boolean>();
  readonly #asksBeginning: boolean;
  /** Of each template a slot before which there are only blanks, or -1. */
  readonly #first: Int16Array;

  /** `asksBeginning`: the blanks that a text begins with when its header's beginning is cut off are not part of it. */
  constructor(automaton: TextAutomaton, templates: StoredTemplates, asksBeginning: boolean) {
    this.automaton = automaton;
    this.#templates = templates;
    this.#known = new Uint8Array(templates.count);
    this.#asksBeginning = asksBeginning;
    this.#first = new Int16Array(templates.count).fill(-1);
  }

  /** MATCHES, BY_VALUE or JOINED. */
  of(id: number): number {
    if (this.#known[id] === 0) this.#known[id] = this.#find(id);
    return this.#known[id]!;
  }

  /** The slot of a template in which the text begins behind blanks that are not part of it, where that matters; -1: none. */
  firstSlot(id: number): number {
    return this.#first[id]!;
  }

  /** The state in which messages of a template begin. */
  beginning(id: number): number {
    const { begin, beginBehindBlanks } = this.automaton;
    return this.#asksBeginning && this.isCut(id, 0) && this.#literal(id, 0).length === 0
      ? beginBehindBlanks
      : begin;
  }

  /** Whether a slot has what is no part of the searched text. */
  isCut(id: number, slot: number): boolean {
    const kind = this.#templates.template(id)?.kinds[slot];
    return kind === SLOT_PREFIX || kind === SLOT_TIME;
  }

  /** The state behind a slot that is cut: two that touch are one space. */
  behindCut(id: number, slot: number, state: number): number {
    const isSecond = slot > 0 && this.isCut(id, slot - 1) && this.#literal(id, slot).length === 0;
    return isSecond ? state : this.automaton.run(state, SPACE, 0, 1);
  }

  /**
   * Whether no value in a slot, which is come to in a state, takes part in a match with what stands beside it: nothing has begun
   * before it, and the literal behind it ends what may begin in it.
   */
  isClosed(id: number, slot: number, state: number): boolean {
    const { automaton } = this;
    const literal = this.#literal(id, slot + 1);
    if (!automaton.isAtRest(state)) {
      if (state !== automaton.beginBehindBlanks) return false;
      const behind = automaton.run(state, literal, 0, literal.length);
      if (!automaton.isAtRest(behind)) return false;
    }
    const isLast = slot + 2 === this.#templates.template(id)!.literals.length;
    const known = isLast ? this.#closesAtEnd : this.#closes;
    let closes = known.get(literal);
    if (closes === undefined) {
      closes = automaton.closes(literal, isLast);
      known.set(literal, closes);
    }
    return closes;
  }

  /** Whether a value in a slot ends where a word does: with what stands behind it. */
  endsWord(id: number, slot: number): boolean {
    return TOKEN_BYTE[this.#literal(id, slot + 1)[0]!] === 0;
  }

  #literal(id: number, index: number): Uint8Array {
    return this.#templates.template(id)!.literals[index]!;
  }

  #find(id: number): number {
    const { automaton } = this;
    if (automaton.hasAssertions) return JOINED;
    const { literals, kinds } = this.#templates.template(id)!;
    let state = this.beginning(id);
    let found = BY_VALUE;
    for (let i = 0; i < literals.length; i++) {
      const literal = literals[i]!;
      // Behind a value, whatever it is, all is open that is so at rest; but blanks may not be part of the text yet.
      state = automaton.run(state, literal, 0, literal.length);
      if (i < kinds.length && this.isCut(id, i)) state = this.behindCut(id, i, state);
      if (state === MATCHED) return MATCHES;
      if (state === UNKNOWN) return JOINED;
      if (i === kinds.length || this.isCut(id, i)) continue;
      const isClosed = this.isClosed(id, i, state);
      if (!isClosed) found = JOINED;
      if (automaton.isAtRest(state) || state !== automaton.beginBehindBlanks)
        state = automaton.rest;
      else {
        if (!isClosed) return JOINED;
        this.#first[id] = i;
      }
    }
    return found;
  }
}
