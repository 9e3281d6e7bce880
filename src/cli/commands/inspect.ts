import { parseAddress } from '../../analysis/network-terms.js';
import { tokenize } from '../../analysis/tokenizer.js';
import { usage } from '../../base/errors.js';
import { MILLIS_PER_HOUR } from '../../base/ids.js';
import type { Catalog } from '../../catalog/catalog-format.js';
import { openReader } from '../../engine/open.js';
import { inspectCatalog } from '../../inspect/inspect-catalog.js';
import {
  inspectLog,
  inspectPostings,
  inspectSegment,
  inspectTerms,
} from '../../inspect/inspect-segment.js';
import type { SegmentInfo } from '../../segment/segment-info.js';
import { formatHour } from '../../storage/file-names.js';
import { EXIT_FOUND } from '../exit-codes.js';
import { type OptionValues, storeFolder } from '../option-values.js';
import { Output } from '../output.js';

/** Runs `hayabusa inspect`. */
export function runInspect(
  what: string,
  hour: string | undefined,
  term: string | undefined,
  options: OptionValues,
): number {
  const { directory, catalog } = openReader(storeFolder(options), () => {});
  const output = new Output();
  const print = (lines: Iterable<string>) => {
    for (const line of lines) output.line(line);
    output.flush();
  };
  switch (what) {
    case 'catalog':
      print(inspectCatalog(catalog));
      break;
    case 'segment':
      print(inspectSegment(directory, segmentAt(catalog, hour)));
      break;
    case 'log':
      print(inspectLog(directory, segmentAt(catalog, hour)));
      break;
    case 'terms':
      print(inspectTerms(directory, segmentAt(catalog, hour), term ?? ''));
      break;
    case 'postings':
      print(inspectPostings(directory, segmentAt(catalog, hour), oneTerm(term)));
      break;
    default:
      throw usage(
        `inspect takes catalog, segment, log, terms or postings, got ${JSON.stringify(what)}`,
      );
  }
  return EXIT_FOUND;
}

/** The segment that an hour such as `2021-08-17T09`, `2021-08-17 09` or `2021/08/17/09` names, in UTC. */
function segmentAt(catalog: Catalog, text: string | undefined): SegmentInfo {
  const match = /^(\d{4})[-/](\d\d)[-/](\d\d)[T /](\d\d)/.exec(text ?? '');
  if (match === null)
    throw usage(
      `inspect takes an hour in UTC such as 2021-08-17T09, got ${text === undefined ? 'none' : JSON.stringify(text)}`,
    );
  const [, year, month, day, hourOfDay] = match.map(Number);
  const hour = Date.UTC(year ?? 0, (month ?? 0) - 1, day ?? 0, hourOfDay ?? 0) / MILLIS_PER_HOUR;
  const found = catalog.segments.find((segment) => segment.hour === hour);
  if (found !== undefined) return found;
  const nearest = [...catalog.segments].sort(
    (a, b) => Math.abs(a.hour - hour) - Math.abs(b.hour - hour),
  )[0];
  throw usage(
    `The store has no segment ${text}: expected an hour with messages` +
      (nearest === undefined
        ? ', got an empty store'
        : `: the nearest is ${formatHour(nearest.hour)} ("inspect catalog" lists all)`),
  );
}

function oneTerm(text: string | undefined): Uint8Array {
  const address = parseAddress(text ?? '');
  if (address !== undefined) return address;
  const tokens = tokenize(Buffer.from(text ?? '', 'utf8'));
  const [token] = tokens;
  if (token === undefined || tokens.length > 1)
    throw usage(
      `inspect postings takes one word or address, got ${text === undefined ? 'none' : JSON.stringify(text)}`,
    );
  return token;
}
