import * as echarts from 'echarts';
import { QUESTIONS, type Question, type Result } from '../result/result.js';
import { axisOf, seriesOf } from './chart-series.js';
import { coloursOf } from './colours.js';
import { type ChartPlan, planOf } from './panels.js';
import { engineNames } from './pivot.js';
import { dateText, machineText, softwareText } from './provenance.js';

const WIDTH = 1200;
const MARGIN = 24;
/** Of a panel: its frame, the title above, the labels below, what the numbers of its axis take. */
const FRAME = 190;
const ABOVE = 44;
const BELOW = 54;
const LEFT = 62;
/** A line of the legend, and what a letter takes in it: no font is at hand to ask. */
const LEGEND_LINE = 20;
const LETTER = 7.3;

type GraphicElement = { type: string; silent: true; shape?: object; style: object };

const INK = '#1c1c1c';
const FAINT = '#666666';
const FONT = 'DejaVu Sans, Helvetica, Arial, sans-serif';

/** One SVG for each question that was asked; the same result makes the same bytes. */
export function renderCharts(result: Result): Map<Question, string> {
  const charts = new Map<Question, string>();
  for (const question of QUESTIONS) {
    const plan = planOf(result, question);
    if (plan !== undefined && plan.panels.length > 0) charts.set(question, render(result, plan));
  }
  return charts;
}

function render(result: Result, plan: ChartPlan): string {
  const shown = new Set(plan.panels.flatMap(({ series }) => series.map(({ engine }) => engine)));
  const engines = engineNames(result).filter((name) => shown.has(name));
  const top = 66 + legendOf(engines, new Map()).lines * LEGEND_LINE;
  const rows = Math.ceil(plan.panels.length / plan.columns);
  const height = top + rows * (ABOVE + FRAME + BELOW) + 48;
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  chart.setOption(optionOf(result, plan, engines, top, height));
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${plainSvg(svg)}\n`;
}

/**
 * An SVG without what only a page with scripts uses, and with names of its own: the library counts the charts and styles of
 * a process, so that the second chart would not be the first.
 */
function plainSvg(svg: string): string {
  const names = new Map<string, string>();
  return svg
    .replace(/<style\b[^>]*>[\s\S]*?<\/style>/g, '')
    .replace(/ (?:class|ecmeta_\w+)="[^"]*"/g, '')
    .replace(/\bzr\d+-[\w-]+/g, (name) => {
      const known = names.get(name) ?? `part-${names.size}`;
      names.set(name, known);
      return known;
    })
    .replace(/\n{2,}/g, '\n')
    .trim();
}

function optionOf(
  result: Result,
  plan: ChartPlan,
  engines: readonly string[],
  top: number,
  height: number,
): echarts.EChartsOption {
  const colours = coloursOf(result);
  const across = (WIDTH - MARGIN) / plan.columns;
  const grids = plan.panels.map((_, i) => ({
    left: MARGIN + (i % plan.columns) * across + LEFT - 14,
    top: top + Math.floor(i / plan.columns) * (ABOVE + FRAME + BELOW) + ABOVE,
    width: across - LEFT - 10,
    height: FRAME,
  }));
  const text = (content: string, left: number, y: number, size: number, colour: string) => ({
    text: content,
    left,
    top: y,
    padding: 0,
    textStyle: { fontSize: size, color: colour, fontFamily: FONT, fontWeight: 'normal' as const },
  });
  const heading = text(plan.title, MARGIN, 16, 20, INK);
  const axes = plan.panels.map((panel, i) => axisOf(panel, grids[i]!.width));
  return {
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: FONT },
    title: [
      { ...heading, textStyle: { ...heading.textStyle, fontWeight: 'bold' as const } },
      text(subtitle(plan), MARGIN, 43, 12, FAINT),
      ...plan.panels.map((panel, i) => {
        const better = `${panel.unit}, ${panel.better} is better${axes[i]!.log ? ', log scale' : ''}`;
        const name = panel.title === '' ? better : `${panel.title}  [${better}]`;
        return text(name, grids[i]!.left - LEFT + 14, grids[i]!.top - 26, 13, INK);
      }),
      text(`${machineText(result)}`, MARGIN, height - 38, 11, FAINT),
      text(
        `${softwareText(result)}, ${dateText(result)}, ${result.command}`,
        MARGIN,
        height - 22,
        11,
        FAINT,
      ),
    ],
    graphic: legendOf(engines, colours).elements as echarts.GraphicComponentOption[],
    grid: grids,
    xAxis: axes.map(({ x }, i) => ({ ...x, gridIndex: i })),
    yAxis: axes.map(({ y }, i) => ({ ...y, gridIndex: i })),
    series: plan.panels.flatMap((panel, i) => seriesOf(panel, i, axes[i]!, colours)),
  };
}

function subtitle(plan: ChartPlan): string {
  const spread = 'Medians of the repeats; the strokes reach from the least to the most.';
  return plan.remark === '' ? spread : `${spread} ${plan.remark}`;
}

/** The legend, drawn here: the library guesses the width of names too small, and they run into each other. */
function legendOf(
  engines: readonly string[],
  colours: ReadonlyMap<string, string>,
): { lines: number; elements: GraphicElement[] } {
  const elements: GraphicElement[] = [];
  let line = 0;
  let x = MARGIN;
  for (const engine of engines) {
    const width = 20 + engine.length * LETTER + 16;
    if (x > MARGIN && x + width > WIDTH - MARGIN) {
      line++;
      x = MARGIN;
    }
    const y = 66 + line * LEGEND_LINE;
    const fill = colours.get(engine) ?? FAINT;
    const font = `12px ${FONT}`;
    elements.push(
      {
        type: 'rect',
        silent: true,
        shape: { x, y: y + 1, width: 14, height: 10 },
        style: { fill },
      },
      { type: 'text', silent: true, style: { text: engine, x: x + 20, y, fill: INK, font } },
    );
    x += width;
  }
  return { lines: line + 1, elements };
}
