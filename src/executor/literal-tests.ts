import type { ValueTest } from '../column/column-reader.js';
import type { PackReader } from '../pack/pack-reader.js';

const PASSES = 1;
const FAILS = 2;

/** What the literals of a pack's templates answer to tests, each asked once: the same templates come in block after block. */
export class LiteralTests {
  readonly #pack: PackReader;
  readonly #known = new Map<ValueTest, Uint8Array>();

  constructor(pack: PackReader) {
    this.#pack = pack;
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
