// Not 'msgpackr' itself: that loads a native addon and Node's streams as well.
import { Packr, Unpackr } from 'msgpackr/pack';

/**
 * Plain MessagePack for cold metadata; the only importer of msgpackr. `useRecords: false` keeps the output free of the
 * package's private extensions. What comes back is `unknown`: the format that owns it validates it.
 */
const packr = new Packr({ useRecords: false, int64AsType: 'number' });
const unpackr = new Unpackr({ useRecords: false, int64AsType: 'number' });

export function packMetadata(value: unknown): Uint8Array {
  return packr.pack(value);
}

/** Throws whatever the decoder throws on malformed bytes: callers check a checksum first. */
export function unpackMetadata(bytes: Uint8Array): unknown {
  return unpackr.unpack(bytes);
}
