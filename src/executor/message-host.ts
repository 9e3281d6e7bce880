import { tokenize } from '../analysis/tokenizer.js';
import type { BlockReader } from '../pack/block-reader.js';
import type { Query } from '../query/ast.js';
import { Header, parseHeader } from '../syslog/header.js';

const header = new Header();

/** The hosts that messages name, in lower case, as Latin-1; '' for none. Each row is read once as long as its block is open. */
export class MessageHosts {
  readonly #known = new WeakMap<BlockReader, (string | undefined)[]>();

  of(reader: BlockReader, row: number): string {
    let hosts = this.#known.get(reader);
    if (hosts === undefined) {
      hosts = new Array<undefined>(reader.rows).fill(undefined);
      this.#known.set(reader, hosts);
    }
    hosts[row] ??= readHost(reader, row);
    return hosts[row];
  }
}

function readHost(reader: BlockReader, row: number): string {
  const raw = reader.messageOf(row);
  parseHeader(raw, 0, raw.length, header);
  const { hostStart, hostEnd } = header;
  if (hostEnd <= hostStart) return '';
  const host = Buffer.from(raw.buffer, raw.byteOffset + hostStart, hostEnd - hostStart);
  return host.toString('latin1').replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** What every message of a host answers; others may too. */
export function queryOfHost(host: string): Query {
  const tokens = tokenize(Buffer.from(host, 'latin1'));
  const parts = tokens.map((token): Query => ({ kind: 'word', token }));
  const [part, ...more] = parts;
  if (part === undefined) return { kind: 'all' };
  return more.length === 0 ? part : { kind: 'and', parts };
}
