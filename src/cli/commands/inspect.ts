import { parseAddress } from '../../analysis/network-terms.js';
import { tokenize } from '../../analysis/tokenizer.js';
import { usage } from '../../base/errors.js';
import type { Catalog } from '../../catalog/catalog-format.js';
import { openReader } from '../../engine/open-reader.js';
import { inspectCatalog } from '../../inspect/inspect-catalog.js';
import {
  inspectBlocks,
  inspectPack,
  inspectPostings,
  inspectTemplates,
  inspectTerms,
} from '../../inspect/inspect-pack.js';
import { openPack } from '../../pack/open-pack.js';
import type { PackInfo } from '../../pack/pack-format.js';
import type { PackReader } from '../../pack/pack-reader.js';
import { EXIT_FOUND } from '../exit-codes.js';
import { type OptionValues, storeFolder } from '../option-values.js';
import { Output } from '../output.js';

/** Runs `hayabusa inspect`. */
export function runInspect(
  what: string,
  pack: string | undefined,
  term: string | undefined,
  options: OptionValues,
): number {
  const { directory, catalog } = openReader(storeFolder(options), () => {});
  const output = new Output();
  const print = (lines: Iterable<string>) => {
    for (const line of lines) output.line(line);
    output.flush();
  };
  if (what === 'catalog') {
    print(inspectCatalog(catalog));
    return EXIT_FOUND;
  }
  const inspector = inspectorOf(what, term);
  const reader = openPack(directory, packOf(catalog, pack));
  try {
    print(inspector(reader));
  } finally {
    reader.close();
  }
  return EXIT_FOUND;
}

function inspectorOf(
  what: string,
  term: string | undefined,
): (reader: PackReader) => Iterable<string> {
  switch (what) {
    case 'pack':
      return inspectPack;
    case 'blocks':
      return inspectBlocks;
    case 'templates':
      return inspectTemplates;
    case 'terms':
      return (reader) => inspectTerms(reader, term ?? '');
    case 'postings': {
      const bytes = oneTerm(term);
      return (reader) => inspectPostings(reader, bytes);
    }
    default:
      throw usage(
        `inspect takes catalog, pack, blocks, templates, terms or postings, got ${JSON.stringify(what)}`,
      );
  }
}

/** The pack that a number names. */
function packOf({ packs }: Catalog, text: string | undefined): PackInfo {
  const numbers = packs.map(({ number }) => number).join(', ') || 'none: an empty store';
  if (text === undefined || !/^\d+$/.test(text))
    throw usage(
      `inspect takes the number of a pack, got ${text === undefined ? 'none' : JSON.stringify(text)}: the store has ${numbers}`,
    );
  const found = packs.find(({ number }) => number === Number(text));
  if (found === undefined) throw usage(`The store has no pack ${text}: expected one of ${numbers}`);
  return found;
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
