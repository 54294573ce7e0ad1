// Hands of who wears a headset: where the wrist is for a grip that is told (PROTOCOL.md P-10), and fingers that close about
// what is held (P-11).
import { Field } from '../replica/tracks';
import { about, multiply, type Numbers } from './rotation';
import { BODY_JOINTS, joint, JOINTS } from './skeleton';
import { nlerp, type Stance } from './stance';

/** From the middle of a grip to the wrist, metres: up the arm, and towards the back of the hand. */
export const GRIP_TO_WRIST = { up: 0.07, back: 0.03 } as const;

/** From a grip's axes (-Z to the thumb, fingers down, +X to the right) to those of a hand at rest. Left, right. */
export const FROM_GRIP = [
  Float64Array.of(0, 0, Math.SQRT1_2, Math.SQRT1_2), // the left fingers (-X) point down the grip (-Y)
  Float64Array.of(0, 0, -Math.SQRT1_2, Math.SQRT1_2),
] as const;

const CLOSE_S = 0.1;
const RAD = Math.PI / 180;
/** How far the joints of a finger are bent about a controller, degrees, from its root to its tip. */
const BENT: Readonly<Record<string, readonly [number, number, number]>> = {
  Index: [38, 52, 28],
  Middle: [56, 66, 36],
  Ring: [62, 68, 38],
  Little: [64, 66, 38],
};
const BONES = ['Proximal', 'Intermediate', 'Distal'];
/** The thumb's joints about Z (over the palm) and Y (to the fingers' tips), degrees on the right hand. */
const THUMB: readonly (readonly [string, number, number])[] = [
  ['Metacarpal', 22, 12],
  ['Proximal', 8, 24],
  ['Distal', 4, 30],
];

interface Side {
  readonly tracked: number;
  readonly first: number;
  readonly end: number;
  /** Rotations of the closed fingers, from joint `first` on. */
  readonly closed: Float32Array;
}

const SIDES: readonly Side[] = [sideOf('left', 1, Field.leftTracked), sideOf('right', -1, Field.rightTracked)];

/** `sign` of a turn about the room's Z that brings this hand's fingers towards the palm. */
function sideOf(name: string, sign: 1 | -1, tracked: number): Side {
  const mine = JOINTS.map((_, j) => j).filter((j) => j >= BODY_JOINTS && JOINTS[j].startsWith(name));
  const first = mine[0];
  const closed = new Float32Array(mine.length * 4);
  for (const [finger, degrees] of Object.entries(BENT))
    BONES.forEach((bone, i) => about(0, 0, 1, sign * degrees[i] * RAD, closed, (joint(name + finger + bone) - first) * 4));
  for (const [bone, z, y] of THUMB) {
    const at = (joint(`${name}Thumb${bone}`) - first) * 4;
    const turn = new Float32Array(4);
    about(0, 0, 1, sign * z * RAD, closed, at);
    about(0, 1, 0, sign * y * RAD, turn, 0);
    multiply(turn, 0, closed, at, closed, at);
  }
  return { tracked, first, end: first + mine.length, closed };
}

/** Fingers of a hand, from the thumb on: as many numbers a hand as there are of how far they are bent. */
export const FINGERS = 5;
const BONES_EACH = 3;
const STRAIGHT = Float32Array.of(0, 0, 0, 1);
const wanted = new Float32Array(4);

/** The fingers of one figure. */
export class Hands {
  /** How far the left and the right hand have taken what tracking says in place of what clips do, 0 to 1. */
  private readonly share = new Float64Array(2);

  /**
   * Closes the fingers of tracked hands over what clips do with them, and opens them again; `bent` says of each finger of
   * the left, then of the right hand how far: 0 straight, 1 about what is held. Without it hands hold.
   */
  step(pose: Numbers, stance: Stance, seconds: number, bent: ArrayLike<number> | null): void {
    for (let i = 0; i < 2; i++) {
      const { tracked, first, end, closed } = SIDES[i];
      const most = seconds / CLOSE_S;
      this.share[i] = Math.min(1, Math.max(0, this.share[i] + (pose[tracked] === 1 ? most : -most)));
      const t = this.share[i] * this.share[i] * (3 - 2 * this.share[i]);
      if (t === 0) continue;
      const r = stance.rotations;
      for (let j = first; j < end; j++) {
        const at = (j - first) * 4;
        if (!bent) {
          nlerp(r, j * 4, closed, at, t, r, j * 4);
          continue;
        }
        const finger = i * FINGERS + Math.floor((j - first) / BONES_EACH);
        nlerp(STRAIGHT, 0, closed, at, bent[finger], wanted, 0);
        nlerp(r, j * 4, wanted, 0, t, r, j * 4);
      }
    }
  }
}
