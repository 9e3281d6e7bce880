import { TOKEN_BYTE } from '../analysis/tokenizer.js';
import { parseRegex, type RegexNode } from './regex-parser.js';

/** The most alternatives of a list, and the most bytes of a literal. Beyond, a new list begins. */
const MOST_ALTERNATIVES = 16;
const MOST_OF_CASES = 4;
const MOST_BYTES = 64;
/** A literal of one byte says too little to be looked for. */
const LEAST_BYTES = 2;

/**
 * What every match of a regular expression has: of each list at least one literal stands in it, when the ASCII letters of
 * the text are folded to lower case, as the literals are. Each has two bytes or more, in UTF-8. No list where nothing is
 * certain. Of the expression RE2 has to think well.
 */
export function requiredLiterals(
  source: string,
  ignoreCase: boolean,
): readonly (readonly Uint8Array[])[] {
  const node = parseRegex(source, ignoreCase);
  if (node === undefined) return [];
  const { whole, lists } = contentsOf(node);
  const all = whole === undefined ? lists : withList(lists, whole);
  return all.map((list) => list.map((text) => new Uint8Array(Buffer.from(text, 'utf8'))));
}

/**
 * The word that every match of a regular expression begins with, folded likewise: what it has before the first byte that is
 * not of a word, where all of that is certain. Undefined where nothing is.
 */
export function leadingWord(source: string, ignoreCase: boolean): Uint8Array | undefined {
  const node = parseRegex(source, ignoreCase);
  const [word, ...others] = node === undefined ? [] : beginningsOf(node).map(wordBefore);
  const isSame = others.every((other) => Buffer.compare(other, word!) === 0);
  return isSame && word !== undefined && word.length > 0 ? word : undefined;
}

/** The word that a text begins with, when it ends there too; else nothing. */
function wordBefore(text: string): Uint8Array {
  const bytes = new Uint8Array(Buffer.from(text, 'utf8'));
  return bytes.subarray(
    0,
    Math.max(
      0,
      bytes.findIndex((byte) => TOKEN_BYTE[byte] === 0),
    ),
  );
}

/** Texts of which every match begins with one: the longest that are certain. */
function beginningsOf(node: RegexNode): List {
  const { whole } = contentsOf(node);
  if (whole !== undefined) return whole;
  if (node.kind === 'repeat' && node.least > 0) return beginningsOf(node.part);
  if (node.kind !== 'sequence') return [''];
  let current: List = [''];
  for (const part of node.parts) {
    const { whole: all } = contentsOf(part);
    const joined = joinedTexts(current, all ?? beginningsOf(part));
    if (joined === undefined) break;
    current = joined;
    if (all === undefined) break;
  }
  return current;
}

/** Literals, as texts, one of which a match has. */
type List = readonly string[];

/** What matches of a part hold: with `whole` they are one of these texts and nothing more; else one of each list. */
type Contents = { readonly whole: List | undefined; readonly lists: readonly List[] };

const ANYTHING: Contents = { whole: undefined, lists: [] };
const NOTHING: Contents = { whole: [''], lists: [] };

function contentsOf(node: RegexNode): Contents {
  switch (node.kind) {
    case 'empty':
      return NOTHING;
    case 'character':
      return node.choices === undefined ? ANYTHING : { whole: node.choices, lists: [] };
    case 'sequence':
      return sequence(node.parts.map(contentsOf));
    case 'either':
      return either(node.parts.map(contentsOf));
    case 'repeat':
      return repeat(contentsOf(node.part), node.least, node.most);
  }
}

/** Parts one behind the other: while they are whole they make longer texts. */
function sequence(parts: readonly Contents[]): Contents {
  let lists: readonly List[] = [];
  let current: List = [''];
  let isWhole = true;
  for (const { whole, lists: more } of parts) {
    const joined = whole === undefined ? undefined : joinedTexts(current, whole);
    if (joined !== undefined) {
      current = joined;
      continue;
    }
    isWhole = false;
    lists = [...withList(lists, current), ...more];
    current = whole ?? [''];
  }
  return isWhole
    ? { whole: current, lists: [] }
    : { whole: undefined, lists: withList(lists, current) };
}

/** Every text of one followed by every text of the other; undefined when these are too many or too long. */
function joinedTexts(left: List, right: List): List | undefined {
  const most = right.length > 1 || left.length > 1 ? MOST_ALTERNATIVES : 1;
  if (left.length * right.length > most) return undefined;
  // The other cases of k and s double what is looked for and are hardly ever there.
  const isCase = right.length === 2 && (right[1] === '\u212a' || right[1] === '\u017f');
  if (isCase && left.length * 2 > MOST_OF_CASES) return undefined;
  const joined = left.flatMap((before) => right.map((after) => before + after));
  return joined.every((text) => text.length <= MOST_BYTES) ? joined : undefined;
}

function either(parts: readonly Contents[]): Contents {
  if (parts.every(({ whole }) => whole !== undefined)) {
    const texts = [...new Set(parts.flatMap(({ whole }) => whole ?? []))];
    if (texts.length <= MOST_ALTERNATIVES) return { whole: texts, lists: [] };
  }
  const chosen: string[] = [];
  for (const { whole, lists } of parts) {
    const best = bestOf(whole === undefined ? lists : withList(lists, whole));
    if (best === undefined) return ANYTHING;
    chosen.push(...best);
  }
  const texts = [...new Set(chosen)];
  return { whole: undefined, lists: texts.length <= MOST_ALTERNATIVES ? [texts] : [] };
}

function repeat({ whole, lists }: Contents, least: number, most: number): Contents {
  if (least === 0) {
    if (most === 1 && whole !== undefined)
      return { whole: [...new Set([...whole, ''])], lists: [] };
    return most === 0 ? NOTHING : ANYTHING;
  }
  if (whole === undefined) return { whole, lists };
  const copies = sequence(new Array<Contents>(Math.min(least, MOST_BYTES)).fill({ whole, lists }));
  if (least === most && least <= MOST_BYTES) return copies;
  // What comes behind is joined to the last copy, what comes before to the first: here only the copies are known.
  return {
    whole: undefined,
    lists: copies.whole === undefined ? copies.lists : withList([], copies.whole),
  };
}

/** The lists with one more, if its literals say enough. */
function withList(lists: readonly List[], list: List): readonly List[] {
  return sizeOf(list) >= LEAST_BYTES ? [...lists, list] : lists;
}

/** The list whose shortest literal is the longest. */
function bestOf(lists: readonly List[]): List | undefined {
  let best: List | undefined;
  for (const list of lists) if (best === undefined || sizeOf(list) > sizeOf(best)) best = list;
  return best;
}

/** Bytes of the shortest literal. */
function sizeOf(list: List): number {
  return Math.min(...list.map((text) => Buffer.byteLength(text)));
}
