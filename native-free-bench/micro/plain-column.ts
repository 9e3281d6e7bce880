import type { StoredColumn } from './random-column.js';

/** The plain twin of a column: its values as lines of text; 1 for each that is `wanted`. */
export function plainMatch({ text, wanted }: StoredColumn): number[] {
  return text.split('\n').map((value) => (value === wanted ? 1 : 0));
}
