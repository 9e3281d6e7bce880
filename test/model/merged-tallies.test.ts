import { expect, it } from 'vitest';
import { parseBucketWidth } from '../../src/planner/bucket-width.js';
import { TimeBuckets } from '../../src/planner/time-buckets.js';
import { timeZone } from '../../src/syslog/time-zones.js';
import { CaptureTally } from '../../src/tally/capture-tally.js';
import { FieldsTally } from '../../src/tally/fields-tally.js';
import { HeaderTally } from '../../src/tally/header-tally.js';
import { PatternTally } from '../../src/tally/pattern-tally.js';
import { SourceTally } from '../../src/tally/source-tally.js';
import type { Tally } from '../../src/tally/tally.js';
import { TimeTally } from '../../src/tally/time-tally.js';
import { topValues } from '../../src/tally/value-list.js';
import type { ValueCounts } from '../../src/tally/value-table.js';
import { makeMessage } from '../support/oracle-messages.js';
import { Choices } from '../support/oracle-random.js';
import { StoreModel } from './store-model.js';

const HOUR = 3_600_000;
const START = Date.UTC(2024, 4, 15, 12);

/** A store of many small packs. */
function smallPacks(): StoreModel {
  const choices = new Choices(11);
  const model = new StoreModel(2000);
  const zone = timeZone('UTC');
  for (let file = 0; file < 6; file++) {
    const messages = Array.from({ length: 100 }, () =>
      makeMessage(choices, START + choices.below(5 * HOUR), zone),
    );
    const clock = { zone, reference: START + 6 * HOUR, now: START + HOUR * 24, fallback: START };
    model.ingest(
      { name: `${file % 2}.log`, messages, framing: 'newline', limit: 1 << 20, clock },
      choices,
    );
    model.commit();
    model.seal();
  }
  return model;
}

const values = (counts: ValueCounts) => ({
  rows: topValues(counts, Number.POSITIVE_INFINITY).map(
    ({ value, count }) => `${Buffer.from(value).toString('latin1')} ${count}`,
  ),
  none: counts.none,
});

it('tallies that share the blocks of a store sum up to one that has them all', {
  timeout: 60_000,
}, () => {
  const model = smallPacks();
  const reader = model.reader();
  const plan = { query: { kind: 'all' }, ranges: undefined } as const;
  let blocks = 0;
  const check = <Part>(make: () => Tally<Part>, show: (part: Part) => unknown) => {
    const whole = make();
    const parts = [make(), make(), make()];
    const total = [...reader.tally(plan, whole)].reduce((sum, count) => sum + count, 0);
    blocks = 0;
    const shared = {
      add: (...args: Parameters<Tally<Part>['add']>) => parts[blocks++ % 3]?.add(...args) ?? 0,
    };
    expect([...reader.tally(plan, shared)].reduce((sum, count) => sum + count, 0)).toBe(total);
    expect(total).toBe(600);
    const merged = make();
    // As it comes from another thread.
    for (const part of parts) merged.merge(structuredClone(part.part()));
    expect(show(merged.part())).toEqual(show(whole.part()));
  };
  const buckets = () => new TimeBuckets(parseBucketWidth('5m'), timeZone('UTC'));
  check(
    () => new TimeTally(buckets()),
    (part) => part,
  );
  check(() => new HeaderTally('app'), values);
  check(() => new HeaderTally('severity'), values);
  check(() => new SourceTally(), values);
  check(() => new CaptureTally({ kind: 'regex', source: '([a-z]+)=', ignoreCase: false }), values);
  check(() => new CaptureTally({ kind: 'pair', key: 'uid' }), values);
  check(
    () => new PatternTally(),
    ({ patterns, others }) => [
      others,
      patterns.map(({ texts, count }) => `${JSON.stringify(texts)} ${count}`).sort(),
    ],
  );
  check(
    () => new FieldsTally(),
    ({ read, fields }) => [
      read,
      fields
        .map((field) => JSON.stringify([field.name, field.messages, values(field.values)]))
        .sort(),
    ],
  );
  expect(blocks).toBeGreaterThan(3);
  model.close();
});
