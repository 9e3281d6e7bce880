/**
 * Finds the template of each message of a block and gathers its values by field: what `LineScanner`, `TemplateTable.find` and
 * `BlockWriter` do in TypeScript (src/template has what the words mean). A shape that is not known is learned there.
 */
import { COLON, copy, DOT, equal, hashOf, isNoJoiner, resize } from './bytes';
import { addHashed, addValueTo, clearFields, knowField } from './fields';
import { out, reserve, restart, skip, written } from './output';

/** Learns the shape of the message just scanned: its template, with a plan in `planAt`, or -1 if it is to be kept plain. */
declare function learn(message: u32): i32;
/** Cuts a message that is kept as plain text: its template; its slots are at `cutsAt`. */
declare function plain(message: u32): u32;

const MAX_SLOTS: u32 = 192;
const MAX_SHAPES: u32 = 1 << 17;
const MAX_TEMPLATE_BYTES: u32 = 8192;
const SLOT_PREFIX: u32 = 1;
const SLOT_TIME: u32 = 2;

// What a scan finds: of each slot its bounds; of each literal its length with the kind of the slot behind it, and its bytes.
const starts: usize = memory.data(200 * 4, 16);
const ends: usize = memory.data(200 * 4, 16);
const numbers: usize = memory.data(208 * 4, 16);
const literals: usize = memory.data(8192 + 256, 16);
let slots: u32 = 0;
let literalBytes: u32 = 0;

/** Of a shape: hash, template, where its description and its plan (or -1) stand in the arena. */
const SHAPE_BYTES: u32 = 16;
let shapeRecords: usize = 0;
let shapeRoom: u32 = 0;
let shapes: u32 = 0;
let table: usize = 0;
let tableSize: u32 = 0;
/** Descriptions: slots, bytes of literals, numbers, literals. Plans: slots, and three numbers for each. */
let arena: usize = 0;
let arenaRoom: u32 = 0;
let arenaUsed: u32 = 0;

/** Of a template: how many slots it has, and where their fields stand. */
let templateRecords: usize = 0;
let templateRoom: u32 = 0;
let templateFields: usize = 0;
let templateFieldsRoom: u32 = 0;
let templateFieldsUsed: u32 = 0;

/** Filled by the other side: a plan, the cuts of a plain message, the fields of a template. */
const plan: usize = memory.data(4 * (1 + 3 * 4400), 16);

/** Templates of the block: for each of the pack how many rows it has, then its place among those of the block. */
let counts: usize = 0;
let countsRoom: u32 = 0;
/** Numbers and rows of those of the block. */
let used: usize = 0;
let usedRoom: u32 = 0;
let usedCount: u32 = 0;

export function usedAt(): usize {
  return used;
}

/** Counts the block's templates, of `known` in the pack, by number; how many they are. */
export function usedTemplates(templates: usize, rows: u32, known: u32): u32 {
  if (known > countsRoom) {
    countsRoom = 2 * known;
    counts = resize(counts, (<usize>countsRoom) << 2);
  }
  if (rows > usedRoom) {
    usedRoom = rows;
    used = resize(used, (<usize>usedRoom) << 3);
  }
  memory.fill(counts, 0, (<usize>known) << 2);
  for (let row: u32 = 0; row < rows; row++) {
    const entry = counts + ((<usize>load<u16>(templates + ((<usize>row) << 1))) << 2);
    store<u32>(entry, load<u32>(entry) + 1);
  }
  usedCount = 0;
  for (let template: u32 = 0; template < known; template++) {
    const entry = counts + ((<usize>template) << 2);
    const count = load<u32>(entry);
    if (count === 0) continue;
    store<u32>(used + ((<usize>usedCount) << 3), template);
    store<u32>(used + ((<usize>usedCount) << 3), count, 4);
    store<u32>(entry, usedCount);
    usedCount++;
  }
  return usedCount;
}

