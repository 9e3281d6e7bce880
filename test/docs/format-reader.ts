import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Cursor,
  check,
  checkCrc,
  inflate,
  messagePack,
  readAll,
  times,
  unlz4,
  unpack,
} from './format-bytes.js';

/**
 * Reads every message of a store by src/FORMAT.md and nothing else: it imports nothing of src, and what the page does not
 * say it cannot know. Slow and plain; every checksum is checked. The index of terms is read by format-index-reader.ts.
 */

export type StoredMessage = {
  raw: Buffer;
  /** Epoch milliseconds. */
  time: number;
  source: string;
  receivedAt: number;
  sequence: number;
  /** Whether it is a further piece of the message before. */
  continues: boolean;
};

/** What a posting list numbers: a template's literals, or all values of a column (none of those that are not searched). */
export type StoredUnit = { block: number; texts: Buffer[]; isColumn: boolean; rows: number };

/** A pack: its messages in the order of rows, its units, and its tail. */
export type StoredPack = {
  file: Buffer;
  messages: StoredMessage[];
  units: StoredUnit[];
  tail: Buffer;
  secondTables: number;
};

type Catalog = { packs: [number, number, number, number, ...unknown[]][]; log: [number, number] };
type Part = { literal: Buffer; kind: number; field: number };
type Block = {
  at: number;
  bytes: number;
  directory: Buffer;
  rows: number;
  minTime: number;
  firstSequence: number;
  lastSequence: number;
  templates: number;
  columns: number;
};

export function readStore(folder: string): { packs: StoredPack[]; log: StoredMessage[] } {
  const catalog = readCatalog(readFileSync(join(folder, 'CATALOG')));
  const read = (folderName: string, kind: string, number: number) =>
    readFileSync(join(folder, folderName, `${String(number).padStart(10, '0')}.${kind}`));
  const packs = catalog.packs.map(([number, bytes, tailBytes, tables, ...more]) => {
    const file = read('packs', 'pack', number);
    check(file.length === bytes, 'size of a pack');
    const pack = readPack(file, tables, tailBytes);
    checkSequences(pack.messages, more[4], more[5]);
    return pack;
  });
  const [number, bytes] = catalog.log;
  return { packs, log: bytes === 0 ? [] : readLog(read('log', 'log', number).subarray(0, bytes)) };
}

function readCatalog(bytes: Buffer): Catalog {
  return readAll(bytes, (cursor) => {
    cursor.magic('HYBSACAT');
    cursor.version(2);
    const length = cursor.uint(4);
    const crc = cursor.uint(4);
    const metadata = cursor.raw(length);
    checkCrc(metadata, crc);
    return readAll(metadata, messagePack) as Catalog;
  });
}

function readLog(file: Buffer): StoredMessage[] {
  return readAll(file, (cursor) => {
    cursor.magic('HYBSALOG');
    cursor.version(6);
    const messages: StoredMessage[] = [];
    while (cursor.rest > 0) {
      cursor.magic('HBLK');
      const crc = cursor.uint(4);
      const start = cursor.at;
      const [length = 0, rawLength = 0, count = 0] = times(3, () => cursor.uint(4));
      const payload = cursor.raw(length);
      checkCrc(file.subarray(start, cursor.at), crc);
      const raw = length === rawLength ? payload : unlz4(payload, rawLength);
      messages.push(...readAll(raw, (block) => readLogBlock(block, count)));
    }
    return messages;
  });
}

function readLogBlock(cursor: Cursor, count: number): StoredMessage[] {
  const messages = readRuns(cursor, count, true);
  let time = 0;
  for (const message of messages) {
    time += cursor.zigzag();
    message.time = time;
  }
  const lengths = messages.map(() => cursor.varint());
  markContinuations(cursor, messages);
  messages.forEach((message, i) => {
    message.raw = cursor.raw(lengths[i]!);
    cursor.magic('\n');
  });
  return messages;
}

