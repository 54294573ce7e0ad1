// A whole body from a head and two hands, as a headset knows them: the head is where it is, the spine leads to it, the
// hands are reached for, the elbows hang as elbows do, and the rest is the stance of somebody who stands or walks.
import { angleBetween } from '../replica/slerp';
import { Field } from '../replica/tracks';
import { aimArm, ARMS, reachArm } from './arms';
import type { Body } from './body';
import type { Frame } from './forward';
import { about, multiply, type Numbers, relative, rotate } from './rotation';
import { BODY_JOINTS, joint, JOINT_COUNT } from './skeleton';
import type { Stance } from './stance';

const HEAD = joint('head');
const NECK = joint('neck');
const SPINE = ['spine', 'chest', 'upperChest'].map(joint);
const BEND = [0.35, 0.35, 0.3]; // how a lean is shared out along the spine
const BALLS = ['leftToes', 'rightToes'].map(joint);
const LEFT_EYE = joint('leftEye') * 3;
const MOST_LEAN = 1.2;
const TRIES = 3; // at a lean that legs can hold up
const HANDS_TOUCH_M = 0.12;
const HANDS_APART_M = 0.25;
const UNEVEN_M = 0.4;
const CROSSED = 2; // radians: hands that are so far round are crossed
const EASY_M = 0.03; // so much lower is no crouching
const SPARE_M = 0.02; // by which legs can lift hips over where clips have them
const LOWEST = 0.32; // of hips in a squat, as a share of their height
const STRETCHED = 0.5; // shares of an arm's length from which on the chest turns with a hand that is ahead
const AHEAD_TURN = 1.3; // radians for each arm's length beyond
const ACROSS_TURN = 0.6;
const MOST_TURN = 0.6;

const goal = new Float64Array(3);
const grip = new Float64Array(3);
const at = new Float64Array(3);
const q = new Float64Array(4);
const straight = new Float32Array(SPINE.length * 4);
const turn = new Float64Array(4);
const head = new Float64Array(4);
const upright = new Float64Array(4);

/** Where a figure is that follows a headset. Lengths in its frame are the body's own. */
export interface Stand {
  /** The floor under the head in the room, and the body's heading. */
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly yaw: number;
  /** By how much the wearer is larger than the body. */
  readonly size: number;
  /** The middle between the feet's balls, x and z in the room divided by `size`; null while they are not down. */
  readonly support: Numbers | null;
  /** By how much the arms may be longer than the body's. */
  readonly longest: number;
  /** Is set to how high the eyes of this stance are, looking straight ahead. */
  eyes: number;
}

/**
 * Where the body faces: as the head does, but for what two hands at its sides say. Hands of which one is stretched out,
 * or that touch, say nothing.
 */
export function facing(pose: Numbers): number {
  const yaw = pose[Field.yaw];
  const l = Field.leftTracked, r = Field.rightTracked;
  if (pose[l] !== 1 || pose[r] !== 1) return yaw;
  const x = pose[r + 1] - pose[l + 1], z = pose[r + 3] - pose[l + 3];
  const apart = Math.min(1, Math.max(0, (Math.hypot(x, z) - HANDS_TOUCH_M) / HANDS_APART_M));
  const uneven = Math.abs(Math.hypot(pose[r + 1], pose[r + 3]) - Math.hypot(pose[l + 1], pose[l + 3]));
  const off = angleBetween(yaw, Math.atan2(-z, x));
  const sure = Math.abs(off) > CROSSED ? 0 : 1 - Math.abs(off) / CROSSED;
  return yaw + off * apart * Math.max(0, 1 - uneven / UNEVEN_M) * Math.sqrt(sure);
}

/** Changes `stance` (legs and arms as clips have them) and leaves `frame` solved, its hands on their goals. */
export function wear(frame: Frame, body: Body, stance: Stance, pose: Numbers, stand: Stand): void {
  about(0, 1, 0, -stand.yaw, upright, 0);
  multiply(upright, 0, pose, Field.head, head, 0);
  headGoal(body, pose, stand);
  frame.solve(body, stance, 0, BODY_JOINTS);
  stand.eyes = frame.places[HEAD * 3 + 1] + body.rest[LEFT_EYE + 1];
  for (let i = 0; i < ARMS.length; i++) {
    const arm = ARMS[i];
    const { tracked: t } = arm;
    if (pose[t] !== 1) continue;
    const { x, headY, z } = Field;
    intoFigure(pose[x] + pose[t + 1], pose[headY] + pose[t + 2], pose[z] + pose[t + 3], stand, grip);
    aimArm(arm, grip, upright, pose);
  }
  turnChest(frame, body, stance, pose);
  lean(frame, body, stance, stand);
  frame.solve(body, stance);
  settle(frame, body, stance);
  for (let i = 0; i < ARMS.length; i++) if (pose[ARMS[i].tracked] === 1) reachArm(frame, body, stance, ARMS[i], stand.longest);
}

/** Where the head's joint must be, so that the eyes are where the headset is. */
function headGoal(body: Body, pose: Numbers, stand: Stand): void {
  intoFigure(pose[Field.x], pose[Field.headY], pose[Field.z], stand, goal);
  at[0] = 0;
  at[1] = body.rest[LEFT_EYE + 1];
  at[2] = body.rest[LEFT_EYE + 2];
  rotate(head, 0, at, 0, at, 0);
  for (let k = 0; k < 3; k++) goal[k] -= at[k];
}

