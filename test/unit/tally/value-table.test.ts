import { describe, expect, it } from 'vitest';
import { topValues } from '../../../src/tally/value-list.js';
import { ValueTable } from '../../../src/tally/value-table.js';
import { latin1 } from '../../support/bytes.js';
import { Choices } from '../../support/oracle-random.js';

function add(table: ValueTable, value: string): void {
  const bytes = latin1(`<${value}>`);
  table.add(bytes, 1, bytes.length - 1);
}

const entries = (table: ValueTable) =>
  topValues(table.part(), Number.POSITIVE_INFINITY).map(
    ({ value, count }) => [Buffer.from(value).toString('latin1'), count] as const,
  );

describe('ValueTable', () => {
  it('counts as a map does, also when parts are merged', () => {
    const choices = new Choices(3);
    const expected = new Map<string, number>();
    const tables = [new ValueTable(), new ValueTable(), new ValueTable()];
    for (let i = 0; i < 20_000; i++) {
      const value = choices.chance(0.1) ? '' : choices.bytes(choices.of([1, 2, 2, 40]));
      expected.set(value, (expected.get(value) ?? 0) + 1);
      add(choices.of(tables), value);
    }
    const all = new ValueTable();
    for (const table of tables) all.merge(table.part());
    expect(new Map(entries(all))).toEqual(expected);
    expect(all.size).toBe(expected.size);
  });

  it('has most messages first, at equal counts in order of bytes', () => {
    const table = new ValueTable();
    for (const value of ['b', 'c', 'a', 'c', 'd', 'b', 'c']) add(table, value);
    expect(entries(table)).toEqual([
      ['c', 3],
      ['b', 2],
      ['a', 1],
      ['d', 1],
    ]);
    expect(topValues(table.part(), 1)).toHaveLength(1);
  });

  it('counts together what comes when it is full', () => {
    const byNumber = new ValueTable(2);
    for (const value of ['a', 'b', 'c', 'a', 'd']) add(byNumber, value);
    expect(entries(byNumber)).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
    expect(byNumber.others).toBe(2);
    const byBytes = new ValueTable(100, 10);
    for (const value of ['12345', '123456', '12345', '54321']) add(byBytes, value);
    expect(entries(byBytes)).toEqual([
      ['12345', 2],
      ['54321', 1],
    ]);
    expect(byBytes.others).toBe(1);
    const merged = new ValueTable(1);
    merged.merge(byNumber.part());
    expect([entries(merged), merged.others]).toEqual([[['a', 2]], 3]);
  });
});
