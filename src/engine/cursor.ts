import { usage } from '../base/errors.js';
import type { Catalog } from '../catalog/catalog-format.js';

/** What of a catalog a cursor depends on. */
type Numbering = Pick<Catalog, 'id' | 'nextSequence'>;

/**
 * A place in the order in which messages came into a store, as text: the store's id and the number of arrival of the first
 * message behind the place. It holds as long as the store does: neither sealing nor merging changes a number.
 */
export function formatCursor({ id }: Pick<Numbering, 'id'>, next: number): string {
  return `${id}-${next}`;
}

/** The number of arrival that a cursor goes on from. Throws when the cursor is not of this store. */
export function parseCursor(cursor: string, { id, nextSequence }: Numbering): number {
  const [, of, digits] = /^([0-9a-f]{12})-(0|[1-9]\d{0,15})$/.exec(cursor) ?? [];
  if (of === undefined || digits === undefined)
    throw usage(
      `${JSON.stringify(cursor)} is no cursor: expected one such as ${formatCursor({ id }, nextSequence)}, ` +
        'as the search before printed it: put the words of the query before --cursor; without a cursor a search begins at ' +
        'the first message',
    );
  if (of !== id)
    throw usage(
      `The cursor ${cursor} is of another store, or of this one before its catalog was rebuilt: expected one that begins ` +
        `with ${id}: begin at the first message without one`,
    );
  const next = Number(digits);
  if (next > nextSequence)
    throw usage(
      `The cursor ${cursor} stands behind all messages of the store: expected at most ${nextSequence} behind the hyphen, ` +
        'so the store was put back to an earlier state: begin at the first message without one',
    );
  return next;
}
