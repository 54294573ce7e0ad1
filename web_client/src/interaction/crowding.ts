// Room between people: who walks is pushed softly out of others, so that bodies do not stand in one another. Nobody is stopped.
import type { Vector3 } from 'three';
import type { Figure } from '../avatars/figure';
import { Field } from '../replica/fields';

export const APART_M = 0.45;
const PUSH_M_S = 1.2; // less than the pace of a walk
const ASIDE_RAD = 0.6; // two who walk at each other come past, each on the same hand
const ASIDE_COS = Math.cos(ASIDE_RAD);
const ASIDE_SIN = Math.sin(ASIDE_RAD);
const SAME_FLOOR_M = 1;
const SAME_PLACE_M = 1e-3;

/** Adds the push of all `figures` on somebody at `feet` to `out`, m/s. */
export function crowd(figures: readonly Figure[], feet: Vector3, out: Vector3): void {
  for (let i = 0; i < figures.length; i++) {
    const { known, pose } = figures[i];
    if (!known || Math.abs(pose[Field.y] - feet.y) > SAME_FLOOR_M) continue;
    let dx = feet.x - pose[Field.x];
    const dz = feet.z - pose[Field.z];
    let distance = Math.hypot(dx, dz);
    if (distance >= APART_M) continue;
    if (distance < SAME_PLACE_M) distance = dx = SAME_PLACE_M; // to some side
    const push = (PUSH_M_S * (1 - distance / APART_M)) / distance;
    out.x += (dx * ASIDE_COS - dz * ASIDE_SIN) * push;
    out.z += (dx * ASIDE_SIN + dz * ASIDE_COS) * push;
  }
}
