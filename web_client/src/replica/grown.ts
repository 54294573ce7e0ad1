// Tables that grow: what was in the smaller one goes into the larger one.
export function grown<T extends Float32Array | Float64Array | Uint32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
