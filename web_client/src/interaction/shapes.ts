// Rays against the plain shapes by which people, seats and doorways are pointed at. Distances along the ray; Infinity for a miss.
import type { Ray, Vector3 } from 'three';

/** An upright cylinder: somebody standing at `foot`. */
export function hitUpright({ origin: o, direction: d }: Ray, x: number, y: number, z: number, radius: number, height: number): number {
  const ox = o.x - x;
  const oz = o.z - z;
  const a = d.x * d.x + d.z * d.z;
  const b = ox * d.x + oz * d.z;
  const inner = b * b - a * (ox * ox + oz * oz - radius * radius);
  if (a === 0 || inner < 0) return Infinity;
  const t = (-b - Math.sqrt(inner)) / a;
  const at = o.y + d.y * t - y;
  return t >= 0 && at >= 0 && at <= height ? t : Infinity;
}

/** A box turned about the vertical: `low` and `high` are its corners as seen from `at` by somebody who looks along `yaw`. */
export function hitBox({ origin: o, direction: d }: Ray, at: Vector3, yaw: number, low: readonly number[], high: readonly number[]): number {
  const cos = Math.cos(yaw);
  const sin = Math.sin(yaw);
  const x = o.x - at.x;
  const z = o.z - at.z;
  let first = 0;
  let last = Infinity;
  for (let axis = 0; axis < 3; axis++) {
    const start = axis === 1 ? o.y - at.y : axis === 0 ? x * cos - z * sin : x * sin + z * cos;
    const slope = axis === 1 ? d.y : axis === 0 ? d.x * cos - d.z * sin : d.x * sin + d.z * cos;
    const near = ((slope < 0 ? high : low)[axis] - start) / slope;
    const far = ((slope < 0 ? low : high)[axis] - start) / slope;
    if (slope === 0 ? start < low[axis] || start > high[axis] : far < first || near > last) return Infinity;
    if (slope === 0) continue;
    first = Math.max(first, near);
    last = Math.min(last, far);
  }
  return first <= last ? first : Infinity;
}