/** Writes the place of each row's template among those of the block; the length. */
export function writeTemplates(templates: usize, rows: u32): u32 {
  restart();
  reserve(2 * rows);
  for (let shift: u32 = 0; shift < <u32>(usedCount > 256 ? 16 : 8); shift += 8) {
    const to = out;
    for (let row: u32 = 0; row < rows; row++) {
      const place = load<u32>(counts + ((<usize>load<u16>(templates + ((<usize>row) << 1))) << 2));
      store<u8>(to + row, <u8>(place >>> shift));
    }
    skip(rows);
  }
  return written();
}

export function planAt(): usize {
  return plan;
}

export function forgetShapes(): void {
  shapes = 0;
  arenaUsed = 0;
  if (table !== 0) memory.fill(table, 0, (<usize>tableSize) << 3);
}

/** Forgets the templates; those of the next pack are told anew. */
export function clearTemplates(): void {
  forgetShapes();
  templateFieldsUsed = 0;
}

/** Tells of a template with so many slots, whose fields stand at `planAt`. */
export function addTemplate(template: u32, count: u32): void {
  if (template >= templateRoom) {
    templateRoom = 2 * (template + 64);
    templateRecords = resize(templateRecords, (<usize>templateRoom) << 3);
  }
  if (templateFieldsUsed + count > templateFieldsRoom) {
    templateFieldsRoom = 2 * (templateFieldsUsed + count + 64);
    templateFields = resize(templateFields, (<usize>templateFieldsRoom) << 2);
  }
  store<u32>(templateRecords + ((<usize>template) << 3), count);
  store<u32>(templateRecords + ((<usize>template) << 3), templateFieldsUsed, 4);
  for (let slot: u32 = 0; slot < count; slot++) {
    const field = load<u32>(plan + ((<usize>slot) << 2));
    knowField(field);
    store<u32>(templateFields + ((<usize>(templateFieldsUsed + slot)) << 2), field);
  }
  templateFieldsUsed += count;
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
  if (<u32>(end - start) > MAX_TEMPLATE_BYTES) return takePlain(text, message);
  scan(text, start, end, cuts);
  if (slots > MAX_SLOTS) return takePlain(text, message);
  const hash = hashOf(literals, literalBytes) ^ hashOf(numbers, 4 * (slots + 1));
  if (tableSize === 0) growTable();
  const mask = tableSize - 1;
  for (let place = hash & mask; ; place = (place + 1) & mask) {
    const entry = table + ((<usize>place) << 3);
    const shape = load<u32>(entry, 4);
    if (shape === 0) return takeNew(text, start, message, hash);
    if (load<u32>(entry) !== hash) continue;
    const record = shapeRecords + <usize>((shape - 1) * SHAPE_BYTES);
    const description = arena + load<u32>(record, 8);
    if (load<u32>(description) !== slots || load<u32>(description, 4) !== literalBytes) continue;
    const bytes = description + 8 + ((<usize>(slots + 1)) << 2);
    if (!equal(description + 8, numbers, 4 * (slots + 1))) continue;
    if (equal(bytes, literals, literalBytes)) return takeShape(record, start, message);
  }
  return 0;
}

/** Gives the values of a message of a known shape to their fields. */
function takeShape(record: usize, start: usize, message: u32): u32 {
  const template = load<u32>(record, 4);
  const fields = fieldsOf(template);
  const planned = load<i32>(record, 12);
  if (planned < 0) {
    for (let slot: u32 = 0; slot < slots; slot++) {
      const at = (<usize>slot) << 2;
      addValueTo(load<u32>(fields + at), load<u32>(starts + at), load<u32>(ends + at), message);
    }
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
    const at = (<usize>scanned) << 2;
    if (length < 0) addValueTo(field, load<u32>(starts + at), load<u32>(ends + at), message);
    else {
      const from = (scanned < 0 ? start : <usize>load<u32>(ends + at)) + <usize>load<i32>(step, 4);
      addValueTo(field, from, from + length, message);
    }
  }
}

