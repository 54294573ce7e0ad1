// Rotations between two samples, written into an array: no objects are made.

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
  if (cos < 0.9995) {
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
