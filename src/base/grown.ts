type Numbers = Uint8Array | Uint32Array | Int32Array | Float64Array;

/** A larger array of the same kind that begins with what the given one holds, the rest zero. The caller's own. */
export function grown<A extends Numbers>(array: A, size: number): A {
  const larger = new (array.constructor as new (size: number) => A)(size);
  larger.set(array);
  return larger;
}
