import {
  createNetworkTerms,
  findDashedMac,
  findInRun,
  NETWORK_TERM_LENGTH,
} from './network-terms.js';
import { TOKEN_BYTE } from './tokenizer.js';

const DOT = 0x2e;
const COLON = 0x3a;
const DASH = 0x2d;
const found = createNetworkTerms();

/** Whether bytes[start, end) hold the address of a network term. The plain form of what `TermCollector` does. */
export function holdsAddress(
  bytes: Uint8Array,
  start: number,
  end: number,
  term: Uint8Array,
): boolean {
  let runStart = start;
  for (let i = start; i < end; ) {
    const byte = bytes[i]!;
    if (TOKEN_BYTE[byte] === 0) {
      i++;
      if (byte === DOT || byte === COLON) continue;
      if (i - 1 - runStart > 2 && findInRun(bytes, runStart, i - 1, found) && isAmongFound(term))
        return true;
      runStart = i;
      continue;
    }
    const token = i;
    while (i < end && TOKEN_BYTE[bytes[i]!] !== 0) i++;
    const width = i - token;
    if (
      (width === 2 || width === 4) &&
      bytes[i] === DASH &&
      i < end &&
      bytes[i + width + 1] === DASH
    )
      if (findDashedMac(bytes, runStart, token, end, start, found) && isAmongFound(term))
        return true;
  }
  return end - runStart > 2 && findInRun(bytes, runStart, end, found) && isAmongFound(term);
}

function isAmongFound(term: Uint8Array): boolean {
  let at = 0;
  for (let n = 0; n < found.count; n++) {
    const length = NETWORK_TERM_LENGTH[found.bytes[at]!]!;
    if (length === term.length && term.every((byte, i) => found.bytes[at + i] === byte))
      return true;
    at += length;
  }
  return false;
}
