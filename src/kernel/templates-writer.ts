/** The names of fields and the templates as a pack has them: the twin of `encodeTemplates` in src/pack/templates-writer.ts. */
import { equal, finishHash, mix, powerOfTwo, resize } from './bytes';
import { writeNames } from './field-names';
import { SLOT_KIND } from './fields';
import { rawOut, reserve, restart, u8out, varint, written } from './output';
import { fieldsOf, kindsOf, lengthsOf, slotsOf, templateCount } from './templates';

const END_OF_TEMPLATE: u32 = 4;

/** Of a part: hash, where its literal stands, how long that is, kind, field. */
const PART_BYTES: u32 = 20;
let parts: usize = 0;
let partRoom: u32 = 0;
let partCount: u32 = 0;
/** Open addressing: a part's number, from 1. */
let partTable: usize = 0;
let partTableSize: u32 = 0;

/** The parts of all templates, one behind the other (u32). */
let lists: usize = 0;
let listRoom: u32 = 0;

/** What lists begin with, as a tree whose root is 0. Of a node: the one before, the part between, the template it was made for. */
const NODE_BYTES: u32 = 12;
let nodes: usize = 0;
let nodeRoom: u32 = 0;
let nodeCount: u32 = 0;
/** Open addressing: nodes by the one before and the part between; 0: none. */
let nodeTable: usize = 0;
let nodeTableSize: u32 = 0;

/** Writes the fields' names and the templates, as a pack has them; the length. */
export function encodeTemplates(): u32 {
  restart();
  writeNames();
  const slots = listParts();
  writeParts();
  reserve(16);
  varint(templateCount);
  varint(slots);
  startNodes();
  let list = lists;
  for (let template: u32 = 0; template < templateCount; template++) {
    const count = slotsOf(template);
    writeTemplate(template, list, count);
    list += 4 * (<usize>count + 1);
  }
  return written();
}

/** Lists the parts of all templates; returns how many slots they have. */
function listParts(): u32 {
  partCount = 0;
  if (partTable !== 0) memory.fill(partTable, 0, (<usize>partTableSize) << 2);
  let slots: u32 = 0;
  for (let template: u32 = 0; template < templateCount; template++) slots += slotsOf(template);
  const length = slots + templateCount;
  if (length > listRoom) {
    listRoom = 2 * length;
    lists = resize(lists, (<usize>listRoom) << 2);
  }
  let list = lists;
  for (let template: u32 = 0; template < templateCount; template++) {
    const count = slotsOf(template);
    const fields = fieldsOf(template);
    const sizes = lengthsOf(template);
    const kinds = kindsOf(template);
    let literal = kinds + count;
    for (let slot: u32 = 0; slot <= count; slot++, list += 4) {
      const size = load<u32>(sizes + ((<usize>slot) << 2));
      const isEnd = slot === count;
      const kind = isEnd ? END_OF_TEMPLATE : <u32>load<u8>(kinds + slot) & SLOT_KIND;
      const field = isEnd ? 0 : load<u32>(fields + ((<usize>slot) << 2));
      store<u32>(list, partOf(literal, size, kind, field));
      literal += size + 1;
    }
  }
  return slots;
}

function writeParts(): void {
  reserve(16);
  varint(partCount);
  for (let part: u32 = 0; part < partCount; part++) {
    const record = parts + <usize>(part * PART_BYTES);
    const length = load<u32>(record, 8);
    reserve(length + 32);
    varint(length);
    rawOut(load<u32>(record, 4), length);
    u8out(load<u32>(record, 12));
    varint(load<u32>(record, 16));
  }
}

/** Writes a template whose parts are listed at `list`: how many of its slots it shares with which one before, and the rest. */
function writeTemplate(template: u32, list: usize, slots: u32): void {
  let node: u32 = 0;
  let shared: u32 = 0;
  for (; shared < slots; shared++) {
    const next = nodeBehind(node, load<u32>(list + ((<usize>shared) << 2)));
    if (next === 0) break;
    node = next;
  }
  reserve(5 * (slots - shared) + 32);
  if (shared === 0) varint(0);
  else {
    varint(template - load<u32>(nodes + <usize>(node * NODE_BYTES), 8));
    varint(shared);
  }
  for (let slot = shared; slot <= slots; slot++) {
    const part = load<u32>(list + ((<usize>slot) << 2));
    varint(part);
    if (slot < slots) node = addNode(node, part, template);
  }
}

