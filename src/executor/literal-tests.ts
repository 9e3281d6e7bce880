import type { ValueTest } from '../column/column.js';
import { TemplateHeaders } from '../header/template-headers.js';
import type { TextAutomaton } from '../match/text-automaton.js';
import type { PackReader } from '../pack/pack-reader.js';
import type { Leaf } from '../query/ast.js';
import { TemplateRuns } from './template-runs.js';

const PASSES = 1;
const FAILS = 2;

/** What the literals of a pack's templates answer to tests, each asked once: the same templates come in block after block. */
export class LiteralTests {
  readonly #pack: PackReader;
  readonly #known = new Map<ValueTest, Uint8Array>();
  readonly #runs = new Map<TextAutomaton, TemplateRuns>();
  #headers: TemplateHeaders | undefined;

  constructor(pack: PackReader) {
    this.#pack = pack;
  }

  /** Where the templates have the fields of the header. */
  headers(): TemplateHeaders {
    this.#headers ??= new TemplateHeaders(this.#pack.templates());
    return this.#headers;
  }

  /** What the automaton of a leaf finds in the templates. */
  runs(automaton: TextAutomaton, leaf: Leaf): TemplateRuns {
    let runs = this.#runs.get(automaton);
    if (runs === undefined) {
      runs = new TemplateRuns(automaton, this.#pack.templates(), leaf.kind === 'regex');
      this.#runs.set(automaton, runs);
    }
    return runs;
  }

  /** Whether one of the literals of template `id` passes. */
  passes(valueTest: ValueTest, id: number): boolean {
    const templates = this.#pack.templates();
    let known = this.#known.get(valueTest);
    if (known === undefined) {
      known = new Uint8Array(templates.count);
      this.#known.set(valueTest, known);
    }
    if (known[id] === 0) {
      const isPassed = templates
        .template(id)!
        .literals.some((literal) => valueTest.test(literal, 0, literal.length));
      known[id] = isPassed ? PASSES : FAILS;
    }
    return known[id] === PASSES;
  }
}
