import { corruption } from '../base/errors.js';
import type { SegmentHour } from '../base/ids.js';
import type { Directory } from '../storage/directory.js';
import { indexPartPath } from '../storage/file-names.js';
import { IndexPartReader } from './index-part-reader.js';
import type { PartInfo } from './segment-info.js';

/**
 * Opens an index part and proves that it is the one that the catalog names: a file of another hour, put in its place,
 * has good checksums too. Leaves nothing open when it throws.
 */
export function openIndexPart(
  directory: Directory,
  hour: SegmentHour,
  part: PartInfo,
): IndexPartReader {
  const path = indexPartPath(hour, part.first, part.end, part.generation);
  const name = `${directory.location}/${path}`;
  const file = directory.open(path);
  try {
    const reader = new IndexPartReader(file, name, part);
    const { first, messages } = reader.summary;
    if (reader.summary.hour !== hour || first !== part.first || first + messages !== part.end)
      throw corruption(
        'Messages of an index part',
        name,
        0,
        `${part.first} to ${part.end} of hour ${hour}`,
        `${first} to ${first + messages} of hour ${reader.summary.hour}`,
      );
    return reader;
  } catch (error) {
    file.close();
    throw error;
  }
}
