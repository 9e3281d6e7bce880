import { expect, it } from 'vitest';
import { takeInts, takeShorts } from '../../src/codec/arena.js';
import { BlockArena } from '../../src/pack/block-room.js';
import { giveSearchRoomBack, inSearchRoom, takeSearchRoom } from '../../src/pack/search-kernel.js';
import { type BlockSlots, type PackSlots, slotsOf } from '../../src/pack/template-slots.js';
import { Choices } from '../support/oracle-random.js';
import { randomRuns } from '../support/random-runs.js';
import { searchRoom } from '../support/search-room.js';

// What columns are asked is held to their values in column.test.ts, and sets of rows in row-bits.test.ts.
const TEMPLATES = 40;
const FIELDS = 12;

/** A block: templates of the pack, how many rows each has, and which row has which. */
type Block = {
  readonly ids: number[];
  readonly fields: readonly number[][];
  readonly places: number[];
  readonly rowsAt: number[];
};

function randomBlock(choices: Choices): Block {
  const fields: number[][] = [];
  for (let id = 0; id < TEMPLATES; id++) {
    const like = fields[choices.below(2 * id + 1)] ?? [];
    const more = Array.from({ length: choices.below(4) }, () => choices.below(FIELDS));
    fields.push([...like.slice(0, choices.below(like.length + 1)), ...more]);
  }
  const ids = fields.map((_, id) => id).filter(() => choices.below(3) > 0);
  if (ids.length === 0) ids.push(3);
  const places = Array.from({ length: choices.below(200) }, () => choices.below(ids.length));
  return {
    ...{ ids, fields, places },
    rowsAt: ids.map((_, place) => places.filter((each) => each === place).length),
  };
}

/** The slots of templates with some fields: each has as many of one before it as a writer would find in the last few. */
function packSlots(fields: readonly number[][]): PackSlots {
  const likes: number[] = [];
  const shared: number[] = [];
  const own: number[][] = [];
  fields.forEach((each, id) => {
    likes.push(id);
    shared.push(0);
    for (let like = Math.max(0, id - 8); like < id; like++) {
      const differs = each.findIndex((field, slot) => fields[like]![slot] !== field);
      const same = differs < 0 ? each.length : differs;
      if (same <= shared[like]! || same <= shared[id]!) continue;
      likes[id] = like;
      shared[id] = same;
    }
    own.push(each.slice(shared[id]));
  });
  const starts = [0];
  for (const { length } of own) starts.push(starts[starts.length - 1]! + length);
  const ints = (values: readonly number[]) => Int32Array.from(values);
  return {
    likes: ints(likes),
    shared: ints(shared),
    ownStarts: ints(starts),
    ownFields: ints(own.flat()),
  };
}

/** The arrays of a block, and random ones, in some room. */
class Laid {
  readonly room: BlockArena;
  readonly ids: Int32Array;
  readonly count: number;
  readonly rows: number;
  readonly slots: BlockSlots;
  readonly places: Uint16Array;
  readonly rowsAt: Int32Array;

  constructor(room: BlockArena, block: Block) {
    room.reset();
    this.room = room;
    this.ids = this.ints(block.ids);
    this.count = block.ids.length;
    this.rows = block.places.length;
    this.rowsAt = this.ints(block.rowsAt);
    this.places = takeShorts(room, this.rows);
    this.places.set(block.places);
    this.slots = slotsOf(packSlots(block.fields), this.ids, room);
  }

  ints(values: readonly number[]): Int32Array {
    const ints = takeInts(this.room, values.length);
    ints.set(values);
    return ints;
  }

  bytes(values: readonly number[]): Uint8Array {
    const bytes = this.room.take(values.length);
    bytes.set(values);
    return bytes;
  }
}

const kernel = searchRoom();

it('loops over templates and rows find what a look at each does, in a kernel and without', () => {
  const { seed, numRuns } = randomRuns(300);
  for (let run = 0; run < numRuns; run++) {
    const block = randomBlock(new Choices(seed + run));
    for (const room of [new BlockArena(), kernel])
      check(
        new Laid(room, block),
        block,
        new Choices(seed + run),
        `HAYABUSA_TEST_SEED=${seed + run}`,
      );
  }
});

