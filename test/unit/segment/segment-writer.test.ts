import { describe, expect, it } from 'vitest';
import { segmentHour } from '../../../src/base/ids.js';
import { MAX_BUILD_POSTINGS } from '../../../src/base/limits.js';
import { HourBuffer } from '../../../src/segment/hour-buffer.js';
import { IndexPartReader } from '../../../src/segment/index-part-reader.js';
import { PartBuilder } from '../../../src/segment/part-builder.js';
import { mergeParts } from '../../../src/segment/part-merger.js';
import { verifyPart } from '../../../src/segment/part-verifier.js';
import { SegmentWriter } from '../../../src/segment/segment-writer.js';
import { MemoryDirectory } from '../../../src/storage/memory-directory.js';
import { latin1 } from '../../support/bytes.js';

describe('SegmentWriter', () => {
  it('makes several parts of a buffer with too many postings, and still counts every host', () => {
    const words = Array.from({ length: 36 * 36 }, (_, i) => i.toString(36).padStart(2, '0'));
    const text = latin1(`${words.join(' ')}\n`);
    const count = Math.ceil((1.2 * MAX_BUILD_POSTINGS) / words.length);
    const buffer = new HourBuffer();
    buffer.start(segmentHour(5));
    const cuts = { prefixStart: 0, prefixEnd: 0, timeStart: 0, timeEnd: 0 };
    for (let i = 0; i < count; i++) {
      const at = buffer.messages.addText(text, 0, text.length);
      buffer.messages.addMessage(at, 0, cuts, at);
      buffer.messages.addSource('a.log', 0, i);
      buffer.hosts.add(latin1('host'), 0, 4);
    }
    const directory = new MemoryDirectory();
    const { info, files } = new SegmentWriter(directory, new PartBuilder()).append(
      buffer,
      undefined,
    );
    const [log, ...written] = files;
    expect(log?.finalPath).toBe(undefined);
    expect(info.parts.length).toBe(2);
    expect(info.parts.at(-1)?.end).toBe(count);
    const readers = info.parts.map((part, i) => {
      const { path } = written[i]!;
      const reader = new IndexPartReader(directory.open(path), path, part);
      verifyPart(reader, path, 5, part);
      return reader;
    });
    const merged = mergeParts(directory, 'merged', readers);
    const whole = new IndexPartReader(directory.open('merged'), 'merged', merged);
    expect([...whole.hosts()]).toEqual([['host', count]]);
  });
});