/** Names of sources and runs: messages that have no text and no time yet, in order of arrival. */
function readRuns(cursor: Cursor, count: number, absolute: boolean): StoredMessage[] {
  const sources = cursor.list(() => cursor.prefixed().toString('utf8'));
  const messages: StoredMessage[] = [];
  let receivedAt = 0;
  let sequence = 0;
  while (messages.length < count) {
    const length = cursor.varint();
    const source = sources[cursor.varint()]!;
    const isFirst = absolute || messages.length === 0;
    receivedAt = isFirst ? cursor.varint() : receivedAt + cursor.zigzag();
    sequence = isFirst ? cursor.varint() : sequence + cursor.zigzag();
    const run = { raw: Buffer.alloc(0), time: 0, source, receivedAt, continues: false };
    for (let i = 0; i < length; i++) messages.push({ ...run, sequence: sequence++ });
  }
  check(messages.length === count, 'runs');
  return messages;
}

function markContinuations(cursor: Cursor, messages: readonly StoredMessage[]): void {
  let index = 0;
  cursor.list(() => {
    index += cursor.varint();
    messages[index]!.continues = true;
  });
}

function readPack(file: Buffer, firstTables: number, tailBytes: number): StoredPack {
  const header = new Cursor(file);
  header.magic('HYBSAPCK');
  header.version(6);
  const [secondTables, tail] = readAll(file.subarray(-40), (footer) => {
    check(footer.uint(8) === firstTables, 'first tables');
    const second = footer.uint(8);
    const length = footer.uint(4);
    check(length + 40 === tailBytes, 'length of the tail');
    const bytes = file.subarray(-40 - length, -40);
    checkCrc(bytes, footer.uint(4));
    footer.version(2);
    checkCrc(footer.bytes.subarray(0, 28), footer.uint(4));
    footer.magic('HYBSAPKE');
    return [second, bytes];
  });
  const tables = readTables(file, firstTables);
  check(JSON.stringify(readTables(file, secondTables)) === JSON.stringify(tables), 'tables');
  const blocks = tables.blocks.map((block) => readBlock(file, block, tables.templates));
  const messages = blocks.flatMap((block) => block.messages);
  return { file, messages, units: blocks.flatMap(({ units }) => units), tail, secondTables };
}

function readTables(file: Buffer, at: number): { blocks: Block[]; templates: Part[][] } {
  const cursor = new Cursor(file.subarray(at));
  cursor.magic('HYBSATAB');
  const [blocksLength = 0, blocksCrc = 0, templatesLength = 0, templatesCrc = 0] = times(4, () =>
    cursor.uint(4),
  );
  checkCrc(cursor.bytes.subarray(0, 24), cursor.uint(4));
  const section = (length: number, crc: number) => {
    const bytes = cursor.raw(length);
    checkCrc(bytes, crc);
    return unpack(bytes);
  };
  let [offset, minTime, behind] = [16, 0, 0];
  const readInfo = (list: Cursor): Block => {
    const block = { at: offset, bytes: list.varint() };
    offset += block.bytes;
    const directory = file.subarray(block.at, block.at + list.varint());
    checkCrc(directory, list.uint(4));
    const [rows = 0] = times(3, () => list.varint());
    minTime += list.zigzag();
    list.varint();
    const firstSequence = behind + list.zigzag();
    const lastSequence = firstSequence + rows - 1 + list.varint();
    behind = lastSequence + 1;
    const [templates = 0, columns = 0] = times(2, () => list.varint());
    const sequences = { firstSequence, lastSequence };
    return { ...block, ...sequences, minTime, directory, rows, templates, columns };
  };
  const readTemplates = (c: Cursor): Part[][] => {
    c.list(() => c.prefixed());
    const parts = c.list(() => ({ literal: c.prefixed(), kind: c.uint(1), field: c.varint() }));
    const [count = 0, slots] = times(2, () => c.varint());
    const templates: Part[][] = [];
    while (templates.length < count) {
      const back = c.varint();
      const like = templates[templates.length - back] ?? [];
      const own = like.slice(0, back && c.varint());
      check(back === 0 || own.length < like.length, 'shared slots');
      do own.push(c.one(parts));
      while (own.at(-1)!.kind !== 4);
      templates.push(own);
    }
    check(templates.flat().length - count === slots, 'slots');
    return templates;
  };
  const blocks = readAll(section(blocksLength, blocksCrc), (c) => c.list(() => readInfo(c)));
  const templates = readAll(section(templatesLength, templatesCrc), readTemplates);
  return { blocks, templates };
}

