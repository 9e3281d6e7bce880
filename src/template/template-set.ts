import { SLOT_KIND, SLOT_PLAIN, SLOT_PREFIX, SLOT_TIME } from './line-scanner.js';
import type { Template } from './template.js';

/** What a field is called that no literal names. */
const PREFIX_FIELD = '<pri>';
const TIME_FIELD = '<time>';
const PLAIN_FIELD = '<text>';

/** The templates of a pack, each once, and the fields that their slots share. */
export class TemplateSet {
  readonly templates: Template[] = [];
  /** Names of fields: the literal text before their values. */
  readonly fields: string[] = [];
  /** What fills the slots of each field. */
  readonly fieldKinds: number[] = [];
  readonly #byKey = new Map<string, number>();
  readonly #fieldByName = new Map<string, number>();

  /** What templates take: the bytes of their literals, and 16 for each literal. */
  bytes = 0;

  get count(): number {
    return this.templates.length;
  }

  clear(): void {
    this.bytes = 0;
    this.templates.length = 0;
    this.fields.length = 0;
    this.fieldKinds.length = 0;
    this.#byKey.clear();
    this.#fieldByName.clear();
  }

  /** The number of the template of these literals and kinds of slots, of timestamps with their spelling. Keeps the literals. */
  add(literals: readonly Uint8Array[], kinds: readonly number[]): number {
    const texts = literals.map((literal) =>
      Buffer.from(literal.buffer, literal.byteOffset, literal.length).toString('latin1'),
    );
    // Lengths first: no text can be taken for a separator.
    const key = `${kinds.join()} ${texts.map((text) => text.length).join()} ${texts.join('')}`;
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    for (const { length } of literals) this.bytes += length + 16;
    const fields = new Int32Array(kinds.length);
    const used = new Set<number>();
    const app = /[A-Za-z][A-Za-z_]*/.exec(texts.join(' '))?.[0] ?? '';
    let before = '';
    kinds.forEach((kind, slot) => {
      before = fieldName(kind & SLOT_KIND, texts[slot]!, before, app);
      let field = this.#field(before, kind);
      for (let again = 2; used.has(field); again++) field = this.#field(`${before}#${again}`, kind);
      used.add(field);
      fields[slot] = field;
    });
    const number =
      this.templates.push({
        literals,
        kinds: Uint8Array.from(kinds, (kind) => kind & SLOT_KIND),
        fields,
      }) - 1;
    this.#byKey.set(key, number);
    return number;
  }

  /** The template of a message that is kept as plain text. */
  plain(kinds: readonly number[]): number {
    const key = kinds.join();
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const number = this.add(
      Array.from({ length: kinds.length + 1 }, () => new Uint8Array(0)),
      kinds,
    );
    this.#byKey.set(key, number);
    return number;
  }

  #field(name: string, kind: number): number {
    // Timestamps of another spelling are another field of the same name.
    const key = kind > SLOT_KIND ? `${name}${kind}` : name;
    let field = this.#fieldByName.get(key);
    if (field === undefined) {
      field = this.fields.push(name) - 1;
      this.fieldKinds.push(kind & SLOT_KIND);
      this.#fieldByName.set(key, field);
    }
    return field;
  }
}

/** The word before a value with what stands between (`SRC=`, `port `); where there is no word, the field before. */
function fieldName(kind: number, literal: string, before: string, app: string): string {
  if (kind === SLOT_PREFIX) return PREFIX_FIELD;
  if (kind === SLOT_TIME) return TIME_FIELD;
  if (kind === SLOT_PLAIN) return PLAIN_FIELD;
  const word = /[A-Za-z_]{2,}[^A-Za-z]*$/.exec(literal);
  if (word !== null) return word[0].slice(-40);
  return `${app}|${before.slice(before.lastIndexOf('|') + 1)}${literal}\u0001`.slice(-48);
}
