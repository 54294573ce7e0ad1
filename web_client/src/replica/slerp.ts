// Rotations as stretches of number arrays, x y z w: no objects are made.

export type Numbers = Float32Array | Float64Array;

/** Spherical interpolation from `a[ai..]` to `b[bi..]` by `t`, into `out[oi..]`; the short way round. */
export function slerp(
  a: Float32Array,
  ai: number,
  b: Float32Array,
  bi: number,
  t: number,
  out: Float32Array,
  oi: number,
): void {
  let dot = 0;
  for (let i = 0; i < 4; i++) dot += a[ai + i] * b[bi + i];
  const sign = dot < 0 ? -1 : 1;
  const cos = Math.min(1, dot * sign);
  let wa = 1 - t;
  let wb = t;
  if (cos < 0.995) {
    const angle = Math.acos(cos);
    const sin = Math.sin(angle);
    wa = Math.sin(wa * angle) / sin;
    wb = Math.sin(wb * angle) / sin;
  }
  let length = 0;
  for (let i = 0; i < 4; i++) {
    const c = wa * a[ai + i] + wb * sign * b[bi + i];
    out[oi + i] = c;
    length += c * c;
  }
  const scale = 1 / Math.sqrt(length);
  for (let i = 0; i < 4; i++) out[oi + i] *= scale;
}

/** The angle from `a` to `b` by the short way, radians in (-π, π]. */
export function angleBetween(a: number, b: number): number {
  const d = (b - a) % (2 * Math.PI);
  if (d > Math.PI) return d - 2 * Math.PI;
  return d <= -Math.PI ? d + 2 * Math.PI : d;
}

/** Fields `field` to `field + n` of two samples, mixed into `out`; `t` may lie outside of 0 to 1. */
export function mixRange(
  s: Float32Array,
  from: number,
  to: number,
  field: number,
  n: number,
  t: number,
  out: Float32Array,
): void {
  for (let i = field; i < field + n; i++) out[i] = s[from + i] + (s[to + i] - s[from + i]) * t;
}

/** The rotation of a head that is turned by `yaw` and then looks up by `pitch`. */
export function uprightTurn(yaw: number, pitch: number, out: Float32Array, at: number): void {
  const sy = Math.sin(yaw / 2);
  const cy = Math.cos(yaw / 2);
  const sx = Math.sin(pitch / 2);
  const cx = Math.cos(pitch / 2);
  out[at] = cy * sx;
  out[at + 1] = sy * cx;
  out[at + 2] = -sy * sx;
  out[at + 3] = cy * cx;
}

/** `a` after `b`: out = a · b. `out` may be either of them. */
export function multiply(a: Numbers, ai: number, b: Numbers, bi: number, out: Numbers, oi: number): void {
  const ax = a[ai], ay = a[ai + 1], az = a[ai + 2], aw = a[ai + 3];
  const bx = b[bi], by = b[bi + 1], bz = b[bi + 2], bw = b[bi + 3];
  out[oi] = aw * bx + ax * bw + ay * bz - az * by;
  out[oi + 1] = aw * by - ax * bz + ay * bw + az * bx;
  out[oi + 2] = aw * bz + ax * by - ay * bx + az * bw;
  out[oi + 3] = aw * bw - ax * bx - ay * by - az * bz;
}

/** What turns `b` into `a`: out = a · b⁻¹, the short way (w ≥ 0). */
export function difference(a: Float32Array, ai: number, b: Float32Array, bi: number, out: Float32Array, oi: number): void {
  for (let i = 0; i < 3; i++) inverse[i] = -b[bi + i];
  inverse[3] = b[bi + 3];
  multiply(a, ai, inverse, 0, out, oi);
  if (out[oi + 3] < 0) for (let i = 0; i < 4; i++) out[oi + i] = -out[oi + i];
}
const inverse = new Float64Array(4);
