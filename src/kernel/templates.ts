/** The templates of the pack, each once: what `TemplateSet` is in src/template. */
import { equal, hashOf, resize } from './bytes';
import { clearNames, nameFields } from './field-names';
import { generalSlots, kinds, lengths, literalBytes, literals } from './generalise';
import { useCount } from './long-numbers';
import { tellAgain } from './term-table';
import { units } from './term-units';
import { addText } from './terms';

/**
 * Of a template: hash, slots, bytes of its literals with LF behind each, where its description starts in the arena, and as which
 * unit its words were told first, + 1.
 */
const RECORD_BYTES: u32 = 20;
let records: usize = 0;
let room: u32 = 0;
export let templateCount: u32 = 0;
/** Open addressing: a template's number, from 1. */
let table: usize = 0;
let tableSize: u32 = 0;
/** Descriptions: the field of each slot (u32), the length of each literal (u32), the kind of each slot (u8), literals. */
let arena: usize = 0;
let arenaRoom: u32 = 0;
let arenaUsed: u32 = 0;

/** What templates take: the bytes of their literals, and 16 for each literal. */
let bytesTaken: u32 = 0;

export function templatesKnown(): u32 {
  return templateCount;
}

export function templateBytes(): u32 {
  return bytesTaken;
}

export function clearTemplates(): void {
  clearNames();
  templateCount = 0;
  bytesTaken = 0;
  arenaUsed = 0;
  if (table !== 0) memory.fill(table, 0, (<usize>tableSize) << 2);
}

/** The number of the template that `generalise` or `cutPlain` has made. */
export function findTemplate(): u32 {
  if (templateCount * 2 >= tableSize) growTable();
  const lengthBytes = 4 * (generalSlots + 1);
  const hash =
    hashOf(literals, literalBytes) ^
    (hashOf(lengths, lengthBytes) * 3) ^
    (hashOf(kinds, generalSlots) * 5);
  let place = hash & (tableSize - 1);
  for (; ; place = (place + 1) & (tableSize - 1)) {
    const template = load<u32>(table + ((<usize>place) << 2)) - 1;
    if (template === 0xffffffff) break;
    const record = recordOf(template);
    if (load<u32>(record) !== hash || load<u32>(record, 4) !== generalSlots) continue;
    if (load<u32>(record, 8) !== literalBytes) continue;
    const at = arena + load<u32>(record, 12) + ((<usize>generalSlots) << 2);
    if (
      equal(at, lengths, lengthBytes) &&
      equal(at + lengthBytes, kinds, generalSlots) &&
      equal(at + lengthBytes + generalSlots, literals, literalBytes)
    )
      return template;
  }
  store<u32>(table + ((<usize>place) << 2), templateCount + 1);
  return addTemplate(hash);
}

/** The fields of a template's slots. */
export function fieldsOf(template: u32): usize {
  return arena + load<u32>(recordOf(template), 12);
}

/** Tells the words of a template, those of each literal apart, for the unit started last; they are found once in a pack. */
export function tellWords(template: u32): void {
  const record = recordOf(template);
  const told = load<u32>(record, 16);
  if (told !== 0) {
    tellAgain(told - 1);
    return;
  }
  const usesBefore = useCount;
  const text = arena + load<u32>(record, 12) + 9 * load<u32>(record, 4) + 4;
  addText(text, text + load<u32>(record, 8));
  // Long numbers are not among the terms of a unit.
  if (useCount === usesBefore) store<u32>(record, units, 16);
}

/** How many slots a template has. */
export function slotsOf(template: u32): u32 {
  return load<u32>(recordOf(template), 4);
}

/** Where the kinds of its slots stand: behind the length of each literal (u32), and before the literals. */
export function kindsOf(template: u32): usize {
  return lengthsOf(template) + 4 * (<usize>slotsOf(template) + 1);
}

/** Where the lengths of its literals stand. */
export function lengthsOf(template: u32): usize {
  return fieldsOf(template) + 4 * <usize>slotsOf(template);
}

function recordOf(template: u32): usize {
  return records + <usize>(template * RECORD_BYTES);
}

function addTemplate(hash: u32): u32 {
  const template = templateCount++;
  bytesTaken += literalBytes + 15 * (generalSlots + 1);
  if (template >= room) {
    room = 2 * (template + 256);
    records = resize(records, <usize>(room * RECORD_BYTES));
  }
  const bytes = 9 * generalSlots + 4 + literalBytes;
  if (arenaUsed + bytes + 64 > arenaRoom) {
    arenaRoom = 2 * (arenaUsed + bytes + 4096);
    arena = resize(arena, arenaRoom);
  }
  const record = recordOf(template);
  store<u32>(record, hash);
  store<u32>(record, generalSlots, 4);
  store<u32>(record, literalBytes, 8);
  store<u32>(record, arenaUsed, 12);
  store<u32>(record, 0, 16);
  const fields = arena + arenaUsed;
  nameFields(generalSlots, kinds, lengths, literals, fields);
  const sizes = fields + ((<usize>generalSlots) << 2);
  memory.copy(sizes, lengths, 4 * (generalSlots + 1));
  const slotKinds = sizes + ((<usize>generalSlots) << 2) + 4;
  memory.copy(slotKinds, kinds, generalSlots);
  memory.copy(slotKinds + generalSlots, literals, literalBytes);
  arenaUsed = (arenaUsed + bytes + 3) & ~3;
  return template;
}

function growTable(): void {
  tableSize = tableSize === 0 ? 4096 : 4 * tableSize;
  table = resize(table, (<usize>tableSize) << 2);
  memory.fill(table, 0, (<usize>tableSize) << 2);
  for (let template: u32 = 0; template < templateCount; template++) {
    let place = load<u32>(recordOf(template)) & (tableSize - 1);
    while (load<u32>(table + ((<usize>place) << 2)) !== 0) place = (place + 1) & (tableSize - 1);
    store<u32>(table + ((<usize>place) << 2), template + 1);
  }
}
