/** A table of plain text: labels to the left, numbers to the right, words of the last column to the left again. */
export type TextGrid = {
  /** Heading of the labels' column. */
  title: string;
  columns: string[];
  rows: { label: string; cells: string[]; remark: string }[];
  /** Heading of the last column; empty where there is none. */
  remark: string;
};

const GAP = '  ';

/**
 * Lays a grid out within `width` columns: headings are wrapped at spaces and hyphens, and where the columns are still too
 * many, they go on in a further grid below, with the same labels. The remark stands in the first.
 */
export function renderGrid(grid: TextGrid, width: number): string[] {
  const labels = Math.max(length(grid.title), ...grid.rows.map(({ label }) => length(label)));
  const remarks =
    grid.remark === '' ? 0 : longest([grid.remark, ...grid.rows.map((r) => r.remark)]);
  const headings = grid.columns.map((name, column) => {
    const cells = longest(grid.rows.map(({ cells }) => cells[column] ?? ''));
    return wrapped(name, Math.max(cells, 9));
  });
  const widths = grid.columns.map((_, column) =>
    longest([...headings[column]!, ...grid.rows.map(({ cells }) => cells[column] ?? '')]),
  );
  const out: string[] = [];
  let from = 0;
  do {
    const last = from === 0 && remarks > 0 ? remarks + GAP.length : 0;
    let used = labels + last;
    let to = from;
    while (to < widths.length && (to === from || used + GAP.length + widths[to]! <= width))
      used += GAP.length + widths[to++]!;
    if (from > 0) out.push('');
    out.push(...renderPart(grid, { from, to, labels, widths, headings, last: last > 0 }));
    from = to;
  } while (from < widths.length);
  return out;
}

type Part = {
  from: number;
  to: number;
  labels: number;
  widths: number[];
  headings: string[][];
  last: boolean;
};

function renderPart(grid: TextGrid, part: Part): string[] {
  const { from, to, labels, widths, last } = part;
  const headings = part.headings.slice(from, to);
  const height = Math.max(1, ...headings.map((lines) => lines.length));
  const line = (label: string, cells: readonly string[], remark: string) =>
    [
      padEnd(label, labels),
      ...cells.map((cell, i) => padStart(cell, widths[from + i]!)),
      ...(last ? [remark] : []),
    ]
      .join(GAP)
      .trimEnd();
  const out: string[] = [];
  for (let row = 0; row < height; row++) {
    const bottom = row === height - 1;
    const names = headings.map((lines) => lines[row - height + lines.length] ?? '');
    out.push(line(bottom ? grid.title : '', names, bottom ? grid.remark : ''));
  }
  for (const { label, cells, remark } of grid.rows)
    out.push(line(label, cells.slice(from, to), remark));
  return out;
}

/** A heading in lines no longer than `width` where it has spaces or hyphens to break at. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/(?<=-)| /)) {
    const last = lines.at(-1);
    const joined = last === undefined ? word : `${last}${last.endsWith('-') ? '' : ' '}${word}`;
    if (last === undefined || length(joined) > width) lines.push(word);
    else lines[lines.length - 1] = joined;
  }
  return lines;
}

/** A sentence in lines of at most `width`, all but the first indented. */
export function wrapText(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(word);
    else if (length(last) + 1 + length(word) > width) lines.push(indent + word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** Characters, each of which takes one column here: `×`, `–` and `±` do. */
const length = (text: string) => [...text].length;
const longest = (texts: readonly string[]) => Math.max(0, ...texts.map(length));
const padEnd = (text: string, width: number) => text + ' '.repeat(width - length(text));
const padStart = (text: string, width: number) => ' '.repeat(width - length(text)) + text;