/** A place of the room in the figure's frame and the body's own lengths. */
function intoFigure(px: number, py: number, pz: number, { x, y, z, size }: Stand, out: Float64Array): void {
  out[0] = (px - x) / size;
  out[1] = (py - y) / size;
  out[2] = (pz - z) / size;
  rotate(upright, 0, out, 0, out, 0);
}

/** Turns the chest with a hand that is stretched out ahead, or reaches to the other side; two of them hold it straight. */
function turnChest({ places: p }: Frame, body: Body, stance: Stance, pose: Numbers): void {
  const length = body.upperArm + body.lowerArm;
  let angle = 0;
  for (let i = 0; i < ARMS.length; i++) {
    const { side, upper, tracked, wrist } = ARMS[i];
    if (pose[tracked] !== 1) continue;
    // From the shoulder as it will be below the head.
    const across = ((p[upper * 3] + goal[0] - p[HEAD * 3] - wrist[0]) * side) / length;
    const ahead = (p[upper * 3 + 2] + goal[2] - p[HEAD * 3 + 2] - wrist[2]) / length;
    angle += side * (Math.max(0, ahead - STRETCHED) * AHEAD_TURN + Math.max(0, across) * ACROSS_TURN);
  }
  angle = Math.max(-MOST_TURN, Math.min(MOST_TURN, angle));
  for (let i = 0; i < SPINE.length; i++) {
    const j = SPINE[i] * 4;
    about(0, 1, 0, angle * BEND[i], turn, 0);
    multiply(turn, 0, stance.rotations, j, stance.rotations, j);
  }
}

/** Bends the spine: who crouches bends forwards, and a head that is not over the feet has been leant there. */
function lean(frame: Frame, body: Body, stance: Stance, stand: Stand): void {
  const { places: p } = frame;
  const low = Math.max(0, p[HEAD * 3 + 1] - goal[1] - EASY_M);
  at[0] = at[1] = at[2] = 0;
  if (stand.support) {
    at[0] = stand.support[0] - stand.x / stand.size;
    at[2] = stand.support[1] - stand.z / stand.size;
    rotate(upright, 0, at, 0, at, 0);
    // From where the head would be over these feet to where it is.
    for (let k = 0; k < 3; k += 2)
      at[k] = goal[k] - p[HEAD * 3 + k] - at[k] + (p[BALLS[0] * 3 + k] + p[BALLS[1] * 3 + k]) / 2;
  }
  const forward = Math.min(MOST_LEAN, low * 1.1 + Math.max(-0.25, Math.min(0.6, -at[2])));
  const aside = Math.max(-0.35, Math.min(0.35, at[0]));
  for (let k = 0; k < straight.length; k++) straight[k] = stance.rotations[SPINE[0] * 4 + k];
  let over = forward;
  let short = leanBy(frame, body, stance, over, aside);
  if (short <= 0 || forward <= 0) return;
  // Legs cannot lift a head that the lean has brought too low: lean less, until it is where it must be (regula falsi).
  let under = 0;
  let spare = leanBy(frame, body, stance, under, aside);
  for (let i = 0; i < TRIES && spare < 0; i++) {
    const angle = over - (short * (over - under)) / (short - spare);
    const found = leanBy(frame, body, stance, angle, aside);
    if (found > 0) {
      over = angle;
      short = found;
    } else {
      under = angle;
      spare = found;
    }
  }
}

/** The spine bent so far from what it was, head and neck as the headset is turned; how far the head is below its goal then. */
function leanBy(frame: Frame, body: Body, stance: Stance, forward: number, aside: number): number {
  const r = stance.rotations;
  for (let i = 0; i < SPINE.length; i++) {
    const j = SPINE[i] * 4;
    about(-1, 0, 0, forward * BEND[i], turn, 0);
    multiply(turn, 0, straight, i * 4, r, j);
    about(0, 0, -1, aside * BEND[i], turn, 0);
    multiply(turn, 0, r, j, r, j);
  }
  frame.solve(body, stance, SPINE[0], NECK);
  hold(frame, body, stance);
  return goal[1] - frame.places[HEAD * 3 + 1];
}

/** Head and neck as the headset is turned. */
function hold(frame: Frame, body: Body, stance: Stance): void {
  const r = stance.rotations;
  relative(frame.rotations, SPINE[2] * 4, head, 0, q, 0);
  // The neck takes half of the turn between chest and head.
  halve(q, turn);
  r.set(turn, NECK * 4);
  frame.solve(body, stance, NECK, NECK + 1);
  relative(frame.rotations, NECK * 4, head, 0, q, 0);
  r.set(q, HEAD * 4);
  frame.solve(body, stance, HEAD, HEAD + 1);
}

/** Brings the hips to where the head is then on its goal, as far as legs allow. */
function settle(frame: Frame, body: Body, stance: Stance): void {
  const { places: p } = frame;
  const highest = stance.hips[1] + SPARE_M;
  const lowest = body.hipsHeight * LOWEST;
  for (let k = 0; k < 3; k++) {
    let d = goal[k] - p[HEAD * 3 + k];
    if (k === 1) d = Math.max(lowest, Math.min(highest, stance.hips[1] + d)) - stance.hips[1];
    stance.hips[k] += d;
    for (let j = 0; j < JOINT_COUNT; j++) p[j * 3 + k] += d;
  }
}

function halve(from: Float64Array, out: Float64Array): void {
  const s = from[3] < 0 ? -1 : 1;
  for (let k = 0; k < 4; k++) out[k] = from[k] * s;
  out[3] += 1;
  const length = Math.hypot(out[0], out[1], out[2], out[3]) || 1;
  for (let k = 0; k < 4; k++) out[k] /= length;
}
