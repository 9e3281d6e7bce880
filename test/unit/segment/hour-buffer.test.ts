import { describe, expect, it } from 'vitest';
import { segmentHour } from '../../../src/base/ids.js';
import { HourBuffer } from '../../../src/segment/hour-buffer.js';
import { latin1 } from '../../support/bytes.js';
import { fillBuffer, logged } from '../../support/message-log.js';

describe('HourBuffer', () => {
  it('serves one hour after the other', () => {
    const buffer = new HourBuffer();
    expect(() => buffer.hour).toThrow('Invariant');
    for (const hour of [5, -3]) {
      buffer.start(segmentHour(hour));
      expect(buffer.hour).toBe(hour);
      fillBuffer(buffer.messages, [logged('a'), logged('b')]);
      buffer.hosts.add(latin1('host'), 0, 4);
      expect([buffer.messages.count, buffer.hosts.counts().get('host')]).toEqual([2, 1]);
      buffer.clear();
      expect([buffer.messages.count, buffer.hosts.counts().size]).toEqual([0, 0]);
      expect(() => buffer.hour).toThrow('Invariant');
    }
  });
});
