/**
 * XXH64 with seed 0, the checksum of zstd frames; see `Xxh64`. In halves of 32 bits, because a BigInt costs four times
 * as much. The primes stand as pairs of their high and low half.
 */
const P1_HIGH = 0x9e3779b1 | 0;
const P1_LOW = 0x85ebca87 | 0;
const P2_HIGH = 0xc2b2ae3d | 0;
const P2_LOW = 0x27d4eb4f | 0;
const P3_HIGH = 0x165667b1 | 0;
const P3_LOW = 0x9e3779f9 | 0;
const P4_HIGH = 0x85ebca77 | 0;
const P4_LOW = 0xc2b2ae63 | 0;
const P5_HIGH = 0x27d4eb2f | 0;
const P5_LOW = 0x165667c5 | 0;

const STRIPE_BYTES = 32;

/** The checksum of bytes that come in pieces. */
export class Xxh64 {
  /** Four lanes of a low and a high half each. */
  readonly #lanes = new Int32Array(8);
  readonly #rest = new Uint8Array(STRIPE_BYTES);
  #restLength = 0;
  #length = 0;

  constructor() {
    const lanes = this.#lanes;
    addTo(lanes, 0, P1_HIGH, P1_LOW);
    addTo(lanes, 0, P2_HIGH, P2_LOW);
    addTo(lanes, 2, P2_HIGH, P2_LOW);
    // The last lane begins at zero minus the first prime.
    addTo(lanes, 6, ~P1_HIGH, -P1_LOW);
  }

