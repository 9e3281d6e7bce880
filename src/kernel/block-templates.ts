/** Which templates the messages of a block have. */
import { resize } from './bytes';
import { out, reserve, restart, skip, varint, written } from './output';
import { tellWords, templateCount } from './templates';
import { startTemplate } from './term-table';
import { startBlock } from './term-units';

/** Templates of the block: for each of the pack how many rows it has, then its place among those of the block. */
let counts: usize = 0;
let countsRoom: u32 = 0;
/** Numbers and rows of those of the block. */
let used: usize = 0;
let usedRoom: u32 = 0;
let usedCount: u32 = 0;

/** Counts the block's templates, by number; how many they are. */
export function usedTemplates(templates: usize, rows: u32): u32 {
  const known = templateCount;
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

/** Writes which templates the block has, and how many rows each; the length. */
export function listTemplates(): u32 {
  restart();
  reserve(10 * usedCount);
  let next: u32 = 0;
  for (let place: u32 = 0; place < usedCount; place++) {
    const entry = used + ((<usize>place) << 3);
    const template = load<u32>(entry);
    varint(template - next);
    varint(load<u32>(entry, 4));
    next = template + 1;
  }
  return written();
}

/** Takes the words of the block's templates: their units are the first of the block. */
export function tellTemplates(): void {
  startBlock();
  for (let place: u32 = 0; place < usedCount; place++) {
    const entry = used + ((<usize>place) << 3);
    startTemplate(load<u32>(entry, 4));
    tellWords(load<u32>(entry));
  }
}
