import type { Leaf, Query } from '../query/ast.js';
import { originEndOf, originOf } from '../syslog/searched-text.js';
import { type LeafSpans, leafSpans } from './leaf-spans.js';
import type { MessageView } from './message-view.js';
import { SpanList } from './span-list.js';

/**
 * What of a message answers a query, for highlighting and `-o`: starts and ends by turns, as positions in its bytes,
 * ascending, none empty, those that overlap or touch as one. Every place counts where a leaf holds, also of an OR whose other
 * side holds too; nothing below a NOT does. Whether the message answers at all is not asked.
 */
export type QuerySpans = (message: MessageView) => Int32Array;

export function querySpans(query: Query): QuerySpans {
  const finders = positiveLeaves(query).map((leaf) => leafSpans(leaf));
  return (message) => {
    const spans = new SpanList();
    for (const finder of finders) addSpans(message, finder, spans);
    return spans.merged();
  };
}

function addSpans(message: MessageView, { inText, find }: LeafSpans, spans: SpanList): void {
  const { header } = message;
  find(message, (start, end) => {
    if (end <= start) return;
    if (inText) spans.add(originOf(start, header), originEndOf(end - 1, header));
    else spans.add(start, end);
  });
}

/** The leaves that stand below no NOT. */
function positiveLeaves(query: Query): Leaf[] {
  switch (query.kind) {
    case 'all':
    case 'not':
      return [];
    case 'and':
    case 'or':
      return query.parts.flatMap(positiveLeaves);
    default:
      return [query];
  }
}
