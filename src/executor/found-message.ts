import type { EpochMillis } from '../base/ids.js';

/** A message that a search found. `raw` is its bytes as they arrived, the caller's own. */
export type FoundMessage = {
  readonly time: EpochMillis;
  readonly raw: Uint8Array;
  /** The file or peer it came from, and when. */
  readonly source: string;
  readonly receivedAt: EpochMillis;
  /** Its store-wide number of arrival. */
  readonly sequence: number;
  /** With context: it is none of the hits; and other messages lie between the one before and it. */
  readonly isContext?: boolean;
  readonly beginsGroup?: boolean;
};
