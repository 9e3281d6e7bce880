import { MAX_PACK_TEMPLATES } from '../base/limits.js';
import { takeInts } from '../codec/arena.js';
import type { ByteReader } from '../codec/byte-reader.js';
import { MAX_ROWS } from './block-format.js';
import type { BlockRoom } from './block-room.js';

/** Reads which templates a block has, `count` of them, ascending, and how many rows each has: in its room. */
export function readTemplateList(
  reader: ByteReader,
  count: number,
  room: BlockRoom,
): { readonly ids: Int32Array; readonly rows: Int32Array } {
  const ids = takeInts(room, count);
  const rows = takeInts(room, count);
  const rest = reader.view(reader.position, reader.remaining);
  const { readTemplateRows } = room.loops;
  const length = readTemplateRows(
    rest,
    rest.length,
    count,
    MAX_PACK_TEMPLATES,
    MAX_ROWS,
    ids,
    rows,
  );
  if (length < 0) refuseTemplates(reader, count);
  reader.skip(length);
  return { ids, rows };
}

/** Says what is wrong with them. */
function refuseTemplates(reader: ByteReader, count: number): never {
  reader.someVarints(2 * count);
  throw reader.error(
    'Template of a block',
    `at most ${MAX_PACK_TEMPLATES}, in ${MAX_ROWS} rows`,
    'a greater number',
  );
}
