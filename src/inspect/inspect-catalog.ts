import type { Catalog } from '../catalog/catalog-format.js';
import { formatHour, packPath } from '../storage/file-names.js';

/** The catalog as text, line by line: one line a pack, one the log, one an input. */
export function* inspectCatalog(catalog: Catalog): Generator<string> {
  yield `catalog  id ${catalog.id}  generation ${catalog.generation}  next sequence ${catalog.nextSequence}  next number ${catalog.nextNumber}`;
  yield `${catalog.packs.length} ${catalog.packs.length === 1 ? 'pack' : 'packs'}`;
  for (const pack of catalog.packs)
    yield `  ${packPath(pack.number)}  ${pack.bytes} bytes  messages ${pack.messages}  text ${pack.textBytes}  ` +
      `times ${iso(pack.minTime)} to ${iso(pack.maxTime)}  ` +
      `sequence ${pack.firstSequence} to ${pack.lastSequence}  hours ${hoursOf(pack.hours)}`;
  const { log } = catalog;
  yield log.bytes === 0
    ? 'no message log'
    : `log ${log.number}  ${log.bytes} bytes  messages ${log.messages}  text ${log.textBytes}  hours ${hoursOf(log.hours)}`;
  yield `${catalog.inputs.length} ${catalog.inputs.length === 1 ? 'input' : 'inputs'}`;
  for (const input of catalog.inputs)
    yield `  ${input.path}  ${input.finished ? 'finished' : 'unfinished'}  read ${input.offset}  ` +
      `messages ${input.messages}  size ${input.size}  modified ${iso(input.modified)}`;
}

function hoursOf(hours: readonly number[]): string {
  const first = hours[0];
  if (first === undefined) return '0';
  const last = hours[hours.length - 2] ?? first;
  return `${hours.length / 2} (${formatHour(first)} to ${formatHour(last)})`;
}

function iso(millis: number): string {
  return new Date(millis).toISOString();
}
