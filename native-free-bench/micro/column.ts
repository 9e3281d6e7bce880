import { ByteReader } from '../../src/codec/byte-reader.js';
import type { SearchableColumn } from '../../src/column/column.js';
import { readColumn } from '../../src/column/column-reader.js';
import { valueTest } from '../../src/executor/value-tests.js';
import { parseQuery } from '../../src/query/parser.js';
import { type Duel, duel, sameNumbers } from './duel.js';
import { plainMatch } from './plain-column.js';
import { dictionaryColumn, numberColumn, type StoredColumn, textColumn } from './random-column.js';

/**
 * Columns of a block searched for a word, as a query does it: decoded from their bytes, and asked which values hold the
 * word. The twin splits the same values as lines of text and compares.
 */
export function columnDuels(seed: number, twin: typeof plainMatch = plainMatch): Duel[] {
  const columns: [name: string, stored: StoredColumn][] = [
    ['numbers', numberColumn(seed)],
    ['a dictionary', dictionaryColumn(seed)],
    ['text', textColumn(seed)],
  ];
  return columns.map(([name, stored]) => {
    const { bytes, count, wanted } = stored;
    const query = parseQuery(wanted);
    if (query.kind !== 'word') throw new Error(`${wanted} is no word`);
    const test = valueTest({ kind: 'term', bytes: query.token });
    return duel({
      row: `find a word in a column of ${name}, per value`,
      items: count,
      hayabusa: () => {
        const column = readColumn(new ByteReader(bytes, ''), count, noTimes);
        const marks = new Uint8Array(count);
        (column as SearchableColumn).mark(test, marks);
        return marks;
      },
      plain: () => twin(stored),
      same: sameNumbers,
    });
  });
}

function noTimes(): never {
  throw new Error('The column is one of timestamps');
}