function fieldsOf(template: u32): usize {
  return templateFields + ((<usize>load<u32>(templateRecords + ((<usize>template) << 3), 4)) << 2);
}

function takePlain(text: usize, message: u32): u32 {
  const template = plain(message);
  const fields = fieldsOf(template);
  const count = load<u32>(templateRecords + ((<usize>template) << 3));
  for (let slot: u32 = 0; slot < count; slot++) {
    const cut = plan + ((<usize>slot) << 3);
    const start = text + load<u32>(cut);
    // Plain text has no dictionary: its hash tells all values apart.
    addHashed(
      load<u32>(fields + ((<usize>slot) << 2)),
      start,
      text + load<u32>(cut, 4),
      message,
      <u32>start,
    );
  }
  return template;
}

function takeNew(text: usize, start: usize, message: u32, hash: u32): u32 {
  const template = learn(message);
  if (template < 0) return takePlain(text, message);
  if (shapes >= MAX_SHAPES) forgetShapes();
  else if (shapes * 2 >= tableSize) growTable();
  if (shapes === shapeRoom) {
    shapeRoom = shapeRoom === 0 ? 1024 : 2 * shapeRoom;
    shapeRecords = resize(shapeRecords, <usize>(shapeRoom * SHAPE_BYTES));
  }
  const steps = load<u32>(plan);
  const description = 8 + 4 * (slots + 1);
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
  memory.copy(at + description, literals, literalBytes);
  arenaUsed = (arenaUsed + description + literalBytes + 3) & ~3;
  if (steps > 0) {
    store<i32>(record, arenaUsed, 12);
    memory.copy(arena + arenaUsed, plan, 4 + 12 * steps);
    arenaUsed += 4 + 12 * steps;
  }
  enter(hash, shape);
  return takeShape(record, start, message);
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

function scan(text: usize, start: usize, end: usize, cuts: usize): void {
  slots = 0;
  literalBytes = 0;
  const prefixStart = text + load<u32>(cuts);
  const prefixEnd = text + load<u32>(cuts, 4);
  const timeStart = text + load<u32>(cuts, 8);
  const timeEnd = text + load<u32>(cuts, 12);
  const hostOffset = load<u32>(cuts, 16);
  const host: usize = hostOffset === 0xffffffff ? 0 : text + <usize>hostOffset;
  let literal = start;
  let from = start;
  if (prefixEnd > prefixStart) {
    literal = region(start, prefixStart, literal, host);
    literal = addSlot(literal, prefixStart, prefixEnd, SLOT_PREFIX);
  }
  from = prefixEnd;
  if (prefixStart > start && prefixEnd === prefixStart)
    literal = region(start, prefixStart, literal, host);
  if (timeEnd > timeStart) {
    literal = region(from, timeStart, literal, host);
    literal = addSlot(literal, timeStart, timeEnd, SLOT_TIME | timeSpelling(timeStart, timeEnd));
    from = timeEnd;
  }
  literal = region(from, end, literal, host);
  const rest = <u32>(end - literal);
  copy(literals + literalBytes, literal, rest);
  literalBytes += rest;
  store<u32>(numbers + ((<usize>slots) << 2), rest);
}

/** Ends the literal that began at `literal` with a slot; the next one begins where the slot ends. */
function addSlot(literal: usize, start: usize, end: usize, kind: u32): usize {
  const at = (<usize>slots) << 2;
  const length = <u32>(start - literal);
  store<u32>(starts + at, <u32>start);
  store<u32>(ends + at, <u32>end);
  store<u32>(numbers + at, length | (kind << 16));
  copy(literals + literalBytes, literal, length);
  literalBytes += length;
  slots++;
  return end;
}

function timeSpelling(start: usize, end: usize): u32 {
  const length = <u32>(end - start);
  const digit: u32 = <u32>load<u8>(start) - 0x30 <= 9 ? 0x80 : 0;
  return (min<u32>(length, 31) << 2) | digit;
}

/**
 * Finds the values between two places, 64 bytes at a time. `run` has a bit for each byte of a run, `mark` one where it shows
 * that its run is a value: added to the run, it carries over the run's end, and nothing else does.
 */
function region(from: usize, to: usize, before: usize, host: usize): usize {
  const a = i8x16.splat(0x61);
  const last = i8x16.splat(25);
  const zero = i8x16.splat(0x30);
  const nine = i8x16.splat(9);
  const ten = i8x16.splat(10);
  const dash = i8x16.splat(0x2d);
  const one = i8x16.splat(1);
  const fold = i8x16.splat(0x20);
  let literal = before;
  let carry: u64 = 0;
  let lowerBefore: u64 = 0;
  let runBefore: u64 = 0;
  /** Where the run began that reaches into these 64 bytes. */
  let open = from;
  for (let base = from; base < to; base += 64) {
    let run: u64 = 0;
    let mark: u64 = 0;
    let letter: u64 = 0;
    let upper: u64 = 0;
    for (let part: u32 = 0; part < 64; part += 16) {
      const bytes = v128.load(base + part);
      const letters = i8x16.le_u(i8x16.sub(v128.or(bytes, fold), a), last);
      const fromZero = i8x16.sub(bytes, zero);
      const runs = v128.or(
        v128.or(letters, bytes),
        v128.or(i8x16.le_u(fromZero, ten), i8x16.le_u(i8x16.sub(bytes, dash), one)),
      );
      const shift = <u64>part;
      run |= (<u64>(<u32>i8x16.bitmask(runs))) << shift;
      mark |= (<u64>(<u32>i8x16.bitmask(i8x16.le_u(fromZero, nine)))) << shift;
      letter |= (<u64>(<u32>i8x16.bitmask(letters))) << shift;
      upper |= (<u64>(<u32>i8x16.bitmask(v128.andnot(letters, i16x8.shl(bytes, 2))))) << shift;
    }
    const length = <u32>(to - base);
    if (length < 64) {
      const valid = ((<u64>1) << length) - 1;
      run &= valid;
      mark &= valid;
      upper &= valid;
    }
    const lower = letter & ~upper;
    mark |= upper & ((lower << 1) | lowerBefore);
    lowerBefore = lower >>> 63;
    const runStarts = run & ~((run << 1) | runBefore);
    if (host - base < 64) mark |= runStarts & ((<u64>1) << (<u64>(host - base)));
    if (runBefore === 0) open = base;
    const sum = run + mark;
    const carried = sum + carry;
    carry = <u64>(sum < run) | <u64>(carried < sum);
    for (let valueEnds = carried & ~run; valueEnds !== 0; valueEnds &= valueEnds - 1) {
      const bit = valueEnds & -valueEnds;
      const gaps = ~run & (bit - 1);
      const start = gaps !== 0 ? base + 64 - <usize>clz(gaps) : open;
      literal = addRun(literal, start, base + <usize>ctz(bit));
      if (slots > MAX_SLOTS) return literal;
    }
    if (run >>> 63) {
      const gaps = ~run;
      if (gaps !== 0) open = base + 64 - <usize>clz(gaps);
    }
    runBefore = run >>> 63;
  }
  if (carry !== 0) literal = addRun(literal, open, to);
  return literal;
}

function addRun(literal: usize, start: usize, end: usize): usize {
  let first = start;
  let last = end;
  if (end - start > 1) {
    const final = load<u8>(end - 1);
    if ((final === DOT || final === COLON) && isNoJoiner(load<u8>(end - 2))) last--;
    if (load<u8>(start) === COLON && isNoJoiner(load<u8>(start + 1))) first++;
  }
  return addSlot(literal, first, last, 0);
}
