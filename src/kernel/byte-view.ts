/** Bytes in linear memory, as files that TypeScript is made of as well index them: the twin of `Uint8Array`. */
@final
@unmanaged
export class Bytes {
  /** Zeros, which stay. */
  constructor(length: i32) {
    const at = heap.alloc(4 + <usize>length);
    store<i32>(at, length);
    memory.fill(at + 4, 0, length);
    return changetype<Bytes>(at + 4);
  }

  /** Only of bytes that were made here. */
  get length(): i32 {
    return load<i32>(changetype<usize>(this) - 4);
  }

  @inline
  @operator('[]')
  get(index: i32): i32 {
    return <i32>load<u8>(changetype<usize>(this) + <usize>index);
  }

  @inline
  @operator('[]=')
  set(index: i32, byte: i32): void {
    store<u8>(changetype<usize>(this) + <usize>index, <u8>byte);
  }
}

export function imul(a: i32, b: i32): i32 {
  return a * b;
}

/** The same of numbers of 32 bits, with a sign, which lie at any address: the twin of `Int32Array`. */
@final
@unmanaged
export class Ints {
  /** Zeros, which stay. */
  constructor(length: i32) {
    const at = heap.alloc(4 * <usize>length);
    memory.fill(at, 0, 4 * <usize>length);
    return changetype<Ints>(at);
  }

  @inline
  @operator('[]')
  get(index: i32): i32 {
    return load<i32>(changetype<usize>(this) + 4 * <usize>index);
  }

  @inline
  @operator('[]=')
  set(index: i32, value: i32): void {
    store<i32>(changetype<usize>(this) + 4 * <usize>index, value);
  }
}

/** The same of numbers of 64 bits, with a point: the twin of `Float64Array`. */
@final
@unmanaged
export class Reals {
  @inline
  @operator('[]')
  get(index: i32): f64 {
    return load<f64>(changetype<usize>(this) + 8 * <usize>index);
  }

  @inline
  @operator('[]=')
  set(index: i32, value: f64): void {
    store<f64>(changetype<usize>(this) + 8 * <usize>index, value);
  }
}

/** The same of numbers of 16 bits: the twin of `Uint16Array`. */
@final
@unmanaged
export class Shorts {
  @inline
  @operator('[]')
  get(index: i32): i32 {
    return <i32>load<u16>(changetype<usize>(this) + 2 * <usize>index);
  }

  @inline
  @operator('[]=')
  set(index: i32, value: i32): void {
    store<u16>(changetype<usize>(this) + 2 * <usize>index, <u16>value);
  }
}
