import { expect, it } from 'vitest';
import { takeInts, takeReals, takeShorts } from '../../src/codec/arena.js';
import { ByteWriter } from '../../src/codec/byte-writer.js';
import { writeOrder } from '../../src/pack/arrival.js';
import { BlockArena } from '../../src/pack/block-room.js';
import { Choices } from '../support/oracle-random.js';
import { randomRuns } from '../support/random-runs.js';
import { searchRoom } from '../support/search-room.js';

const kernel = searchRoom();

/** What is written, in some room. */
function written(room: BlockArena, write: (out: ByteWriter) => void): Uint8Array {
  const out = new ByteWriter();
  write(out);
  return room.hold(out.bytes());
}

const { seed, numRuns } = randomRuns(300);
function eachRoom(check: (room: BlockArena, choices: Choices, hint: string) => void): void {
  for (let run = 0; run < numRuns; run++)
    for (const room of [new BlockArena(), kernel]) {
      room.reset();
      check(room, new Choices(seed + run), `HAYABUSA_TEST_SEED=${seed + run}`);
    }
}

it('times are those that were written, and gathered where they are marked', () => {
  eachRoom((room, choices, hint) => {
    const { loops } = room;
    const rows = choices.below(200);
    const deltas = Array.from({ length: rows }, () =>
      choices.below(3) > 0 ? 0 : choices.below(2 ** 30) * 2 ** choices.below(20),
    );
    const bytes = written(room, (out) => {
      for (const delta of deltas) out.varint(delta);
    });
    const times = takeReals(room, rows);
    const read = (end: number) => loops.readTimes(bytes, end, rows, 1e12, 7, times);
    expect(read(bytes.length), hint).toBe(bytes.length);
    let time = 1e12;
    const expected = deltas.map((delta) => {
      time += delta * 7;
      return time;
    });
    expect(Array.from(times), hint).toEqual(expected);
    if (rows > 0) expect(read(bytes.length - 1), hint).toBe(-1);

    expect(read(bytes.length), hint).toBe(bytes.length);
    const places = takeShorts(room, rows);
    for (let row = 0; row < rows; row++) places[row] = choices.below(5);
    const marks = room.take(5);
    for (let place = 0; place < 5; place++) marks[place] = choices.below(2);
    const found = takeReals(room, rows + 1);
    const count = loops.gatherTimes(times, places, rows, marks, found);
    expect(Array.from(found.subarray(0, count)), hint).toEqual(
      expected.filter((_, row) => marks[places[row]!] === 1),
    );
  });
});

it('the order of arrival is that which was written, and refused when it is none', () => {
  eachRoom((room, choices, hint) => {
    const rows = choices.below(200);
    const order = Array.from({ length: rows }, (_, row) => row);
    for (let row = 0; row < rows; row++) {
      const other = choices.below(rows);
      [order[row], order[other]] = [order[other]!, order[row]!];
    }
    const read = (places: number[]) => {
      const steps = written(room, (out) => writeOrder(out, Uint32Array.from(places)));
      const got = takeInts(room, rows).fill(9);
      const taken = room.take(rows).fill(9);
      const end = room.loops.readOrder(steps, steps.length, rows, got, taken);
      if (end >= 0) expect(end, hint).toBe(steps.length);
      return end < 0 ? undefined : Array.from(got);
    };
    expect(read(order), hint).toEqual(order);
    if (rows < 2) return;
    const row = choices.below(rows);
    const other = choices.of([rows, order[(row + 1) % rows]!]);
    expect(read(order.with(row, other)), hint).toBe(undefined);
    expect(read(order.slice(1)), hint).toBe(undefined);
  });
});
