import { MILLIS_PER_HOUR } from '../base/ids.js';
import type { Catalog } from '../catalog/catalog-format.js';
import { isSealed } from '../segment/segment-info.js';
import { formatHour } from '../storage/file-names.js';

/** The catalog as text, line by line: one line a segment, one an input. */
export function* inspectCatalog(catalog: Catalog): Generator<string> {
  yield `catalog  generation ${catalog.generation}  next sequence ${catalog.nextSequence}`;
  yield `${catalog.segments.length} segments`;
  for (const segment of catalog.segments) {
    const parts = segment.parts
      .map((part) => `[${part.first},${part.end}).${part.generation}:${part.bytes}`)
      .join(' ');
    yield `  ${formatHour(segment.hour)}  ${isSealed(segment) ? 'sealed' : 'active'}  messages ${segment.messages}  ` +
      `text ${segment.textBytes}  log ${segment.logBytes}  ` +
      `times ${timeOfHour(segment.minTime)}..${timeOfHour(segment.maxTime)}  index ${parts || 'none'}`;
  }
  yield `${catalog.inputs.length} inputs`;
  for (const input of catalog.inputs)
    yield `  ${input.path}  ${input.finished ? 'finished' : 'unfinished'}  read ${input.offset}  ` +
      `messages ${input.messages}  size ${input.size}  modified ${new Date(input.modified).toISOString()}`;
}

/** Milliseconds within an hour as mm:ss.mmm. */
export function timeOfHour(millis: number): string {
  return new Date(((millis % MILLIS_PER_HOUR) + MILLIS_PER_HOUR) % MILLIS_PER_HOUR)
    .toISOString()
    .slice(14, 23);
}
