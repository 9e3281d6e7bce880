import { equalsFolded, fold } from '../match/folded-search.js';
import type { MessageView } from '../match/message-view.js';
import { compileRegex, regexStart } from '../match/regex.js';
import type { Query } from '../query/ast.js';
import { eachPair } from './text-pairs.js';

/** What of a searched text is its value, as plain data. */
export type TextCapture =
  /** What the expression finds first: its first group with a name, else its first one, or all of the match. */
  | { readonly kind: 'regex'; readonly source: string; readonly ignoreCase: boolean }
  /** What stands behind `key=` where it does first, in any case of ASCII letters: as `eachPair` has it. */
  | { readonly kind: 'pair'; readonly key: string };

/** Tells where the value of a message stands in its searched text, and returns whether there is one. */
export type TextCapturer = (
  view: MessageView,
  found: (start: number, end: number) => void,
) => boolean;

export function textCapturer(capture: TextCapture): TextCapturer {
  return capture.kind === 'regex'
    ? regexCapturer(capture.source, capture.ignoreCase)
    : pairCapturer(capture.key);
}

/** A query that every message answers that has a value: what there is no need to look at does not. */
export function captureQuery(capture: TextCapture): Query {
  if (capture.kind === 'regex') return capture;
  // A key is made of letters, digits, `_`, `-` and `.`.
  const source = `${capture.key.replaceAll('.', '\\.')}=`;
  return { kind: 'regex', source, ignoreCase: true };
}

function regexCapturer(source: string, ignoreCase: boolean): TextCapturer {
  const regex = compileRegex(source, ignoreCase);
  return (view, found) => regex.capture(view.text, regexStart(view), found);
}

function pairCapturer(key: string): TextCapturer {
  const wanted = fold(Buffer.from(key));
  return ({ text }, found) => {
    let isFound = false;
    eachPair(text, ({ keyStart, keyEnd, start, end }) => {
      if (isFound || !equalsFolded(text, keyStart, keyEnd, wanted)) return;
      isFound = true;
      found(start, end);
    });
    return isFound;
  };
}
