// A whole body from a head and two hands, as a headset knows them: the head is where it is, the spine leads to it, the
// hands are reached for, the elbows hang as elbows do, and the rest is the stance of somebody who stands or walks.
import { Field } from '../replica/tracks';
import type { Body } from './body';
import type { Frame } from './forward';
import { type Limb, reach } from './ik';
import { about, between, multiply, type Numbers, relative, rotate, twist, unit } from './rotation';
import { BODY_JOINTS, joint, JOINT_COUNT, JOINTS, PARENTS } from './skeleton';
import type { Stance } from './stance';

const HEAD = joint('head');
const NECK = joint('neck');
const SPINE = ['spine', 'chest', 'upperChest'].map(joint);
const BEND = [0.35, 0.35, 0.3]; // how a lean is shared out along the spine
const BALLS = ['leftToes', 'rightToes'].map(joint);
const LEFT_EYE = joint('leftEye') * 3;
const MOST_LEAN = 1.2;
const GRIP_M = 0.085; // from the wrist to the middle of the fist
const EASY_M = 0.03; // so much lower is no crouching
const LOWEST = 0.32; // of hips in a squat, as a share of their height
const SOFT = 0.015; // the last share of an arm's length, into which all that is too far is drawn
const CLAVICLE = 0.3; // its share in reaching up or forwards

interface Arm extends Limb {
  readonly side: 1 | -1;
  readonly shoulder: number;
  readonly twist: number;
  readonly tracked: number;
  readonly below: readonly number[];
}

function below(hand: number): number[] {
  return JOINTS.map((_, j) => j).filter((j) => {
    let above = PARENTS[j];
    while (above >= BODY_JOINTS) above = PARENTS[above];
    return j >= BODY_JOINTS && above === hand;
  });
}

const ARMS: readonly Arm[] = (['left', 'right'] as const).map((name) => {
  const end = joint(`${name}Hand`);
  return {
    side: name === 'left' ? -1 : 1,
    shoulder: joint(`${name}Shoulder`),
    upper: joint(`${name}UpperArm`),
    lower: joint(`${name}LowerArm`),
    twist: joint(`${name}LowerArmTwist`),
    end,
    tracked: name === 'left' ? Field.leftTracked : Field.rightTracked,
    below: below(end),
  };
});

/** From the grip space of WebXR (the fist's: -Z to the thumb, +X to the right) to the hand's own axes at rest. */
const FROM_GRIP = [
  Float64Array.of(0, 0, Math.SQRT1_2, Math.SQRT1_2), // left: its fingers (-X) point down the grip (-Y)
  Float64Array.of(0, 0, -Math.SQRT1_2, Math.SQRT1_2),
];

const goal = new Float64Array(3);
const at = new Float64Array(3);
const pole = new Float64Array(3);
const q = new Float64Array(4);
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
}

/** Changes `stance` (legs and arms as clips have them) and leaves `frame` solved, its hands on their goals. */
export function wear(frame: Frame, body: Body, stance: Stance, pose: Numbers, stand: Stand): void {
  about(0, 1, 0, -stand.yaw, upright, 0);
  multiply(upright, 0, pose, Field.head, head, 0);
  headGoal(body, pose, stand);
  frame.solve(body, stance, 0, BODY_JOINTS);
  lean(frame, body, stance, stand);
  hold(frame, body, stance);
  settle(frame, body, stance);
  for (const arm of ARMS) {
    if (pose[arm.tracked] === 1) reachHand(frame, body, stance, arm, pose, stand);
  }
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
  for (let i = 0; i < SPINE.length; i++) {
    const j = SPINE[i] * 4;
    about(-1, 0, 0, forward * BEND[i], turn, 0);
    multiply(turn, 0, stance.rotations, j, stance.rotations, j);
    about(0, 0, -1, aside * BEND[i], turn, 0);
    multiply(turn, 0, stance.rotations, j, stance.rotations, j);
  }
  frame.solve(body, stance, 0, NECK + 1);
}

/** Head and neck as the headset is turned; then everything is solved. */
function hold(frame: Frame, body: Body, stance: Stance): void {
  const r = stance.rotations;
  relative(frame.rotations, SPINE[2] * 4, head, 0, q, 0);
  // The neck takes half of the turn between chest and head.
  halve(q, turn);
  r.set(turn, NECK * 4);
  frame.solve(body, stance, NECK, NECK + 1);
  relative(frame.rotations, NECK * 4, head, 0, q, 0);
  r.set(q, HEAD * 4);
  frame.solve(body, stance);
}

