import { MAX_KNOWN_TEMPLATE_BYTES } from '../base/limits.js';
import type { BlockReader } from '../pack/block-reader.js';
import type { StoredTemplates } from '../pack/stored-templates.js';
import { SLOT_PLAIN } from '../template/line-scanner.js';
import type { Template } from '../template/template.js';

/**
 * What is known of templates: of those with the same literals and slots in several packs the same, while there is room for it.
 * What is kept as plain text has no literals to be told by.
 */
export class KnownTemplates<Known> {
  /** Of a pack's templates by their numbers. */
  readonly #byNumber = new WeakMap<StoredTemplates, (Known | undefined)[]>();
  readonly #byText = new Map<string, Known>();
  #bytes = 0;

  /** Of the template at a place of a block. */
  get(block: BlockReader, place: number): Known | undefined {
    const ofPack = this.#ofPack(block);
    const id = block.templateIds[place]!;
    const known = ofPack[id];
    if (known !== undefined) return known;
    const template = block.template(place);
    if (template.kinds.includes(SLOT_PLAIN)) return undefined;
    const same = this.#byText.get(textOf(template));
    if (same !== undefined) ofPack[id] = same;
    return same;
  }

  set(block: BlockReader, place: number, known: Known): void {
    this.#ofPack(block)[block.templateIds[place]!] = known;
    const template = block.template(place);
    if (template.kinds.includes(SLOT_PLAIN)) return;
    const text = textOf(template);
    this.#bytes += text.length;
    if (this.#bytes <= MAX_KNOWN_TEMPLATE_BYTES) this.#byText.set(text, known);
  }

  #ofPack({ templates }: BlockReader): (Known | undefined)[] {
    let known = this.#byNumber.get(templates);
    if (known === undefined) {
      known = new Array<Known | undefined>(templates.count);
      this.#byNumber.set(templates, known);
    }
    return known;
  }
}

/** Memory that serves again. */
let scratch = Buffer.alloc(1024);

/** Literals with their lengths, and the kinds of slots: no two templates that differ in them have the same text. */
function textOf({ literals, kinds }: Template): string {
  let length = kinds.length;
  for (let i = 0; i < literals.length; i++) length += 4 + literals[i]!.length;
  if (length > scratch.length) scratch = Buffer.alloc(2 * length);
  let at = 0;
  for (let i = 0; i < literals.length; i++) {
    const literal = literals[i]!;
    at = scratch.writeUInt32LE(literal.length, at);
    for (let k = 0; k < literal.length; k++) scratch[at++] = literal[k]!;
    if (i < kinds.length) scratch[at++] = kinds[i]!;
  }
  return scratch.toString('latin1', 0, at);
}
