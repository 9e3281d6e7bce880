import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SLOT_PLAIN, SLOT_PREFIX, SLOT_TIME } from '../../src/template/line-scanner.js';
import { TemplateTable } from '../../src/template/template-table.js';
import { asText } from '../support/bytes.js';
import { cutMessage } from '../support/cut-messages.js';
import { searchedPieces } from '../support/packs.js';
import { plainSlots } from '../support/plain-runs.js';
import { plainTerms } from '../support/plain-terms.js';
import { randomRuns } from '../support/random-runs.js';
import { found } from '../support/templates.js';

const messages = fc.array(cutMessage, { maxLength: 120 });

describe('TemplateTable', () => {
  it('finds templates whose literals and slots are the bytes of each message', () => {
    const table = new TemplateTable();
    fc.assert(
      fc.property(messages, fc.constantFrom(1, 5000), (each, size) => {
        table.clear();
        table.startBlock(size);
        for (const message of each) {
          const { template, values } = found(table, message);
          // Known now: the same again, wherever it stands.
          if (size > 1) expect(found(table, message, 'a1:').template).toBe(template);
          const kinds = [...table.set.templates[template]!.kinds];
          const scanned = plainSlots(message);
          if (kinds.includes(SLOT_PLAIN)) continue;
          // Every scanned slot is a slot; further ones are words in variable contexts.
          let at = 0;
          for (const { value } of scanned) {
            while (at < values.length && values[at] !== value) at++;
            expect(at++, value).toBeLessThan(values.length);
          }
          expect(kinds.includes(SLOT_PREFIX)).toBe(message.prefix !== '');
          expect(kinds.includes(SLOT_TIME)).toBe(message.stamp !== '');
        }
      }),
      randomRuns(200),
    );
  });

  it('cuts no word and no address: those of literals and values are those of the message', () => {
    const table = new TemplateTable();
    fc.assert(
      fc.property(messages, fc.constantFrom(1, 5000), (each, size) => {
        // Kept for long: many contexts become variable.
        if (table.set.count > 20_000) table.clear();
        table.startBlock(size);
        for (const message of each) {
          const { template, values } = found(table, message);
          const { literals, kinds } = table.set.templates[template]!;
          const searched = values.filter(
            (_, slot) => kinds[slot] !== SLOT_PREFIX && kinds[slot] !== SLOT_TIME,
          );
          const terms = plainTerms([...literals.map(asText), ...searched]);
          expect([...terms].sort(), JSON.stringify(message)).toEqual(
            [...plainTerms(searchedPieces(message))].sort(),
          );
        }
      }),
      randomRuns(300),
    );
  });
});
