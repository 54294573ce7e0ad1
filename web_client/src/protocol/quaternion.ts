// Rotations on the wire: the three smaller components of a unit quaternion (PROTOCOL.md P-4).

const HALF_ROOT = Math.SQRT1_2;
const unit = new Float64Array(4);
const kept = new Float64Array(3);
const down = new Float64Array(3);

/** Brings `q` to length one in `unit`, its largest component (of equal ones the first) not negative. */
function normalise(q: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 1; i < 4; i++) if (Math.abs(q[i]) > Math.abs(q[largest])) largest = i;
  const length = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
  const scale = (q[largest] < 0 ? -1 : 1) / length;
  for (let i = 0; i < 4; i++) unit[i] = q[i] * scale;
  return largest;
}

/**
 * Packs the rotation `q` (x, y, z, w, not zero) with `bits` for each of the three components. Of the
 * eight ways to round them the one that turns least is taken.
 */
export function packRotation(q: ArrayLike<number>, bits: number): number {
  const largest = normalise(q);
  const top = (1 << bits) - 1;
  for (let i = 0, n = 0; i < 4; i++) {
    if (i === largest) continue;
    kept[n] = unit[i];
    down[n++] = Math.floor(((unit[i] / HALF_ROOT + 1) / 2) * top);
  }
  let best = 0;
  let likeness = -Infinity;
  for (let option = 0; option < 8; option++) {
    const found = likenessOf(option, top, unit[largest]);
    if (found > likeness) {
      likeness = found;
      best = option;
    }
  }
  let word = largest;
  for (let n = 0; n < 3; n++) word |= stepOf(n, best, top) << (2 + n * bits);
  return word >>> 0;
}

function stepOf(n: number, option: number, top: number): number {
  return Math.min(top, Math.max(0, down[n] + ((option >> n) & 1)));
}

/** The cosine between the rotation and what would be read of it with this rounding. */
function likenessOf(option: number, top: number, fourth: number): number {
  let sum = 0;
  let dot = 0;
  for (let n = 0; n < 3; n++) {
    const read = ((2 * stepOf(n, option, top) - top) / top) * HALF_ROOT;
    sum += read * read;
    dot += read * kept[n];
  }
  return dot + Math.sqrt(Math.max(0, 1 - sum)) * fourth;
}

/** Reads what `packRotation` wrote into `out`; bits above the rotation are ignored. */
export function unpackRotation(word: number, bits: number, out: Float64Array): void {
  const largest = word & 3;
  const top = (1 << bits) - 1;
  let shift = 2;
  let sum = 0;
  for (let i = 0; i < 4; i++) {
    if (i === largest) continue;
    const part = ((2 * ((word >>> shift) & top) - top) / top) * HALF_ROOT;
    out[i] = part;
    sum += part * part;
    shift += bits;
  }
  out[largest] = Math.sqrt(Math.max(0, 1 - sum));
}

/** The turn of `q` about +Y (its twist, P-8), radians in (-π, π]. */
export function yawOf(q: ArrayLike<number>): number {
  const half = Math.atan2(q[1], q[3]);
  const yaw = 2 * half;
  return yaw > Math.PI ? yaw - 2 * Math.PI : yaw <= -Math.PI ? yaw + 2 * Math.PI : yaw;
}
