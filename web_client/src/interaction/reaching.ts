// Who comes near to what one has in hand: a hand that reaches for it, or somebody who stands at it.
import { Vector3 } from 'three';
import type { Figure } from '../avatars/figure';
import { Field, HAND_FIELDS } from '../replica/fields';
import { type Body, gapTo } from '../scene/extents';

const REACH_M = 0.2;
const BODY_M = 0.25; // from the middle of somebody to their side

const point = new Vector3();

/** The slot of the nearest one within reach of it; -1: nobody. `hands`: only who reaches with a tracked hand. */
export function reacher(figures: readonly Figure[], body: Body, hands: boolean): number {
  let found = -1;
  let least = REACH_M;
  for (const { known, slot, pose } of figures) {
    if (!known) continue;
    const gap = pose[Field.headset] === 1 ? handGap(pose, body) : hands ? Infinity : sideGap(pose, body);
    if (gap >= least) continue;
    least = gap;
    found = slot;
  }
  return found;
}

/** Metres from the nearer hand to its surface. */
function handGap(pose: Float32Array, body: Body): number {
  let least = Infinity;
  for (const hand of HAND_FIELDS) {
    if (pose[hand] === 0) continue;
    point.set(pose[Field.x] + pose[hand + 1], pose[Field.headY] + pose[hand + 2], pose[Field.z] + pose[hand + 3]);
    least = Math.min(least, gapTo(body, point));
  }
  return least;
}

/** Metres from the side of somebody at a screen, at the height where it is. */
function sideGap(pose: Float32Array, body: Body): number {
  const { elements } = body.node.matrixWorld;
  point.set(pose[Field.x], Math.min(pose[Field.headY], Math.max(pose[Field.y], elements[13])), pose[Field.z]);
  return gapTo(body, point) - BODY_M;
}
