// Who comes too close to one's head fades, for oneself alone. Without such a space around one, only who would be stood in
// is left out, since one would see into them.
import type { Vector3 } from 'three';
import { Field, HAND_FIELDS } from '../replica/fields';

/** All of somebody is to be seen from so many metres on, and nothing of them within so many. */
interface Reach {
  readonly all: number;
  readonly none: number;
}

export const SPACE: Reach = { all: 0.6, none: 0.35 };
export const INSIDE: Reach = { all: 0.3, none: 0.2 };
/** Hands may come nearer by so much: they give and take. */
export const HAND_M = 0.25;
const OUT_OF_REACH_M = 2;

/** What is asked of a figure: where they are (`Field`), and how high their head reaches. */
export interface Neighbour {
  readonly pose: Float32Array;
  readonly top: number;
}

/** How much of them is to be seen by eyes at `eye`, 0 to 1. */
export function presence({ pose, top }: Neighbour, eye: Vector3, keepsSpace: boolean): number {
  const dx = eye.x - pose[Field.x], dz = eye.z - pose[Field.z];
  const aside = dx * dx + dz * dz;
  if (aside > OUT_OF_REACH_M * OUT_OF_REACH_M) return 1;
  const over = Math.max(0, eye.y - top, pose[Field.y] - eye.y);
  let away = Math.sqrt(aside + over * over);
  if (keepsSpace && pose[Field.headset] === 1)
    for (let i = 0; i < HAND_FIELDS.length; i++) {
      const hand = HAND_FIELDS[i];
      if (pose[hand] !== 1) continue;
      const hx = dx - pose[hand + 1], hy = eye.y - pose[Field.headY] - pose[hand + 2], hz = dz - pose[hand + 3];
      away = Math.min(away, Math.sqrt(hx * hx + hy * hy + hz * hz) + HAND_M);
    }
  const { all, none } = keepsSpace ? SPACE : INSIDE;
  return Math.min(1, Math.max(0, (away - none) / (all - none)));
}
