// Rotations on the wire: the three smaller components of a unit quaternion (PROTOCOL.md P-4).

const HALF_ROOT = Math.SQRT1_2;

/** Packs the unit quaternion `q` (x, y, z, w) with `bits` for each of the three components. */
export function packRotation(q: ArrayLike<number>, bits: number): number {
  let largest = 0;
  for (let i = 1; i < 4; i++) if (Math.abs(q[i]) > Math.abs(q[largest])) largest = i;
  const sign = q[largest] < 0 ? -1 : 1;
  const max = (1 << bits) - 1;
  let word = largest;
  let shift = 2;
  for (let i = 0; i < 4; i++) {
    if (i === largest) continue;
    const part = Math.round((((q[i] * sign) / HALF_ROOT + 1) / 2) * max);
    word |= Math.min(max, Math.max(0, part)) << shift;
    shift += bits;
  }
  return word >>> 0;
}

/** Reads what `packRotation` wrote into `out`; bits above the rotation are ignored. */
export function unpackRotation(word: number, bits: number, out: Float32Array): void {
  const largest = word & 3;
  const max = (1 << bits) - 1;
  let shift = 2;
  let sum = 0;
  for (let i = 0; i < 4; i++) {
    if (i === largest) continue;
    const part = ((((word >>> shift) & max) / max) * 2 - 1) * HALF_ROOT;
    out[i] = part;
    sum += part * part;
    shift += bits;
  }
  out[largest] = Math.sqrt(Math.max(0, 1 - sum));
}

/** The angle about +Y of the direction in which `q` looks (-Z of its own frame), in radians. */
export function yawOf(q: ArrayLike<number>): number {
  const x = 2 * (q[0] * q[2] + q[3] * q[1]);
  const z = 1 - 2 * (q[0] * q[0] + q[1] * q[1]);
  return Math.atan2(x, z);
}
