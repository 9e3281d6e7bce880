import type { StoredColumn } from './random-column.js';

/** The plain twin of a column: its values as lines of text; the places of those that are `wanted`. */
export function plainMatch({ text, wanted }: StoredColumn): number[] {
  const places: number[] = [];
  for (const [place, value] of text.split('\n').entries()) if (value === wanted) places.push(place);
  return places;
}
