// Quaternions and vectors as stretches of number arrays, x y z w: what the figures' joints are turned with. Nothing is made.
import { multiply, type Numbers } from '../replica/slerp';

export { multiply, type Numbers };

/** The inverse of unit a, times b, into out: b as seen from a. */
export function relative(a: Numbers, ai: number, b: Numbers, bi: number, out: Numbers, oi: number): void {
  inverse[0] = -a[ai];
  inverse[1] = -a[ai + 1];
  inverse[2] = -a[ai + 2];
  inverse[3] = a[ai + 3];
  multiply(inverse, 0, b, bi, out, oi);
}
const inverse = new Float64Array(4);

/** Vector v turned by q, into out; out may be v. */
export function rotate(q: Numbers, qi: number, v: Numbers, vi: number, out: Numbers, oi: number): void {
  const x = q[qi], y = q[qi + 1], z = q[qi + 2], w = q[qi + 3];
  const vx = v[vi], vy = v[vi + 1], vz = v[vi + 2];
  const tx = 2 * (y * vz - z * vy);
  const ty = 2 * (z * vx - x * vz);
  const tz = 2 * (x * vy - y * vx);
  out[oi] = vx + w * tx + y * tz - z * ty;
  out[oi + 1] = vy + w * ty + z * tx - x * tz;
  out[oi + 2] = vz + w * tz + x * ty - y * tx;
}

/** A turn by `angle` about a unit axis. */
export function about(x: number, y: number, z: number, angle: number, out: Numbers, oi: number): void {
  const sin = Math.sin(angle / 2);
  out[oi] = x * sin;
  out[oi + 1] = y * sin;
  out[oi + 2] = z * sin;
  out[oi + 3] = Math.cos(angle / 2);
}

/** The smallest turn from unit vector a to unit vector b; of opposite ones, half a turn about an axis across. */
export function between(a: Numbers, ai: number, b: Numbers, bi: number, out: Numbers, oi: number): void {
  const ax = a[ai], ay = a[ai + 1], az = a[ai + 2];
  const bx = b[bi], by = b[bi + 1], bz = b[bi + 2];
  const w = 1 + ax * bx + ay * by + az * bz;
  if (w < 1e-6) {
    const across = Math.abs(ax) < 0.9;
    const length = across ? Math.hypot(az, ay) : Math.hypot(az, ax);
    out[oi] = across ? 0 : -az / length;
    out[oi + 1] = across ? -az / length : 0;
    out[oi + 2] = (across ? ay : ax) / length;
    out[oi + 3] = 0;
    return;
  }
  const x = ay * bz - az * by, y = az * bx - ax * bz, z = ax * by - ay * bx;
  const scale = 1 / Math.sqrt(x * x + y * y + z * z + w * w);
  out[oi] = x * scale;
  out[oi + 1] = y * scale;
  out[oi + 2] = z * scale;
  out[oi + 3] = w * scale;
}

/** Makes the vector one long; one that has no length becomes (0, -1, 0). Its length before. */
export function unit(v: Numbers, vi: number): number {
  const length = Math.sqrt(v[vi] * v[vi] + v[vi + 1] * v[vi + 1] + v[vi + 2] * v[vi + 2]);
  if (length < 1e-9) {
    v[vi] = v[vi + 2] = 0;
    v[vi + 1] = -1;
    return 0;
  }
  v[vi] /= length;
  v[vi + 1] /= length;
  v[vi + 2] /= length;
  return length;
}

/** The angle of the turn about unit axis (x, y, z) that is in q (its twist), -pi to pi. */
export function twist(q: Numbers, qi: number, x: number, y: number, z: number): number {
  const along = q[qi] * x + q[qi + 1] * y + q[qi + 2] * z;
  const angle = 2 * Math.atan2(along, q[qi + 3]);
  return angle > Math.PI ? angle - 2 * Math.PI : angle < -Math.PI ? angle + 2 * Math.PI : angle;
}
