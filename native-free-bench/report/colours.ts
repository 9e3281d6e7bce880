import type { EngineFamily, Result } from '../result/result.js';
import { engineNames, familyOf } from './pivot.js';

/** A hue a family, a shade an engine: ours stands out, and every SQLite is recognised as one. */
const SHADES: Readonly<Record<EngineFamily, readonly string[]>> = {
  hayabusa: ['#d1495b', '#f08a5d', '#7d1d3f', '#f3b0a1'],
  sqlite: ['#1f4e79', '#4f8fc0', '#9cc5e3', '#17a2a2', '#0b2e4a', '#6f7fb8'],
  scan: ['#4c7a34', '#93bf68', '#c5b82e', '#2e5a46', '#b9d6a0'],
  plain: ['#5f5f5f', '#a3a3a3', '#c9a66b', '#d0d0d0', '#8b6f47'],
};

/** The colour of each engine, the same in every chart of a result. */
export function coloursOf(result: Result): Map<string, string> {
  const used = new Map<EngineFamily, number>();
  const colours = new Map<string, string>();
  for (const engine of engineNames(result)) {
    const guess = engine.startsWith('hayabusa') ? 'hayabusa' : 'plain';
    const family = familyOf(result, engine) ?? guess;
    const count = used.get(family) ?? 0;
    used.set(family, count + 1);
    const shades = SHADES[family];
    colours.set(engine, shades[count % shades.length]!);
  }
  return colours;
}
