/**
 * Finds the template of each message of a block and gathers its values by field: what `LineScanner`, `TemplateTable.find` and
 * `BlockWriter` do in TypeScript (src/template has what the words mean). A shape that is not known is learned there.
 */
import { equal, resize } from './bytes';
import { addValue, clearFields } from './fields';
import { cutPlain, generalise, generalSlots, plan } from './generalise';
import { clearLearning, mayLearn, startLearning } from './learning';
import { bounds, MAX_SLOTS, numbers, scan, shapeHash, slotEnd, slotStart, slots } from './scan';
import { clearTemplates, fieldsOf, findTemplate, templateCount } from './templates';

const MAX_SHAPES: u32 = 1 << 17;
const MAX_SHAPE_BYTES: u32 = 16 << 20;
const MAX_TEMPLATES: u32 = 60_000;
const MAX_TEMPLATE_BYTES: u32 = 8192;

/** Of a shape: hash, template, where its description and its plan (or -1) stand in the arena. */
const SHAPE_BYTES: u32 = 16;
let shapeRecords: usize = 0;
let shapeRoom: u32 = 0;
let shapes: u32 = 0;
/** What shapes take: the bytes of their literals, 8 for each slot, and 12 for each slot of a plan. */
let shapeBytes: u32 = 0;
let table: usize = 0;
let tableSize: u32 = 0;
/** Descriptions: slots, bytes of literals, numbers, literals. Plans: slots, and three numbers for each. */
let arena: usize = 0;
let arenaRoom: u32 = 0;
let arenaUsed: u32 = 0;

function forgetShapes(): void {
  shapes = 0;
  shapeBytes = 0;
  arenaUsed = 0;
  if (table !== 0) memory.fill(table, 0, (<usize>tableSize) << 3);
}

/** Forgets everything: the next pack has tables of its own. */
export function clearShapes(): void {
  forgetShapes();
  clearTemplates();
  clearLearning();
}

/**
 * Gathers messages: `order` has their indexes by row, or is 0; `cuts` five numbers for each as in `MessageBatch`. Their
 * templates go to `templates`, two bytes each.
 */
export function gather(
  text: usize,
  textLength: u32,
  messageStarts: usize,
  cuts: usize,
  order: usize,
  count: u32,
  templates: usize,
): void {
  clearFields();
  if (startLearning(count)) forgetShapes();
  for (let row: u32 = 0; row < count; row++) {
    const message = order === 0 ? row : load<u32>(order + ((<usize>row) << 2));
    const start = load<u32>(messageStarts + ((<usize>message) << 2));
    const next =
      message + 1 < count ? load<u32>(messageStarts + ((<usize>message) << 2), 4) : textLength;
    const template = take(
      text,
      text + start,
      text + next - 1,
      cuts + <usize>(20 * message),
      message,
    );
    store<u16>(templates + ((<usize>row) << 1), <u16>template);
  }
}

function take(text: usize, start: usize, end: usize, cuts: usize, message: u32): u32 {
  if (<u32>(end - start) > MAX_TEMPLATE_BYTES) return takePlain(text, start, end, cuts, message);
  scan(text, start, end, cuts);
  if (slots > MAX_SLOTS) return takePlain(text, start, end, cuts, message);
  const hash = shapeHash;
  if (tableSize === 0) growTable();
  const mask = tableSize - 1;
  for (let place = hash & mask; ; place = (place + 1) & mask) {
    const entry = table + ((<usize>place) << 3);
    const shape = load<u32>(entry, 4);
    if (shape === 0) {
      if (templateCount >= MAX_TEMPLATES || !mayLearn())
        return takePlain(text, start, end, cuts, message);
      return takeNew(start, end, message, hash);
    }
    if (load<u32>(entry) !== hash) continue;
    const record = shapeRecords + <usize>((shape - 1) * SHAPE_BYTES);
    if (hasShape(arena + load<u32>(record, 8), start)) return takeShape(record, start, message);
  }
  return 0;
}

/** Whether the message that was scanned has the literals of a description, and slots of the same kinds between. */
function hasShape(description: usize, start: usize): bool {
  const count = slots;
  if (load<u32>(description) !== count) return false;
  let number = description + 8;
  let expected = number + ((<usize>(count + 1)) << 2);
  let literal = start;
  for (let slot: u32 = 0; ; slot++, number += 4) {
    const scanned = load<u32>(numbers + ((<usize>slot) << 2));
    if (load<u32>(number) !== scanned) return false;
    const length = scanned & 0xffff;
    if (!equal(literal, expected, length)) return false;
    if (slot === count) return true;
    expected += length;
    literal = slotEnd(slot);
  }
  return false;
}

