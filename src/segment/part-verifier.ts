import { corruption } from '../base/errors.js';
import type { IndexPartReader } from './index-part-reader.js';
import type { PartInfo } from './segment-info.js';

/** Proves every checksum and every order of an index part; throws corruption at the first that does not hold. */
export function verifyPart(
  reader: IndexPartReader,
  name: string,
  hour: number,
  part: PartInfo,
): void {
  const { summary } = reader;
  expect('Hour of an index part', hour, summary.hour, name);
  expect('First message of an index part', part.first, summary.first, name);
  expect('Messages of an index part', part.end - part.first, summary.messages, name);
  reader.checkSizes();
  verifyTerms(reader, name);
  verifyTimes(reader, name);
  verifyOrder(reader, name);
  reader.blocks();
  reader.pieces();
  reader.hosts();
}

function verifyTerms(reader: IndexPartReader, name: string): void {
  let previous: Uint8Array | undefined;
  let terms = 0;
  for (const { term, postings } of reader.terms.entries()) {
    if (previous !== undefined && Buffer.compare(previous, term) >= 0)
      throw corruption(
        'Order of terms',
        name,
        0,
        `a term above ${JSON.stringify(Buffer.from(previous).toString('latin1'))}`,
        JSON.stringify(Buffer.from(term).toString('latin1')),
      );
    previous = term;
    terms++;
    const docs = reader.decodeDocs(postings);
    expect('Entries of a posting list', postings.count, docs.length, name);
    for (let i = 1; i < docs.length; i++)
      if ((docs[i] ?? 0) <= (docs[i - 1] ?? 0))
        throw corruption(
          'Order of DocIds',
          name,
          postings.offset,
          `above ${docs[i - 1]}`,
          `${docs[i]}`,
        );
  }
  expect('Terms of an index part', reader.summary.terms, terms, name);
}

function verifyTimes(reader: IndexPartReader, name: string): void {
  const times = reader.times();
  const { minTime } = reader.summary;
  if (times.length > 0 && times[0] !== minTime)
    throw corruption('First time of an index part', name, 0, `${minTime}`, `${times[0]}`);
}

function verifyOrder(reader: IndexPartReader, name: string): void {
  const order = reader.order();
  if (order === undefined) return;
  const seen = new Uint8Array(order.length);
  for (const place of order) {
    if (seen[place] === 1)
      throw corruption('Order of arrival', name, 0, 'each message once', `${place} twice`);
    seen[place] = 1;
  }
}

function expect(what: string, expected: number, got: number, name: string): void {
  if (expected !== got) throw corruption(what, name, 0, `${expected}`, `${got}`);
}
