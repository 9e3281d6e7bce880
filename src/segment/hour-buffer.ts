import type { SegmentHour } from '../base/ids.js';
import { MessageBuffer } from '../messagelog/message-buffer.js';
import { HostCounts } from './host-counts.js';

/** One hour in memory: messages that arrived and are not committed yet. */
export class HourBuffer {
  readonly hour: SegmentHour;
  readonly messages: MessageBuffer = new MessageBuffer();
  readonly hosts: HostCounts = new HostCounts();

  constructor(hour: SegmentHour) {
    this.hour = hour;
  }
}
