import type { SegmentHour } from '../base/ids.js';
import { invariant } from '../base/invariant.js';
import { MessageBuffer } from '../messagelog/message-buffer.js';
import { HostCounts } from './host-counts.js';

/** One hour in memory: messages that arrived and are not written out yet. Serves one hour after the other. */
export class HourBuffer {
  readonly messages: MessageBuffer = new MessageBuffer();
  hosts: HostCounts = new HostCounts();
  #hour: SegmentHour | undefined;

  get hour(): SegmentHour {
    invariant(this.#hour !== undefined, 'a buffer is started before it is used');
    return this.#hour;
  }

  start(hour: SegmentHour): void {
    this.#hour = hour;
  }

  /** Forgets its messages and keeps the memory. */
  clear(): void {
    this.messages.clear();
    this.hosts = new HostCounts();
    this.#hour = undefined;
  }
}
