// How a person holds themselves: a rotation for each joint and the place of the hips. Clips are added into it by weight.
import { JOINT_COUNT } from './skeleton';

export class Stance {
  /** Local rotations, x y z w, of each joint. */
  readonly rotations = new Float32Array(JOINT_COUNT * 4);
  /** The hips from the floor point, metres, in the figure's frame. */
  readonly hips = new Float32Array(3);

  constructor() {
    this.rest();
  }

  /** The T-pose, but for the hips: they are at the origin. */
  rest(): void {
    this.rotations.fill(0);
    for (let i = 3; i < this.rotations.length; i += 4) this.rotations[i] = 1;
    this.hips.fill(0);
  }

  /** Nothing yet: clips are added to it, then `normalise` makes rotations of the sums. */
  clear(): void {
    this.rotations.fill(0);
    this.hips.fill(0);
  }

  copy(other: Stance): void {
    this.rotations.set(other.rotations);
    this.hips.set(other.hips);
  }

  /** The weights that were added need not have summed to one in the rotations. */
  normalise(count = JOINT_COUNT): void {
    const q = this.rotations;
    for (let i = 0; i < count * 4; i += 4) {
      const length = Math.sqrt(q[i] * q[i] + q[i + 1] * q[i + 1] + q[i + 2] * q[i + 2] + q[i + 3] * q[i + 3]);
      if (length < 1e-6) {
        q[i] = q[i + 1] = q[i + 2] = 0;
        q[i + 3] = 1;
        continue;
      }
      const scale = 1 / length;
      q[i] *= scale;
      q[i + 1] *= scale;
      q[i + 2] *= scale;
      q[i + 3] *= scale;
    }
  }

  /** Some way towards `other`, in the joints whose share in `mask` is more than 0 (times `weight`, 0 to 1). */
  mix(other: Stance, weight: number, mask: Float32Array | null = null, count = JOINT_COUNT): void {
    const a = this.rotations;
    const b = other.rotations;
    for (let j = 0; j < count; j++) {
      const t = mask ? mask[j] * weight : weight;
      if (t > 0) nlerp(a, j * 4, b, j * 4, t, a, j * 4);
    }
    const t = mask ? mask[0] * weight : weight;
    for (let k = 0; k < 3; k++) this.hips[k] += (other.hips[k] - this.hips[k]) * t;
  }
}

/** From rotation `a[ai..]` towards `b[bi..]` by `t`, the short way, into `out[oi..]`; `out` may be `a`. */
export function nlerp(
  a: Float32Array, ai: number, b: Float32Array, bi: number, t: number, out: Float32Array, oi: number,
): void {
  const dot = a[ai] * b[bi] + a[ai + 1] * b[bi + 1] + a[ai + 2] * b[bi + 2] + a[ai + 3] * b[bi + 3];
  const s = dot < 0 ? -t : t;
  const r = 1 - t;
  const x = a[ai] * r + b[bi] * s;
  const y = a[ai + 1] * r + b[bi + 1] * s;
  const z = a[ai + 2] * r + b[bi + 2] * s;
  const w = a[ai + 3] * r + b[bi + 3] * s;
  const scale = 1 / Math.sqrt(x * x + y * y + z * z + w * w || 1);
  out[oi] = x * scale;
  out[oi + 1] = y * scale;
  out[oi + 2] = z * scale;
  out[oi + 3] = w * scale;
}