/** Brings the hips to where the head is then on its goal, as far as legs allow. */
function settle(frame: Frame, body: Body, stance: Stance): void {
  const { places: p } = frame;
  const highest = stance.hips[1]; // as the clip has them: legs reach no farther
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

function reachHand(frame: Frame, body: Body, stance: Stance, arm: Arm, pose: Numbers, stand: Stand): void {
  const t = arm.tracked;
  const { x, headY, z } = Field;
  intoFigure(pose[x] + pose[t + 1], pose[headY] + pose[t + 2], pose[z] + pose[t + 3], stand, goal);
  multiply(upright, 0, pose, t + 4, q, 0);
  multiply(q, 0, FROM_GRIP[arm.side < 0 ? 0 : 1], 0, q, 0);
  at[0] = -arm.side * GRIP_M;
  at[1] = 0.02;
  at[2] = 0;
  rotate(q, 0, at, 0, at, 0);
  for (let k = 0; k < 3; k++) goal[k] += at[k];
  shrug(frame, body, stance, arm);
  elbow(frame, arm);
  soften(frame, body, arm);
  reach(frame, arm, goal, pole);
  frame.rotations.set(q, arm.end * 4);
  turnForearm(frame, arm);
  for (const j of arm.below) frame.solve(body, stance, j, j + 1);
}

/** The shoulder goes a little with a hand that is raised or stretched forwards. */
function shrug(frame: Frame, body: Body, stance: Stance, arm: Arm): void {
  const { places: p, rotations } = frame;
  const s = arm.shoulder * 3, u = arm.upper * 3;
  for (let k = 0; k < 3; k++) {
    at[k] = p[u + k] - p[s + k];
    pole[k] = goal[k] - p[u + k];
  }
  unit(at, 0);
  const far = unit(pole, 0) / (body.upperArm + body.lowerArm);
  between(at, 0, pole, 0, turn, 0);
  const share = CLAVICLE * Math.min(1, far * far) * Math.max(0, 0.65 + pole[1] * 0.35);
  // A small part of the whole turn.
  for (let k = 0; k < 3; k++) turn[k] *= share;
  turn[3] = Math.sqrt(Math.max(0, 1 - turn[0] ** 2 - turn[1] ** 2 - turn[2] ** 2));
  multiply(turn, 0, rotations, arm.shoulder * 4, rotations, arm.shoulder * 4);
  frame.solve(body, stance, arm.upper, arm.upper + 1);
  frame.solve(body, stance, arm.lower, arm.lower + 1);
  frame.solve(body, stance, arm.end, arm.end + 1);
}

/** A hand that is out of reach is drawn back to where the arm is nearly straight, without a jerk. */
function soften({ places: p }: Frame, body: Body, arm: Arm): void {
  const u = arm.upper * 3;
  const length = body.upperArm + body.lowerArm;
  const easy = length * (1 - SOFT);
  const far = Math.hypot(goal[0] - p[u], goal[1] - p[u + 1], goal[2] - p[u + 2]);
  if (far <= easy) return;
  const share = (easy + length * SOFT * (1 - Math.exp((easy - far) / (length * SOFT)))) / far;
  for (let k = 0; k < 3; k++) goal[k] = p[u + k] + (goal[k] - p[u + k]) * share;
}

/** Elbows point down and a little out and back; out when the hand is before the chest or high. */
function elbow(frame: Frame, arm: Arm): void {
  const { places: p, rotations } = frame;
  const u = arm.upper * 3;
  const across = (goal[0] - p[u]) * -arm.side; // the hand on the other side of its shoulder
  const high = goal[1] - p[u + 1];
  pole[0] = arm.side * (0.35 + Math.max(0, across) * 2.4 + Math.max(0, high) * 1.4);
  pole[1] = -1;
  pole[2] = 0.45 - Math.max(0, high) * 0.6;
  rotate(rotations, SPINE[2] * 4, pole, 0, pole, 0);
}

/** Half of the hand's roll about the forearm is the forearm's. */
function turnForearm(frame: Frame, arm: Arm): void {
  const { rotations, places: p } = frame;
  relative(rotations, arm.lower * 4, rotations, arm.end * 4, turn, 0);
  about(1, 0, 0, twist(turn, 0, 1, 0, 0) / 2, turn, 0);
  multiply(rotations, arm.lower * 4, turn, 0, rotations, arm.twist * 4);
  for (let k = 0; k < 3; k++)
    p[arm.twist * 3 + k] = (p[arm.lower * 3 + k] + p[arm.end * 3 + k]) / 2;
}
