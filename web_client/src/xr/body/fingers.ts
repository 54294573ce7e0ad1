// How far one's own fingers are bent, from what is in the hands: the joints of a bare hand, the buttons of a controller.
import { Vector3, type WebXRManager, type XRHandSpace } from 'three';
import { FINGERS } from '../../avatars/hands';
import type { Source } from '../sources';

const EASE_S = 0.04; // buttons jump, fingers do not
/** About a controller that is held loosely: thumb, index finger on the trigger, the others. */
const AT_REST = [0.6, 0.5, 0.86, 0.9, 0.9];
/** Bends of all joints of a finger that count as straight, and as closed, radians; of the thumb first. */
const STRAIGHT = [0.25, 0.2, 0.2, 0.2, 0.2];
const CLOSED = [1.1, 2.06, 2.76, 2.93, 2.93];
const MOST = 1.15; // a fist is tighter than a hand about a controller

type Joint = keyof XRHandSpace['joints'];
const PHALANXES = ['metacarpal', 'phalanx-proximal', 'phalanx-intermediate', 'phalanx-distal', 'tip'];
const CHAINS: readonly (readonly Joint[])[] = [
  ['thumb-metacarpal', 'thumb-phalanx-proximal', 'thumb-phalanx-distal', 'thumb-tip'],
  ...['index', 'middle', 'ring', 'pinky'].map((finger) => PHALANXES.map((bone): Joint => `${finger}-finger-${bone}` as Joint)),
];

const before = new Vector3();
const after = new Vector3();

/** The angle of all bends from bone to bone, radians; NaN where a joint is not known. */
export function bendOf({ joints }: XRHandSpace, finger: number): number {
  const chain = CHAINS[finger];
  let sum = 0;
  for (let i = 0; i + 1 < chain.length; i++) {
    const [from, to] = [joints[chain[i]], joints[chain[i + 1]]];
    if (!from?.visible || !to?.visible) return NaN;
    after.copy(to.position).sub(from.position).normalize();
    if (i > 0) sum += Math.acos(Math.min(1, Math.max(-1, before.dot(after))));
    before.copy(after);
  }
  return sum;
}

interface Bare {
  readonly space: XRHandSpace;
  side: XRHandedness;
}

export class Fingers {
  /** Of the left, then of the right hand, from the thumb on: 0 straight, 1 about what is held. */
  readonly bent = new Float32Array(2 * FINGERS);
  private readonly hands: readonly Bare[];

  constructor(xr: Pick<WebXRManager, 'getHand'>) {
    this.hands = [0, 1].map((i) => {
      const hand: Bare = { space: xr.getHand(i), side: 'none' };
      hand.space.addEventListener('connected', ({ data }) => (hand.side = data.handedness));
      return hand;
    });
  }

  step(sources: readonly Source[], seconds: number): void {
    const ease = 1 - Math.exp(-seconds / EASE_S);
    for (let i = 0; i < sources.length; i++) {
      const source = sources[i];
      if (source.side === 'none' || !source.tracked) continue;
      const first = source.side === 'left' ? 0 : FINGERS;
      for (let finger = 0; finger < FINGERS; finger++) {
        const wanted = source.kind === 'hand' ? this.ofJoints(source.side, finger) : ofButtons(source, finger);
        if (wanted >= 0) this.bent[first + finger] += (wanted - this.bent[first + finger]) * ease;
      }
    }
  }

  private ofJoints(side: XRHandedness, finger: number): number {
    for (let i = 0; i < this.hands.length; i++)
      if (this.hands[i].side === side) {
        const share = (bendOf(this.hands[i].space, finger) - STRAIGHT[finger]) / (CLOSED[finger] - STRAIGHT[finger]);
        return Math.min(MOST, Math.max(0, share));
      }
    return NaN;
  }
}

/** The trigger bends the index finger, the grip's button the others. */
function ofButtons({ select, squeeze }: Source, finger: number): number {
  const { value } = finger === 1 ? select : squeeze;
  return AT_REST[finger] + (1 - AT_REST[finger]) * value;
}