/** Gives the values of a message of a known shape to their fields. */
function takeShape(record: usize, start: usize, message: u32): u32 {
  const template = load<u32>(record, 4);
  const fields = fieldsOf(template);
  const planned = load<i32>(record, 12);
  if (planned < 0) {
    const count = slots;
    for (let slot: u32 = 0; slot < count; slot++)
      addValue(
        load<u32>(fields + ((<usize>slot) << 2)),
        load<u64>(bounds + ((<usize>slot) << 3)),
        message,
      );
    return template;
  }
  takePlanned(arena + <usize>planned, fields, start, message);
  return template;
}

function takePlanned(shapePlan: usize, fields: usize, start: usize, message: u32): void {
  const count = load<u32>(shapePlan);
  let step = shapePlan + 4;
  for (let slot: u32 = 0; slot < count; slot++, step += 12) {
    const scanned = load<i32>(step);
    const length = load<i32>(step, 8);
    const field = load<u32>(fields + ((<usize>slot) << 2));
    let value: u64;
    if (length < 0) value = load<u64>(bounds + ((<usize>scanned) << 3));
    else {
      const from = (scanned < 0 ? start : slotEnd(scanned)) + <usize>load<i32>(step, 4);
      value = ((<u64>(from + length)) << 32) | <u64>from;
    }
    addValue(field, value, message);
  }
}

function takePlain(text: usize, start: usize, end: usize, cuts: usize, message: u32): u32 {
  cutPlain(text, start, end, cuts);
  const template = findTemplate();
  const fields = fieldsOf(template);
  for (let slot: u32 = 0; slot < generalSlots; slot++) {
    const cut = plan + ((<usize>slot) << 3);
    addValue(load<u32>(fields + ((<usize>slot) << 2)), load<u64>(cut), message);
  }
  return template;
}

function takeNew(start: usize, end: usize, message: u32, hash: u32): u32 {
  generalise(start, end);
  const template = findTemplate();
  if (shapes >= MAX_SHAPES || shapeBytes >= MAX_SHAPE_BYTES) forgetShapes();
  else if (shapes * 2 >= tableSize) growTable();
  if (shapes === shapeRoom) {
    shapeRoom = shapeRoom === 0 ? 1024 : 2 * shapeRoom;
    shapeRecords = resize(shapeRecords, <usize>(shapeRoom * SHAPE_BYTES));
  }
  const steps = load<u32>(plan);
  const description = 8 + 4 * (slots + 1);
  const literalBytes = literalLength();
  shapeBytes += literalBytes + 8 * slots + 12 * steps;
  reserveArena(description + literalBytes + 64 + 4 + 12 * steps);
  const shape = shapes++;
  const record = shapeRecords + <usize>(shape * SHAPE_BYTES);
  store<u32>(record, hash);
  store<u32>(record, template, 4);
  store<u32>(record, arenaUsed, 8);
  store<i32>(record, -1, 12);
  const at = arena + arenaUsed;
  store<u32>(at, slots);
  store<u32>(at, literalBytes, 4);
  memory.copy(at + 8, numbers, 4 * (slots + 1));
  copyLiterals(at + description, start, end);
  arenaUsed = (arenaUsed + description + literalBytes + 3) & ~3;
  if (steps > 0) {
    store<i32>(record, arenaUsed, 12);
    memory.copy(arena + arenaUsed, plan, 4 + 12 * steps);
    arenaUsed += 4 + 12 * steps;
  }
  enter(hash, shape);
  return takeShape(record, start, message);
}

/** Bytes of the message that was scanned that are in no slot. */
function literalLength(): u32 {
  let length: u32 = 0;
  for (let slot: u32 = 0; slot <= slots; slot++)
    length += load<u32>(numbers + ((<usize>slot) << 2)) & 0xffff;
  return length;
}

function copyLiterals(at: usize, start: usize, end: usize): void {
  let to = at;
  let literal = start;
  for (let slot: u32 = 0; slot <= slots; slot++) {
    const stop = slot < slots ? slotStart(slot) : end;
    memory.copy(to, literal, stop - literal);
    to += stop - literal;
    if (slot < slots) literal = slotEnd(slot);
  }
}

function enter(hash: u32, shape: u32): void {
  const mask = tableSize - 1;
  let place = hash & mask;
  while (load<u32>(table + ((<usize>place) << 3), 4) !== 0) place = (place + 1) & mask;
  store<u32>(table + ((<usize>place) << 3), hash);
  store<u32>(table + ((<usize>place) << 3), shape + 1, 4);
}

function growTable(): void {
  tableSize = tableSize === 0 ? 4096 : 4 * tableSize;
  table = resize(table, (<usize>tableSize) << 3);
  memory.fill(table, 0, (<usize>tableSize) << 3);
  for (let shape: u32 = 0; shape < shapes; shape++)
    enter(load<u32>(shapeRecords + <usize>(shape * SHAPE_BYTES)), shape);
}

function reserveArena(bytes: u32): void {
  if (arenaUsed + bytes <= arenaRoom) return;
  arenaRoom = 2 * (arenaUsed + bytes);
  arena = resize(arena, arenaRoom);
}
