/** The stream of bits that DEFLATE is: low bits first. Each write stores eight bytes, so the room has as many more. */

/** Where the next byte goes, and bits that are no whole byte yet. */
export let to: usize = 0;
export let held: u64 = 0;
export let heldBits: u32 = 0;

export function startStream(at: usize): void {
  to = at;
  held = 0;
  heldBits = 0;
}

/** Goes on where a loop has got to that wrote by itself; fewer than eight bits are held. */
export function goOn(at: usize, bits: u64, count: u32): void {
  to = at;
  held = bits;
  heldBits = count;
}

/** Pads the stream to whole bytes; where it ends. */
export function endStream(): usize {
  if (heldBits > 0) store<u8>(to++, <u8>held);
  held = 0;
  heldBits = 0;
  return to;
}

/** Writes up to 32 bits. */
export function put(bits: u32, count: u32): void {
  held |= (<u64>bits) << heldBits;
  heldBits += count;
  store<u64>(to, held);
  to += heldBits >>> 3;
  held >>= heldBits & 56;
  heldBits &= 7;
}
