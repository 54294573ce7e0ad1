// Hands that lie on thighs, or pass them, stay outside: people differ in girth and in the length of their arms, clips do not.
import type { BufferGeometry } from 'three';
import { type Arm, ARMS } from './arms';
import type { Body } from './body';
import type { Frame } from './forward';
import { reach } from './ik';
import { rotate } from './rotation';
import { joint, JOINT_COUNT } from './skeleton';
import type { Stance } from './stance';

const THIGHS = ['left', 'right'].map((side) => ({ hip: joint(`${side}UpperLeg`) * 3, knee: joint(`${side}LowerLeg`) * 3 }));
const PALM_M = 0.016; // from the bones of a hand to its skin
const ALONG_M = [0, 0.085, 0.15]; // wrist, knuckles, fingers: from the wrist
const GROIN = 0.15; // the first share of a thigh, where belly and hips are
const TAPER = 0.35; // by what share a thigh is thinner at the knee than at the hip
const AVERAGE_AT = 0.4; // of its length: where it is as thick as on average
const SKIN_SHARE = 0.6; // of the vertices about a thigh lie nearer than what is taken for its girth

// Numbers that functions give each other lie in these: what they return would be boxed, each time anew.
const at = new Float64Array(3);
/** From a thigh's bone to `at`; where on the bone that is, 0 at the hip to 1 at the knee. */
const near = new Float64Array(4);
/** The way out of a thigh, and how deep in it a hand is, metres. */
const out = new Float64Array(4);
const DEEP = 3;
const pole = new Float64Array(3);
const hand = new Float64Array(4);

/** On a solved frame, whose legs are where they will be; leaves it solved up to joint `count`. */
export function keepOffThighs(frame: Frame, body: Body, stance: Stance, count: number): void {
  for (let i = 0; i < ARMS.length; i++) {
    const arm = ARMS[i];
    dip(frame, body, arm);
    if (out[DEEP] > 0) push(frame, body, stance, arm, count === JOINT_COUNT);
  }
}

/** How deep the hand is in a thigh, and the way out of it, into `out`. */
function dip({ places, rotations }: Frame, { girth }: Body, { side, end }: Arm): void {
  out[DEEP] = 0;
  for (let i = 0; i < ALONG_M.length; i++) {
    at[0] = side * ALONG_M[i];
    at[1] = at[2] = 0;
    rotate(rotations, end * 4, at, 0, at, 0);
    for (let k = 0; k < 3; k++) at[k] += places[end * 3 + k];
    for (let leg = 0; leg < 2; leg++) {
      nearest(places, THIGHS[leg].hip, THIGHS[leg].knee);
      const share = near[3];
      const away = Math.sqrt(near[0] * near[0] + near[1] * near[1] + near[2] * near[2]);
      const thick = girth * (1 + TAPER * (AVERAGE_AT - share)) + PALM_M;
      const deep = (thick - away) * Math.min(1, share / GROIN);
      if (deep <= out[DEEP] || away < 1e-4) continue;
      out[DEEP] = deep;
      for (let k = 0; k < 3; k++) out[k] = near[k] / away;
    }
  }
}

/** What of the thigh's bone is nearest to `at`, into `near`. */
function nearest(p: Float64Array, hip: number, knee: number): void {
  let dot = 0;
  let length = 0;
  for (let k = 0; k < 3; k++) {
    const bone = p[knee + k] - p[hip + k];
    dot += bone * (at[k] - p[hip + k]);
    length += bone * bone;
  }
  const share = Math.max(0, Math.min(1, dot / length));
  for (let k = 0; k < 3; k++) near[k] = at[k] - p[hip + k] - share * (p[knee + k] - p[hip + k]);
  near[3] = share;
}

/** The wrist out of the thigh; the hand stays turned as it was, the elbow on its side. */
function push(frame: Frame, body: Body, stance: Stance, arm: Arm, fingers: boolean): void {
  const { places: p, rotations: q } = frame;
  const u = arm.upper * 3, l = arm.lower * 3, e = arm.end * 3;
  for (let k = 0; k < 3; k++) {
    at[k] = p[e + k] + out[k] * out[DEEP];
    pole[k] = p[l + k] - (p[u + k] + p[e + k]) / 2;
  }
  for (let k = 0; k < 4; k++) hand[k] = q[arm.end * 4 + k];
  reach(frame, arm, at, pole);
  for (let k = 0; k < 4; k++) q[arm.end * 4 + k] = hand[k];
  frame.solve(body, stance, arm.twist, arm.twist + 1);
  if (fingers) for (const j of arm.below) frame.solve(body, stance, j, j + 1);
}

/** How far skin or cloth is from the left thigh's bone, metres, about the middle of the thigh. */
export function girthOf({ attributes }: BufferGeometry, rest: Float32Array, bindInverse: Float32Array): number {
  const { position, skinIndex, skinWeight } = attributes;
  const thigh = joint('leftUpperLeg');
  const length = -rest[joint('leftLowerLeg') * 3 + 1];
  const m = bindInverse.subarray(thigh * 16, thigh * 16 + 16);
  const found: number[] = [];
  for (let v = 0; v < position.count; v++) {
    let weight = 0;
    for (let k = 0; k < 4; k++) if (skinIndex.getComponent(v, k) === thigh) weight += skinWeight.getComponent(v, k);
    if (weight < 0.5) continue;
    const own = (k: number): number =>
      m[k] * position.getX(v) + m[4 + k] * position.getY(v) + m[8 + k] * position.getZ(v) + m[12 + k];
    const share = -own(1) / length;
    if (share > AVERAGE_AT - 0.2 && share < AVERAGE_AT + 0.2) found.push(Math.hypot(own(0), own(2)));
  }
  if (found.length === 0) throw new Error('the model has no thigh');
  return found.sort((a, b) => a - b)[Math.floor(found.length * SKIN_SHARE)];
}
