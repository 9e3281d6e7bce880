import type { GeneratorOptions } from './generator.js';

/** A finished run as JSON for people and tests: what was asked for, then what was written. */
export function formatReport(options: GeneratorOptions, report: object): string {
  const { start, spanMillis, needles: _, ...rest } = options;
  const asked = {
    ...rest,
    start: new Date(start).toISOString(),
    end: new Date(start + spanMillis).toISOString(),
  };
  return `${JSON.stringify({ options: asked, ...report }, null, 2)}\n`;
}
