import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Header, parseHeader } from '../../../src/syslog/header.js';
import { CORPORA, hasVendorCorpus, vendorLine } from '../../support/vendor-corpus.js';
import {
  LABELLED_FIELDS,
  readVendorLabels,
  type VendorLabel,
} from '../../support/vendor-labels.js';
import { instantIn2021 } from './parsed.js';

const LABELS = fileURLToPath(new URL('vendor-labels.tsv', import.meta.url));

/** What the parser is known to get wrong: file:line field, and why it is left so. */
const KNOWN_MISSES: ReadonlyMap<string, string> = new Map([
  // A French month (`déc.`) in the field of a CEF message: only English month names are read.
  ['netwrix-auditor.log:3 time', '-'],
]);

type Fields = Omit<VendorLabel, 'file' | 'line'>;

function parsed(line: Uint8Array): Fields {
  const header = new Header();
  parseHeader(line, 0, line.length, header);
  const text = (start: number, end: number) =>
    end > start ? new TextDecoder().decode(line.subarray(start, end)) : '-';
  const time = instantIn2021(header);
  return {
    time: time === undefined ? '-' : new Date(time).toISOString(),
    host: text(header.hostStart, header.hostEnd),
    app: text(header.appStart, header.appEnd),
    pid: text(header.pidStart, header.pidEnd),
    facility: header.facility < 0 ? '-' : String(header.facility),
    severity: header.severity < 0 ? '-' : String(header.severity),
  };
}

describe('the labels of the vendor corpus', () => {
  const labels = readVendorLabels(LABELS);

  it('cover every file of the corpus as the guide asks: up to three lines each', () => {
    expect(labels.length).toBe(289);
    const counts = new Map<string, number>();
    for (const { file } of labels) counts.set(file, (counts.get(file) ?? 0) + 1);
    expect(counts.size).toBe(101);
    expect(Math.max(...counts.values())).toBe(3);
  });

  it.skipIf(!hasVendorCorpus)(
    hasVendorCorpus ? 'are what the parser reads' : `skipped: no corpus in ${CORPORA}`,
    () => {
      const misses = new Map<string, string>();
      const wrong: string[] = [];
      for (const label of labels) {
        const got = parsed(vendorLine(label.file, label.line));
        for (const field of LABELLED_FIELDS) {
          if (got[field] === label[field]) continue;
          const place = `${label.file}:${label.line} ${field}`;
          misses.set(place, got[field]);
          if (KNOWN_MISSES.get(place) !== got[field])
            wrong.push(`${place}: expected ${label[field]}, got ${got[field]}`);
        }
      }
      expect(wrong).toEqual([]);
      expect(misses, 'a known miss that is right now: take it off the list').toEqual(KNOWN_MISSES);
    },
  );
});