  update(bytes: Uint8Array): void {
    this.#length += bytes.length;
    let at = 0;
    if (this.#restLength > 0) {
      at = Math.min(STRIPE_BYTES - this.#restLength, bytes.length);
      this.#rest.set(bytes.subarray(0, at), this.#restLength);
      this.#restLength += at;
      if (this.#restLength < STRIPE_BYTES) return;
      addStripes(this.#lanes, this.#rest, 0, STRIPE_BYTES);
    }
    const end = at + Math.floor((bytes.length - at) / STRIPE_BYTES) * STRIPE_BYTES;
    addStripes(this.#lanes, bytes, at, end);
    this.#rest.set(bytes.subarray(end));
    this.#restLength = bytes.length - end;
  }

  /** The low 32 bits of the checksum of all bytes so far: what zstd stores. */
  low32(): number {
    const hash = new Int32Array(2);
    if (this.#length >= STRIPE_BYTES) this.#joinLanes(hash);
    else addTo(hash, 0, P5_HIGH, P5_LOW);
    addTo(hash, 0, Math.floor(this.#length / 2 ** 32), this.#length | 0);
    this.#addRest(hash);
    shiftXor(hash, 33);
    multiply(hash, 0, P2_HIGH, P2_LOW);
    shiftXor(hash, 29);
    multiply(hash, 0, P3_HIGH, P3_LOW);
    shiftXor(hash, 32);
    return (hash[0] ?? 0) >>> 0;
  }

  #joinLanes(hash: Int32Array): void {
    const lanes = this.#lanes;
    const turns = [1, 7, 12, 18];
    turns.forEach((bits, lane) => {
      const turned = lanes.slice(lane * 2, lane * 2 + 2);
      rotate(turned, bits);
      addTo(hash, 0, turned[1] ?? 0, turned[0] ?? 0);
    });
    for (let lane = 0; lane < 8; lane += 2) {
      xorRound(hash, lanes[lane + 1] ?? 0, lanes[lane] ?? 0);
      multiply(hash, 0, P1_HIGH, P1_LOW);
      addTo(hash, 0, P4_HIGH, P4_LOW);
    }
  }

  /** The bytes that fill no stripe: by eight, then by four, then one by one. */
  #addRest(hash: Int32Array): void {
    const view = new DataView(this.#rest.buffer);
    const length = this.#restLength;
    let at = 0;
    for (; at + 8 <= length; at += 8) {
      xorRound(hash, view.getInt32(at + 4, true), view.getInt32(at, true));
      rotate(hash, 27);
      multiply(hash, 0, P1_HIGH, P1_LOW);
      addTo(hash, 0, P4_HIGH, P4_LOW);
    }
    for (; at + 4 <= length; at += 4) {
      xorProduct(hash, view.getInt32(at, true), P1_HIGH, P1_LOW);
      rotate(hash, 23);
      multiply(hash, 0, P2_HIGH, P2_LOW);
      addTo(hash, 0, P3_HIGH, P3_LOW);
    }
    for (; at < length; at++) {
      xorProduct(hash, view.getUint8(at), P5_HIGH, P5_LOW);
      rotate(hash, 11);
      multiply(hash, 0, P1_HIGH, P1_LOW);
    }
  }
}

/** The hot loop: every lane takes eight bytes of a stripe. `end - at` is a multiple of the stripe. */
function addStripes(lanes: Int32Array, bytes: Uint8Array, at: number, end: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = at; i < end; i += 8) {
    const lane = ((i - at) >> 2) & 6;
    round(lanes, lane, view.getInt32(i + 4, true), view.getInt32(i, true));
  }
}

/** lane := rotate(lane + input * P2, 31) * P1 */
function round(lanes: Int32Array, lane: number, high: number, low: number): void {
  const productLow = Math.imul(low, P2_LOW);
  const productHigh =
    (highProduct(low, P2_LOW) + Math.imul(high, P2_LOW) + Math.imul(low, P2_HIGH)) | 0;
  const sumLow = ((lanes[lane] ?? 0) + productLow) | 0;
  const carry = sumLow >>> 0 < productLow >>> 0 ? 1 : 0;
  const sumHigh = ((lanes[lane + 1] ?? 0) + productHigh + carry) | 0;
  const turnedLow = (sumLow << 31) | (sumHigh >>> 1);
  const turnedHigh = (sumHigh << 31) | (sumLow >>> 1);
  lanes[lane] = Math.imul(turnedLow, P1_LOW);
  lanes[lane + 1] =
    highProduct(turnedLow, P1_LOW) + Math.imul(turnedHigh, P1_LOW) + Math.imul(turnedLow, P1_HIGH);
}

/** The high half of the product of two unsigned numbers of 32 bits. */
function highProduct(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const low = Math.imul(a0, b0) >>> 16;
  const middle1 = Math.imul(a1, b0);
  const middle2 = Math.imul(a0, b1);
  const carry = (low + (middle1 & 0xffff) + (middle2 & 0xffff)) >>> 16;
  return (Math.imul(a1, b1) + (middle1 >>> 16) + (middle2 >>> 16) + carry) | 0;
}

function addTo(pair: Int32Array, at: number, high: number, low: number): void {
  const sum = ((pair[at] ?? 0) + low) | 0;
  const carry = sum >>> 0 < low >>> 0 ? 1 : 0;
  pair[at] = sum;
  pair[at + 1] = (pair[at + 1] ?? 0) + high + carry;
}

function multiply(pair: Int32Array, at: number, high: number, low: number): void {
  const pairLow = pair[at] ?? 0;
  const pairHigh = pair[at + 1] ?? 0;
  pair[at] = Math.imul(pairLow, low);
  pair[at + 1] = highProduct(pairLow, low) + Math.imul(pairHigh, low) + Math.imul(pairLow, high);
}

/** Left by 1 to 31 bits. */
function rotate(pair: Int32Array, bits: number): void {
  const low = pair[0] ?? 0;
  const high = pair[1] ?? 0;
  pair[0] = (low << bits) | (high >>> (32 - bits));
  pair[1] = (high << bits) | (low >>> (32 - bits));
}

/** hash := hash ^ (hash >> bits), for 29, 32 and 33 bits. */
function shiftXor(hash: Int32Array, bits: number): void {
  const low = hash[0] ?? 0;
  const high = hash[1] ?? 0;
  if (bits < 32) {
    hash[0] = low ^ ((low >>> bits) | (high << (32 - bits)));
    hash[1] = high ^ (high >>> bits);
  } else {
    hash[0] = low ^ (high >>> (bits - 32));
  }
}

/** hash := hash ^ round(0, input) */
function xorRound(hash: Int32Array, high: number, low: number): void {
  const lane = new Int32Array(2);
  round(lane, 0, high, low);
  hash[0] = (hash[0] ?? 0) ^ (lane[0] ?? 0);
  hash[1] = (hash[1] ?? 0) ^ (lane[1] ?? 0);
}

/** hash := hash ^ (unsigned `value` * prime) */
function xorProduct(hash: Int32Array, value: number, high: number, low: number): void {
  const product = new Int32Array([value, 0]);
  multiply(product, 0, high, low);
  hash[0] = (hash[0] ?? 0) ^ (product[0] ?? 0);
  hash[1] = (hash[1] ?? 0) ^ (product[1] ?? 0);
}
