import { Header, parseHeader, resetHeader } from '../syslog/header.js';
import type { HeaderFields } from '../syslog/header-fields.js';
import { writeSearchedText } from '../syslog/searched-text.js';

/** A message, or a piece of a long one, as a query sees it. */
export interface MessageView {
  readonly raw: Uint8Array;
  readonly header: HeaderFields;
  /** Where it came from, as far as it is asked for. */
  readonly source: string;
  /** The searched text. */
  readonly text: Uint8Array;
}

const NOTHING = new Uint8Array(0);

/**
 * A view that is used again for message after message: what it says of one, its text included, is valid until it looks at
 * the next. The searched text is made when it is first asked for.
 */
export class ReusedView implements MessageView {
  raw: Uint8Array = NOTHING;
  source = '';
  readonly header: Header = new Header();
  #text: Uint8Array | undefined = undefined;
  #buffer = NOTHING;

  /** Looks at a message by its bytes; the further pieces of a long line have no header. */
  look(raw: Uint8Array, isFurtherPiece: boolean): this {
    this.raw = raw;
    this.#text = undefined;
    if (isFurtherPiece) resetHeader(this.header, 0);
    else parseHeader(raw, 0, raw.length, this.header);
    return this;
  }

  get text(): Uint8Array {
    this.#text ??= this.#makeText();
    return this.#text;
  }

  #makeText(): Uint8Array {
    const { raw, header } = this;
    if (header.prefixEnd === header.prefixStart && header.timeEnd === header.timeStart) return raw;
    const room = raw.length + 2;
    if (this.#buffer.length < room) this.#buffer = new Uint8Array(Math.max(1024, room * 2));
    const length = writeSearchedText(raw, 0, raw.length, header, this.#buffer);
    return this.#buffer.subarray(0, length);
  }
}

/** A view of its own of a message, or of a further piece of one, from somewhere. */
export function viewMessage(raw: Uint8Array, isFurtherPiece = false, source = ''): MessageView {
  const view = new ReusedView().look(raw, isFurtherPiece);
  view.source = source;
  return view;
}
