import type * as echarts from 'echarts';
import { formatNumber } from './number-format.js';
import type { Panel, Point } from './panels.js';

/** Values that differ more than this share a panel only on a logarithmic axis. */
const LOG_FROM = 20;
/** Up to so many bars carry their number above them. */
const LABELLED_BARS = 16;

/** What a letter of a category's label takes, at most. */
const LETTER = 7;

const FAINT = '#666666';
const LINE = '#dddddd';
const GAP = { barGap: '0%', barCategoryGap: '22%' };

export type Axis = {
  log: boolean;
  /** Where the y axis starts, which the strokes must not go below. */
  least: number;
  x: echarts.XAXisComponentOption;
  y: echarts.YAXisComponentOption;
};

/** The axes of a panel: logarithmic where values would vanish beside others. */
export function axisOf(panel: Panel, width: number): Axis {
  const points = panel.series.flatMap(({ points }) =>
    points.filter((point) => point !== undefined),
  );
  // The strokes of the spread have to fit, too.
  const values = points.flatMap(({ median, most }) => [median, most]).filter((value) => value > 0);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const log = values.length > 1 && high / low > LOG_FROM;
  const least = log ? 10 ** Math.floor(Math.log10(low * 0.6)) : 0;
  const label = { color: FAINT, fontSize: 11 };
  const y: echarts.YAXisComponentOption = {
    type: log ? 'log' : 'value',
    min: least,
    splitNumber: 4,
    axisLabel: { ...label, formatter: axisNumber },
    splitLine: { lineStyle: { color: LINE } },
  };
  // Bars of a logarithmic axis would start from 1.
  if (log) Object.assign(y, { startValue: least, max: 10 ** Math.ceil(Math.log10(high * 1.05)) });
  return { log, least, x: xAxisOf(panel, label, width), y };
}

function xAxisOf(panel: Panel, label: object, width: number): echarts.XAXisComponentOption {
  const line = { onZero: false, lineStyle: { color: '#999999' } };
  const letters = Math.floor(width / panel.categories.length / LETTER) - 1;
  if (panel.kind === 'lines') {
    const xs = panel.categories.map(Number);
    return {
      type: 'value',
      name: panel.xName,
      nameLocation: 'middle',
      nameGap: 26,
      nameTextStyle: { color: FAINT, fontSize: 11 },
      min: 0,
      max: Math.max(...xs),
      axisLine: line,
      axisLabel: { ...label, formatter: axisNumber },
      splitLine: { show: false },
    };
  }
  return {
    type: 'category',
    data: panel.categories.map((name) => brokenLabel(name, letters)),
    axisTick: { show: false },
    axisLine: line,
    axisLabel: { ...label, interval: 0, lineHeight: 14 },
  };
}

/** Bars or a line for each engine, and above them the strokes of their spread. */
export function seriesOf(
  panel: Panel,
  index: number,
  axis: Axis,
  colours: ReadonlyMap<string, string>,
): echarts.SeriesOption[] {
  const place = { xAxisIndex: index, yAxisIndex: index, silent: true };
  const count = panel.series.length;
  const few = count * panel.categories.length <= LABELLED_BARS;
  return panel.series.flatMap(({ engine, points }, nth): echarts.SeriesOption[] => {
    const color = colours.get(engine) ?? FAINT;
    const value = (point: Point | undefined) =>
      point === undefined || point.median <= axis.least ? null : point.median;
    if (panel.kind === 'lines') {
      const xs = panel.categories.map(Number);
      const data = points.map((point, i) => [xs[i]!, value(point) ?? '-']);
      const symbolSize = points.length > 16 ? 3 : 6;
      const style = { itemStyle: { color }, lineStyle: { color, width: 2 } };
      const line = { name: engine, type: 'line' as const, data, symbol: 'circle', symbolSize };
      return [{ ...place, ...line, ...style }, strokes(points, place, axis, (i) => xs[i]!)];
    }
    const label = {
      show: few,
      position: 'top' as const,
      distance: 6,
      fontSize: 10,
      color: '#1c1c1c',
      formatter: ({ value: shown }: { value: unknown }) => formatNumber(Number(shown)),
    };
    const data = points.map((point) => value(point) ?? '-');
    const bar = { name: engine, type: 'bar' as const, data, barMaxWidth: 46, ...GAP };
    return [
      { ...place, ...bar, itemStyle: { color }, label },
      strokes(points, place, axis, (i) => i, { nth, count }),
    ];
  });
}

/** A stroke from the least to the most of each point, in the middle of its bar. */
function strokes(
  points: readonly (Point | undefined)[],
  place: object,
  axis: Axis,
  xOf: (index: number) => number,
  bar?: { nth: number; count: number },
): echarts.SeriesOption {
  const data = points.flatMap((point, i) =>
    point === undefined || point.most <= axis.least || point.least === point.most
      ? []
      : [[xOf(i), Math.max(point.least, axis.least || point.least), point.most]],
  );
  return {
    ...place,
    type: 'custom',
    z: 5,
    data,
    renderItem: (_, api) => {
      const x = Number(api.value(0));
      const shift = bar === undefined ? 0 : barCentre(api, bar);
      const [low, high] = [api.coord([x, api.value(1)]), api.coord([x, api.value(2)])];
      const at = low[0]! + shift;
      const shape = { x1: at, y1: low[1]!, x2: at, y2: high[1]! };
      return { type: 'line', shape, style: { stroke: '#1c1c1c', lineWidth: 1 } };
    },
  };
}

/** How far a bar's middle lies from the middle of its group. */
function barCentre(
  api: echarts.CustomSeriesRenderItemAPI,
  { nth, count }: { nth: number; count: number },
): number {
  const layout = api.barLayout({ ...GAP, barMaxWidth: 46, count });
  return Number(layout?.[nth]?.offsetCenter ?? 0);
}

/** A long category in lines of so many letters, broken between its words. */
function brokenLabel(name: string, letters: number): string {
  const lines: string[] = [];
  for (const word of name.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= letters)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}

/** Numbers of an axis: `0.1`, `1,000`. */
function axisNumber(value: number): string {
  return value >= 1000 ? formatNumber(value) : String(Number(value.toPrecision(3)));
}
