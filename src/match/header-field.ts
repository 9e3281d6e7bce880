import type { TextField } from '../query/ast.js';
import type { HeaderFields } from '../syslog/header-fields.js';
import { globTest } from './glob.js';
import type { MessageView } from './message-view.js';

/** Where a field stands in a message; start and end are equal where it has none. */
export function fieldStart(header: HeaderFields, field: TextField): number {
  switch (field) {
    case 'host':
      return header.hostStart;
    case 'app':
      return header.appStart;
    case 'pid':
      return header.pidStart;
    case 'msgid':
      return header.msgidStart;
  }
}

export function fieldEnd(header: HeaderFields, field: TextField): number {
  switch (field) {
    case 'host':
      return header.hostEnd;
    case 'app':
      return header.appEnd;
    case 'pid':
      return header.pidEnd;
    case 'msgid':
      return header.msgidEnd;
  }
}

/** Whether the header of a message is what is meant; its text is not looked at. */
export type HeaderTest = (message: Pick<MessageView, 'raw' | 'header'>) => boolean;

/** The test of a field of the header by a glob. A message without the field never passes. */
export function headerFieldTest(field: TextField, glob: string): HeaderTest {
  const test = globTest(glob);
  return ({ raw, header }) => {
    const start = fieldStart(header, field);
    const end = fieldEnd(header, field);
    return end > start && test(raw, start, end);
  };
}