function checkSequences(messages: readonly StoredMessage[], first: unknown, last: unknown): void {
  const sequences = messages.map(({ sequence }) => sequence).sort((a, b) => a - b);
  check(sequences[0] === first && sequences.at(-1) === last, 'numbers of arrival');
}

function readBlock(
  file: Buffer,
  block: Block,
  templates: readonly Part[][],
): { messages: StoredMessage[]; units: StoredUnit[] } {
  const { at, bytes, rows } = block;
  const body = new Cursor(file.subarray(at + block.directory.length, at + bytes));
  return readAll(unpack(block.directory), (directory) => {
    check(directory.varint() === rows, 'rows');
    const chunks = directory.list(() => {
      const rawLength = directory.varint();
      const chunk = body.raw(directory.varint());
      checkCrc(chunk, directory.uint(4));
      return chunk.length === rawLength ? chunk : inflate(chunk, rawLength);
    });
    check(body.rest === 0, 'chunks');
    let next = 0;
    const used = directory.list(() => {
      const number = next + directory.varint();
      next = number + 1;
      return { template: templates[number]!, rows: directory.varint() };
    });
    check(used.length === block.templates, 'templates of a block');
    const heads = times(3, () => directory.varint());
    const parts = new Cursor(Buffer.concat(chunks));
    const [codes = parts.bytes, clock = codes, origin = codes] = heads.map((n) => parts.raw(n));
    const templateOf = readAll(codes, (c) => readCodes(c, rows, used.length)).map(
      (code) => used[code]!.template,
    );
    const messages = readAll(origin, (c) => readArrival(c, rows));
    checkSequences(messages, block.firstSequence, block.lastSequence);
    const clocks = readAll(clock, (c) => readTimes(c, rows, block.minTime));
    const units = used.map(({ template, rows: of }) => ({
      block: at,
      texts: template.map(({ literal }) => literal),
      isColumn: false,
      rows: of,
    }));
    const values = new Map<number, Buffer[]>();
    let field = 0;
    directory.list(() => {
      field += directory.varint();
      const column = parts.raw(directory.varint());
      const count = directory.varint();
      const isOf = (part: Part) => part.kind !== 4 && part.field === field;
      const of = clocks.filter((_, row) => templateOf[row]!.some(isOf));
      const read = readAll(column, (c) => readColumn(c, count, of));
      const { kind } = used.flatMap(({ template }) => template).find(isOf)!;
      const texts = kind === 1 || kind === 2 ? [] : read;
      units.push({ block: at, texts, isColumn: true, rows: count });
      values.set(field, [...(values.get(field) ?? []), ...read]);
    });
    check(parts.rest === 0 && units.length === used.length + block.columns, 'columns');
    const left = new Map([...values].map(([field, list]) => [field, list.values()]));
    messages.forEach((message, row) => {
      const filled = templateOf[row]!.flatMap(({ literal, kind, field }) =>
        kind === 4 ? [literal] : [literal, left.get(field)!.next().value!],
      );
      message.raw = Buffer.concat(filled);
      message.time = clocks[row]!;
    });
    check(
      [...left.values()].every((list) => list.next().done),
      'values without a row',
    );
    return { messages, units };
  });
}

/** One plane of bytes, or two where there is more than one byte can tell. */
function readCodes(cursor: Cursor, count: number, of: number): number[] {
  const low = cursor.raw(count);
  const high = of > 256 ? cursor.raw(count) : undefined;
  return times(count, (i) => low[i]! + 256 * (high?.[i] ?? 0));
}

