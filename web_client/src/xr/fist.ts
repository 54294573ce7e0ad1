// How far a bare hand is closed to hold something: no headset tells this, so it is found from where fingers are.
import type { XRHandSpace } from 'three';

const OPEN = 1.55; // finger tips from the wrist, in lengths of the palm
const CLOSED = 1.1;
const FINGERS = ['index', 'middle', 'ring', 'pinky'] as const;
type Joint = keyof XRHandSpace['joints'];
const TIPS = FINGERS.map((finger): Joint => `${finger}-finger-tip`);

/** 0: at least one finger is straight (one points, or pinches); 1: a fist. 0 where joints are not known. */
export function closedShare({ joints }: XRHandSpace): number {
  const wrist = joints['wrist'];
  const knuckle = joints['middle-finger-phalanx-proximal'];
  if (!wrist?.visible || !knuckle?.visible) return 0;
  const palm = wrist.position.distanceTo(knuckle.position);
  let farthest = 0;
  for (const name of TIPS) {
    const tip = joints[name];
    if (!tip?.visible) return 0;
    farthest = Math.max(farthest, tip.position.distanceTo(wrist.position) / palm);
  }
  return Math.min(1, Math.max(0, (OPEN - farthest) / (OPEN - CLOSED)));
}
