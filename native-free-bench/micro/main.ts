import { ratioOf, type Spread, spreadOf } from '../result/spread.js';
import { runMicro } from './micro.js';

/** The hot structures against their plain twins, as a table: `npm run bench:micro`. Ratios count, not the times. */
const measurements = await runMicro({
  millis: 500,
  seed: 1,
  onProgress: (row) => console.error(row),
});

const short = (value: number) => Number(value.toPrecision(3));
const spread = ({ median, least, most }: Spread) =>
  `${short(median)} (${short(least)} to ${short(most)})`;

const table: Record<string, Record<string, string>> = {};
for (let i = 0; i + 1 < measurements.length; i += 2) {
  const [ours, plain] = [measurements[i]!, measurements[i + 1]!];
  table[ours.row] = {
    [`${ours.engine}, ${ours.unit}`]: spread(spreadOf(ours.values)),
    [`${plain.engine}, ${plain.unit}`]: spread(spreadOf(plain.values)),
    'times as fast': spread(ratioOf(ours.values, plain.values, ours.better)),
  };
}
console.table(table);