function readTimes(cursor: Cursor, rows: number, minTime: number): number[] {
  const unit = cursor.varint();
  let time = minTime;
  return times(rows, () => {
    time += unit * cursor.varint();
    return time;
  });
}

/** Messages in the order of rows. */
function readArrival(cursor: Cursor, rows: number): StoredMessage[] {
  const arrived = readRuns(cursor, rows, false);
  let place = -1;
  const ordered = cursor.uint(1) === 1;
  const messages = times(rows, () => {
    place += ordered ? 1 : cursor.zigzag() + 1;
    return arrived[place]!;
  });
  markContinuations(cursor, messages);
  return messages;
}

function readNumbers(cursor: Cursor, count: number): number[] {
  if (cursor.uint(1) === 1) {
    let value = 0;
    return times(count, () => {
      value += cursor.zigzag();
      return value;
    });
  }
  const least = cursor.varint();
  const planes = times(cursor.uint(1), () => cursor.raw(count));
  return times(count, (i) => planes.reduceRight((sum, plane) => 256 * sum + plane[i]!, 0) + least);
}

/** The values of a column; `clocks` are the times of their rows. */
function readColumn(cursor: Cursor, count: number, clocks: readonly number[]): Buffer[] {
  const text = (values: readonly (number | string)[]) => values.map((v) => Buffer.from(String(v)));
  const kind = cursor.uint(1);
  switch (kind) {
    case 0: {
      const value = cursor.prefixed();
      return times(count, () => value);
    }
    case 1:
      return text(readNumbers(cursor, count));
    case 2: {
      const entries = cursor.varint();
      const values = readColumn(cursor, entries, []);
      return readCodes(cursor, count, entries).map((code) => values[code]!);
    }
    case 3: {
      const digits = cursor.uint(1);
      const wholes = readNumbers(cursor, count);
      const fractions = readNumbers(cursor, count);
      return text(wholes.map((n, i) => `${n}.${String(fractions[i]).padStart(digits, '0')}`));
    }
    case 4: {
      const octets = times(4, () => cursor.raw(count));
      return text(times(count, (i) => octets.map((plane) => plane[i]!).join('.')));
    }
    case 5: {
      const same = cursor.varint();
      const lengths = times(count, () => (same === 0 ? cursor.varint() : same - 1));
      return lengths.map((length) => cursor.raw(length));
    }
    default:
      check(kind === 6, 'kind of a column');
      return readTimestamps(cursor, clocks);
  }
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function readTimestamps(cursor: Cursor, clocks: readonly number[]): Buffer[] {
  const style = cursor.uint(1);
  const [prefix, suffix] = [cursor.prefixed(), cursor.prefixed()];
  const [mark = 0, digits = 0, point = 0] = times(3, () => cursor.uint(1));
  const offset = cursor.zigzag();
  const beyond = digits > 3 ? readNumbers(cursor, clocks.length) : [];
  const values: Buffer[] = clocks.map((clock, i) => {
    const [date = '', time = ''] = new Date(clock + offset).toISOString().split(/[TZ]/);
    const [year, month, day = ''] = date.split('-');
    const short = day.startsWith('0')
      ? `${mark === 0 ? '' : String.fromCharCode(mark)}${day.slice(1)}`
      : day;
    const dated = `${MONTHS[Number(month) - 1]} ${short} ${style === 2 ? `${year} ` : ''}`;
    const text = style === 3 ? `${date}${String.fromCharCode(mark)}` : dated;
    const more = digits > 3 ? String(beyond[i]).padStart(digits - 3, '0') : '';
    const fraction = `${String.fromCharCode(point)}${time.slice(9, 9 + digits)}${more}`;
    const clockText = time.slice(0, 8) + (digits > 0 ? fraction : '');
    return Buffer.concat([prefix, Buffer.from(text + clockText, 'latin1'), suffix]);
  });
  let next = 0;
  cursor.list(() => {
    next += cursor.varint();
    values[next++] = cursor.prefixed();
  });
  return values;
}
