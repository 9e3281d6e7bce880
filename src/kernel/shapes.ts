/**
 * Finds the template of each message of a block and gathers its values by field: what `LineScanner`, `TemplateTable.find` and
 * `BlockWriter` do in TypeScript (src/template has what the words mean). A shape that is not known is learned there.
 */
import { resize } from './bytes';
import { addValue, clearFields } from './fields';
import { cutPlain, generalise, generalSlots, plan } from './generalise';
import { clearLearning, mayLearn, startLearning } from './learning';
import {
  bounds,
  literals,
  literalsEnd,
  MAX_SLOTS,
  numbers,
  scan,
  shapeHash,
  slotEnd,
  slots,
} from './scan';
import { clearTemplates, fieldsOf, findTemplate, templateCount } from './templates';

const MAX_SHAPES: u32 = 1 << 17;
const MAX_SHAPE_BYTES: u32 = 16 << 20;
const MAX_TEMPLATES: u32 = 60_000;
const MAX_TEMPLATE_BYTES: u32 = 8192;
/** Where the first description stands. */
const FIRST: u32 = 16;

let shapes: u32 = 0;
/** What shapes take: the bytes of their literals, 8 for each slot, and 12 for each slot of a plan. */
let shapeBytes: u32 = 0;
/** Open addressing: a shape's hash, and where its description stands in the arena (0: free). */
let table: usize = 0;
let tableSize: u32 = 0;
/**
 * Descriptions: template, slots, steps of the plan (0: it has none), the numbers of the scan, literals; before these the field of
 * each slot, or else of each step four numbers, the last of them its field.
 */
const HEAD: u32 = 16;
const STEP: u32 = 16;
let arena: usize = 0;
let arenaRoom: u32 = 0;
let arenaUsed: u32 = FIRST;

function forgetShapes(): void {
  shapes = 0;
  shapeBytes = 0;
  arenaUsed = FIRST;
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
  if (tableSize === 0) growTable();
  const mask = tableSize - 1;
  for (let place = shapeHash & mask; ; place = (place + 1) & mask) {
    const entry = table + ((<usize>place) << 3);
    const at = load<u32>(entry, 4);
    if (at === 0) break;
    if (load<u32>(entry) === shapeHash && isScanned(arena + at))
      return takeShape(arena + at, start, message);
  }
  if (templateCount >= MAX_TEMPLATES || !mayLearn())
    return takePlain(text, start, end, cuts, message);
  return takeShape(learn(start, end), start, message);
}

/** Whether a shape is that of the message that was scanned: the same literals, and slots of the same kinds between. */
function isScanned(description: usize): bool {
  if (
    load<u32>(description, 4) !== slots ||
    load<u32>(description, 12) !== <u32>(literalsEnd - literals)
  )
    return false;
  let known = description + HEAD;
  let difference = i64x2.splat(0);
  const numbersEnd = numbers + (((<usize>slots) << 2) & ~15);
  for (let at = numbers; at <= numbersEnd; at += 16, known += 16)
    difference = v128.or(difference, v128.xor(v128.load(at), v128.load(known)));
  for (let at = literals; at < literalsEnd; at += 16, known += 16)
    difference = v128.or(difference, v128.xor(v128.load(at), v128.load(known)));
  return !v128.any_true(difference);
}

/** Bytes of the numbers of a scan of so many slots. */
// @inline
function numberBytesOf(count: u32): u32 {
  return (4 * count + 16) & ~15;
}

/** Gives the values of a message of a known shape to their fields. */
function takeShape(description: usize, start: usize, message: u32): u32 {
  const steps = load<u32>(description, 8);
  const count = slots;
  const fields = description + HEAD + numberBytesOf(count) + load<u32>(description, 12);
  if (steps > 0) takePlanned(fields, steps, start, message);
  else
    for (let slot: u32 = 0; slot < count; slot++)
      addValue(
        load<u32>(fields + ((<usize>slot) << 2)),
        load<u64>(bounds + ((<usize>slot) << 3)),
        message,
      );
  return load<u32>(description);
}

function takePlanned(plan: usize, steps: u32, start: usize, message: u32): void {
  const end = plan + steps * STEP;
  for (let step = plan; step < end; step += STEP) {
    const scanned = load<i32>(step);
    const length = load<i32>(step, 8);
    let value: u64;
    if (length < 0) value = load<u64>(bounds + ((<usize>scanned) << 3));
    else {
      const from = (scanned < 0 ? start : slotEnd(scanned)) + <usize>load<i32>(step, 4);
      value = ((<u64>(from + length)) << 32) | <u64>from;
    }
    addValue(load<u32>(step, 12), value, message);
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

/** Learns the shape of the message that was scanned; its description. */
function learn(start: usize, end: usize): usize {
  generalise(start, end);
  const template = findTemplate();
  if (shapes >= MAX_SHAPES || shapeBytes >= MAX_SHAPE_BYTES) forgetShapes();
  else if (shapes * 2 >= tableSize) growTable();
  const steps = load<u32>(plan);
  const literalBytes = <u32>(literalsEnd - literals);
  const numberBytes = numberBytesOf(slots);
  shapeBytes += literalLength() + 8 * slots + 12 * steps;
  reserveArena(HEAD + numberBytes + literalBytes + STEP * max(slots, steps) + 64);
  const description = arena + arenaUsed;
  store<u32>(description, template);
  store<u32>(description, slots, 4);
  store<u32>(description, steps, 8);
  store<u32>(description, literalBytes, 12);
  memory.copy(description + HEAD, numbers, numberBytes);
  memory.copy(description + HEAD + numberBytes, literals, literalBytes);
  const at = description + HEAD + numberBytes + literalBytes;
  const fields = fieldsOf(template);
  if (steps === 0) memory.copy(at, fields, 4 * slots);
  for (let i: u32 = 0; i < steps; i++) {
    const step = at + i * STEP;
    memory.copy(step, plan + 4 + 12 * i, 12);
    store<u32>(step, load<u32>(fields + ((<usize>i) << 2)), 12);
  }
  enter(shapeHash, arenaUsed);
  shapes++;
  arenaUsed = <u32>(at - arena) + (steps === 0 ? (4 * slots + 15) & ~15 : steps * STEP);
  return description;
}

/** Bytes of the message that was scanned that are in no slot. */
function literalLength(): u32 {
  let length: u32 = 0;
  for (let slot: u32 = 0; slot <= slots; slot++)
    length += load<u32>(numbers + ((<usize>slot) << 2)) & 0xffff;
  return length;
}

function enter(hash: u32, at: u32): void {
  const mask = tableSize - 1;
  let place = hash & mask;
  while (load<u32>(table + ((<usize>place) << 3), 4) !== 0) place = (place + 1) & mask;
  store<u32>(table + ((<usize>place) << 3), hash);
  store<u32>(table + ((<usize>place) << 3), at, 4);
}

function growTable(): void {
  const before = table;
  const end = before + ((<usize>tableSize) << 3);
  tableSize = tableSize === 0 ? 4096 : 4 * tableSize;
  table = heap.alloc((<usize>tableSize) << 3);
  memory.fill(table, 0, (<usize>tableSize) << 3);
  for (let entry = before; entry < end; entry += 8)
    if (load<u32>(entry, 4) !== 0) enter(load<u32>(entry), load<u32>(entry, 4));
  if (before !== 0) heap.free(before);
}

function reserveArena(bytes: u32): void {
  if (arenaUsed + bytes <= arenaRoom) return;
  arenaRoom = 2 * (arenaUsed + bytes);
  arena = resize(arena, arenaRoom);
}