/** The number of a part; a new one if it is not known. */
function partOf(literal: usize, length: u32, kind: u32, field: u32): u32 {
  if (partCount * 2 >= partTableSize) growPartTable();
  const hash = finishHash(mix(((<u64>field) << 3) | kind, literal, length, length));
  let place = hash & (partTableSize - 1);
  for (; ; place = (place + 1) & (partTableSize - 1)) {
    const part = load<u32>(partTable + ((<usize>place) << 2)) - 1;
    if (part === 0xffffffff) break;
    const record = parts + <usize>(part * PART_BYTES);
    if (load<u32>(record) !== hash || load<u32>(record, 8) !== length) continue;
    if (load<u32>(record, 12) !== kind || load<u32>(record, 16) !== field) continue;
    if (equal(load<u32>(record, 4), literal, length)) return part;
  }
  const part = partCount++;
  store<u32>(partTable + ((<usize>place) << 2), partCount);
  if (part >= partRoom) {
    partRoom = 2 * (part + 512);
    parts = resize(parts, <usize>(partRoom * PART_BYTES));
  }
  const record = parts + <usize>(part * PART_BYTES);
  store<u32>(record, hash);
  store<u32>(record, <u32>literal, 4);
  store<u32>(record, length, 8);
  store<u32>(record, kind, 12);
  store<u32>(record, field, 16);
  return part;
}

function growPartTable(): void {
  partTableSize = partTableSize === 0 ? 4096 : 4 * partTableSize;
  partTable = resize(partTable, (<usize>partTableSize) << 2);
  memory.fill(partTable, 0, (<usize>partTableSize) << 2);
  for (let part: u32 = 0; part < partCount; part++) {
    let place = load<u32>(parts + <usize>(part * PART_BYTES)) & (partTableSize - 1);
    while (load<u32>(partTable + ((<usize>place) << 2)) !== 0)
      place = (place + 1) & (partTableSize - 1);
    store<u32>(partTable + ((<usize>place) << 2), part + 1);
  }
}

function startNodes(): void {
  nodeCount = 1;
  if (nodeTable !== 0) memory.fill(nodeTable, 0, (<usize>nodeTableSize) << 2);
}

// @inline
function nodeHash(before: u32, part: u32): u32 {
  return <u32>(((((<u64>before) << 32) | <u64>part) * 0x9e3779b97f4a7c15) >>> 32);
}

/** The node behind one, with a part between; 0: there is none. */
function nodeBehind(before: u32, part: u32): u32 {
  if (nodeTableSize === 0) return 0;
  const mask = nodeTableSize - 1;
  let place = nodeHash(before, part) & mask;
  let node = load<u32>(nodeTable + ((<usize>place) << 2));
  while (node !== 0) {
    const record = nodes + <usize>(node * NODE_BYTES);
    if (load<u32>(record) === before && load<u32>(record, 4) === part) break;
    place = (place + 1) & mask;
    node = load<u32>(nodeTable + ((<usize>place) << 2));
  }
  return node;
}

function addNode(before: u32, part: u32, template: u32): u32 {
  const node = nodeCount++;
  if (node >= nodeRoom) {
    nodeRoom = 2 * (node + 4096);
    nodes = resize(nodes, <usize>(nodeRoom * NODE_BYTES));
  }
  const record = nodes + <usize>(node * NODE_BYTES);
  store<u32>(record, before);
  store<u32>(record, part, 4);
  store<u32>(record, template, 8);
  if (nodeCount * 2 >= nodeTableSize) {
    nodeTableSize = powerOfTwo(8 * nodeCount);
    nodeTable = resize(nodeTable, (<usize>nodeTableSize) << 2);
    memory.fill(nodeTable, 0, (<usize>nodeTableSize) << 2);
    for (let each: u32 = 1; each < node; each++) enter(each);
  }
  enter(node);
  return node;
}

/** Puts a node among those that are looked for. */
function enter(node: u32): void {
  const record = nodes + <usize>(node * NODE_BYTES);
  const mask = nodeTableSize - 1;
  let at = nodeHash(load<u32>(record), load<u32>(record, 4)) & mask;
  while (load<u32>(nodeTable + ((<usize>at) << 2)) !== 0) at = (at + 1) & mask;
  store<u32>(nodeTable + ((<usize>at) << 2), node);
}