function check(laid: Laid, block: Block, choices: Choices, hint: string): void {
  const { room, count, rows, places, rowsAt, slots } = laid;
  const { firstSlots, slotFields } = slots;
  const { loops } = room;
  const fieldsAt = block.ids.map((id) => block.fields[id]!);
  const bitsAt = (most: number) => block.ids.map(() => choices.below(most));
  const same = (got: ArrayLike<number>, expected: readonly number[]) =>
    expect(Array.from(got), hint).toEqual(expected);

  same(slotFields, fieldsAt.flat());
  fieldsAt.reduce((at, { length }, place) => {
    expect(firstSlots[place], hint).toBe(at);
    expect(firstSlots[place + 1], hint).toBe(at + length);
    return at + length;
  }, 0);

  const field = choices.below(FIELDS);
  const has = fieldsAt.map((each) => (each.includes(field) ? 1 : 0));
  const marks = room.take(count).fill(7);
  loops.findField(count, firstSlots, slotFields, field, marks);
  same(marks, has);
  const starts = takeInts(room, FIELDS).fill(9);
  const slotCount = loops.countByField(count, firstSlots, slotFields, FIELDS, starts);
  expect(slotCount, hint).toBe(fieldsAt.flat().length);
  const byFields = takeShorts(room, slotCount);
  loops.groupByField(count, firstSlots, slotFields, starts, byFields);
  const placesOf = Array.from(starts, (_, each) =>
    fieldsAt.flatMap((own, place) => own.filter((one) => one === each).map(() => place)),
  );
  same(byFields, placesOf.flat());
  placesOf.reduce((at, list, each) => {
    expect(starts[each], hint).toBe(at);
    return at + list.length;
  }, 0);

  const rowsOfField = placesOf.map((list) =>
    list.reduce((sum, place) => sum + block.rowsAt[place]!, 0),
  );
  // Two columns of each field.
  const columnFields = laid.ints(rowsOfField.flatMap((_, each) => [each, each]));
  const columnCounts = laid.ints(
    rowsOfField.flatMap((values) => [values >> 1, values - (values >> 1)]),
  );
  const missing = takeInts(room, FIELDS);
  const values = () =>
    loops.checkValues(
      ...([count, firstSlots, slotFields, rowsAt, 2 * FIELDS] as const),
      ...([columnFields, columnCounts, FIELDS, missing] as const),
    );
  expect(values(), hint).toBe(-1);
  columnCounts[2 * field + choices.below(2)]! += 3;
  expect(values(), hint).toBe(field);
  expect(missing[field], hint).toBe(-3);

  const all = has.reduce<number>((sum, mark, place) => sum + mark * block.rowsAt[place]!, 0);
  expect(loops.rowsOf(marks, count, rowsAt), hint).toBe(all);

  const byField = Array.from({ length: FIELDS }, () =>
    choices.below(3) === 0 ? choices.below(8) : 0,
  );
  const gathered = takeInts(room, count);
  loops.gatherBits(count, firstSlots, slotFields, laid.ints(byField), gathered);
  const inColumns = fieldsAt.map((each) => each.reduce((bits, one) => bits | byField[one]!, 0));
  same(gathered, inColumns);

  const inLiterals = bitsAt(8);
  const verdicts = room.take(count).fill(9);
  loops.decideByBits(laid.ints(inLiterals), gathered, count, 5, verdicts);
  const decided = inLiterals.map((literal, place) =>
    (literal & 5) === 5 ? 2 : ((literal | inColumns[place]!) & 5) === 5 ? 1 : 0,
  );
  same(verdicts, decided);

  const open = room.take(count);
  const openRows = loops.markThose(verdicts, count, 1, rowsAt, open);
  const isOpen = decided.map((verdict) => (verdict === 1 ? 1 : 0));
  same(open, isOpen);
  expect(openRows, hint).toBe(
    isOpen.reduce<number>((sum, mark, place) => sum + mark * block.rowsAt[place]!, 0),
  );
  const others = bitsAt(3);
  const within = others.reduce((bits, verdict, place) => bits | (isOpen[place]! << verdict), 0);
  expect(loops.verdictsWithin(laid.bytes(others), count, open), hint).toBe(within);
  for (const isOr of [0, 1]) {
    const joined = laid.bytes(decided);
    loops.joinVerdicts(joined, laid.bytes(others), count, isOr);
    same(
      joined,
      decided.map((verdict, place) =>
        isOr ? Math.max(verdict, others[place]!) : Math.min(verdict, others[place]!),
      ),
    );
  }
  const denied = laid.bytes(decided);
  loops.denyVerdicts(denied, count);
  same(
    denied,
    decided.map((verdict) => 2 - verdict),
  );

  const ofOpen = room.take(FIELDS).fill(0);
  loops.markFields(count, firstSlots, slotFields, open, laid.bytes(others), ofOpen);
  const isOfOpen = (each: number) =>
    fieldsAt.some((own, place) => isOpen[place] === 1 && others[place] === 1 && own.includes(each));
  same(
    ofOpen,
    byField.map((_, each) => (isOfOpen(each) ? 1 : 0)),
  );

  const asked = byField.map((bits) => (bits > 0 ? 1 : 0));
  const counts = takeInts(room, count);
  loops.countAsked(count, firstSlots, slotFields, laid.bytes(asked), counts);
  const askedAt = fieldsAt.map((own) => own.reduce((sum, each) => sum + asked[each]!, 0));
  same(counts, askedAt);
  const shared = room.take(FIELDS).fill(0);
  loops.markShared(count, firstSlots, slotFields, open, laid.bytes(asked), counts, shared);
  same(
    shared,
    asked.map((mark, each) => {
      const isShared = fieldsAt.some(
        (own, place) => own.includes(each) && askedAt[place]! > isOpen[place]!,
      );
      return mark === 1 && isShared ? 1 : 0;
    }),
  );

  // Rows: those of templates with the field have a value each. One mark more stands behind those of the values.
  const valueMarks = Array.from({ length: all + 1 }, () => choices.below(2));
  const bits = Array.from({ length: rows }, () => choices.below(2));
  let value = 0;
  const ofRow = block.places.map((place) => (has[place] === 1 ? valueMarks[value++]! : 0));
  const ranks = takeShorts(room, rows);
  loops.rankRows(places, rows, marks, ranks);
  same(
    ranks,
    block.places.map((_, row) => block.places.slice(0, row).filter((at) => has[at] === 1).length),
  );
  const set = laid.bytes(bits);
  loops.addRowsOfValues(places, rows, marks, laid.bytes(valueMarks), set);
  same(
    set,
    bits.map((bit, row) => bit | ofRow[row]!),
  );
  const kinds = has.map((mark, place) => mark * (1 | (isOpen[place]! << 1)));
  const found = ofRow.filter((mark, row) => mark === 1 && isOpen[block.places[row]!] === 1).length;
  expect(loops.countValues(places, rows, laid.bytes(kinds), laid.bytes(valueMarks)), hint).toBe(
    found,
  );
  const kept = laid.bytes(bits);
  loops.keepRowsOfPlaces(places, rows, open, kept);
  same(
    kept,
    bits.map((bit, row) => bit & isOpen[block.places[row]!]!),
  );
  const added = laid.bytes(bits);
  loops.addRowsOfPlaces(places, rows, open, added);
  same(
    added,
    bits.map((bit, row) => bit | isOpen[block.places[row]!]!),
  );
  const countsAt = takeInts(room, count).fill(9);
  loops.countPlaces(places, rows, laid.bytes(bits), countsAt, count);
  same(
    countsAt,
    block.ids.map(
      (_, place) => bits.filter((bit, row) => bit * (block.places[row] === place ? 1 : 0)).length,
    ),
  );

  const [from, to] = [choices.below(rows + 1), choices.below(rows + 1)].sort((a, b) => a - b);
  const passed = laid.ints(byField);
  const countsOf = takeInts(room, count).fill(9);
  loops.passRows(places, from!, to!, countsOf, count, firstSlots, slotFields, passed);
  const inRows = block.places.slice(from, to).flatMap((place) => fieldsAt[place]!);
  same(
    passed,
    byField.map((bits, each) => bits + inRows.filter((one) => one === each).length),
  );

  const read = takeShorts(room, rows);
  const seen = takeInts(room, count);
  const low = laid.bytes(block.places);
  expect(loops.readPlaces(low, 0, rows, read, seen, count), hint).toBe(-1);
  same(read, block.places);
  same(seen, block.rowsAt);
  const wide = laid.bytes([...block.places, ...block.places.map(() => 0)]);
  expect(loops.readPlaces(wide, 1, rows, read.fill(0), seen.fill(1), count), hint).toBe(-1);
  same(read, block.places);
  same(seen, block.rowsAt);
  if (rows > 0) {
    low[rows - 1] = count;
    wide[2 * rows - 1] = 1;
    expect(loops.readPlaces(low, 0, rows, read, seen, count), hint).toBe(count);
    expect(loops.readPlaces(wide, 1, rows, read, seen, count), hint).toBe(
      256 + block.places[rows - 1]!,
    );
  }
}

it('a kernel has all loops, and takes arrays in its memory by their addresses', () => {
  const { loops } = kernel;
  expect(Object.keys(loops).sort()).toEqual(Object.keys(new BlockArena().loops).sort());
  kernel.reset();
  const marks = kernel.take(4).fill(1);
  // Views that are too short: the plain loops see nothing of what lies behind them.
  const rowsAt = takeInts(kernel, 4).fill(2);
  expect(loops.rowsOf(marks.subarray(0, 0), 4, rowsAt.subarray(0, 0))).toBe(8);
  // Elsewhere, for the plain loop.
  expect(loops.rowsOf(Uint8Array.of(1, 0, 1), 3, rowsAt)).toBe(4);
});

it("room that is given back is taken again, and what is not back is nobody else's", () => {
  const [first, second] = [takeSearchRoom(), takeSearchRoom()];
  expect(first).not.toBe(second);
  giveSearchRoomBack(first);
  expect(takeSearchRoom()).toBe(first);
  giveSearchRoomBack(first);
  expect(inSearchRoom((room) => room)).toBe(first);
  const fail = () =>
    inSearchRoom(() => {
      throw new Error('damaged');
    });
  expect(fail).toThrow('damaged');
  expect(takeSearchRoom()).toBe(first);
});
