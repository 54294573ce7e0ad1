// Arms that bring hands to where a headset's wearer has them: the shoulder goes along, the elbow hangs where elbows hang,
// and bends about its hinge alone, the forearm takes its part of the hand's roll.
import { Field } from '../replica/tracks';
import type { Body } from './body';
import type { Frame } from './forward';
import { FROM_GRIP, GRIP_TO_WRIST } from './hands';
import { type Limb, reach } from './ik';
import { about, between, multiply, type Numbers, relative, rotate, twist, unit } from './rotation';
import { BODY_JOINTS, joint, JOINTS, PARENTS } from './skeleton';
import type { Stance } from './stance';

const CHEST = joint('upperChest') * 4;
const SOFT = 0.015; // the last share of an arm's length, into which all that is too far is drawn
/** By how much a figure's arms may be longer than they are, for a wearer who has such. */
export const LONGEST = 1.06;
const CLAVICLE = 0.42; // its share in reaching up or forwards
const NEARLY = 0.95; // of an arm's length: from there on the shoulder gives what it has
const MORE = 2;
const MOST_MORE = 0.3;
const STRAIGHT_WRIST = 0.7; // how much a hand's own direction says where its elbow is
const ROLL = 0.5; // of what turns the upper arm so that its hinge is an elbow's; the forearm takes the rest

/** An arm; its goal is found first, then reached for. Lengths in the figure's frame. */
export interface Arm extends Limb {
  readonly side: 1 | -1;
  readonly shoulder: number;
  readonly twist: number;
  readonly tracked: number;
  /** The fingers. */
  readonly below: readonly number[];
  /** Where the wrist is to be, and how the hand is to be turned. */
  readonly wrist: Float64Array;
  readonly hand: Float64Array;
}

function below(hand: number): number[] {
  return JOINTS.map((_, j) => j).filter((j) => {
    let above = PARENTS[j];
    while (above >= BODY_JOINTS) above = PARENTS[above];
    return j >= BODY_JOINTS && above === hand;
  });
}

export const ARMS: readonly Arm[] = (['left', 'right'] as const).map((name) => {
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
    wrist: new Float64Array(3),
    hand: new Float64Array(4),
  };
});

const at = new Float64Array(3);
const pole = new Float64Array(3);
const forearm = new Float64Array(3);
const turn = new Float64Array(4);

/** The goal of an arm whose grip is at `grip` (the figure's frame) and turned by `rotation` in the room, `upright` back from there. */
export function aimArm(arm: Arm, grip: Numbers, upright: Numbers, pose: Numbers): void {
  multiply(upright, 0, pose, arm.tracked + 4, arm.hand, 0);
  multiply(arm.hand, 0, FROM_GRIP[arm.side < 0 ? 0 : 1], 0, arm.hand, 0);
  at[0] = -arm.side * GRIP_TO_WRIST.up;
  at[1] = GRIP_TO_WRIST.back;
  at[2] = 0;
  rotate(arm.hand, 0, at, 0, at, 0);
  for (let k = 0; k < 3; k++) arm.wrist[k] = grip[k] + at[k];
}

/** On a solved frame; leaves it solved. `longest`: by how much the arm may be longer than it is. */
export function reachArm(frame: Frame, body: Body, stance: Stance, arm: Arm, longest: number): void {
  shrug(frame, body, stance, arm);
  elbow(frame, body, arm);
  stretch(frame, body, arm, longest);
  reach(frame, arm, arm.wrist, pole);
  frame.rotations.set(arm.hand, arm.end * 4);
  hinge(frame, arm);
  turnForearm(frame, arm);
  for (let i = 0; i < arm.below.length; i++) frame.solve(body, stance, arm.below[i], arm.below[i] + 1);
}

/** The shoulder goes with a hand that is raised or stretched out, the farther the more. */
function shrug(frame: Frame, body: Body, stance: Stance, arm: Arm): void {
  const { places: p, rotations } = frame;
  const s = arm.shoulder * 3, u = arm.upper * 3;
  for (let k = 0; k < 3; k++) {
    at[k] = p[u + k] - p[s + k];
    pole[k] = arm.wrist[k] - p[u + k];
  }
  unit(at, 0);
  const far = unit(pole, 0) / (body.upperArm + body.lowerArm);
  between(at, 0, pole, 0, turn, 0);
  const easy = CLAVICLE * Math.min(1, far * far * far) * Math.max(0, 0.7 + pole[1] * 0.3);
  const share = easy + Math.min(MOST_MORE, Math.max(0, far - NEARLY) * MORE);
  // A small part of the whole turn.
  for (let k = 0; k < 3; k++) turn[k] *= share;
  turn[3] = Math.sqrt(Math.max(0, 1 - turn[0] ** 2 - turn[1] ** 2 - turn[2] ** 2));
  multiply(turn, 0, rotations, arm.shoulder * 4, rotations, arm.shoulder * 4);
  frame.solve(body, stance, arm.upper, arm.upper + 1);
  frame.solve(body, stance, arm.lower, arm.lower + 1);
  frame.solve(body, stance, arm.end, arm.end + 1);
}

/**
 * Arms differ: those of the wearer may be a little longer than the figure's, which then is. A hand that is out of reach
 * even so is drawn back to where the arm is nearly straight, without a jerk.
 */
function stretch({ places: p }: Frame, body: Body, { upper, lower, end, wrist }: Arm, longest: number): void {
  const u = upper * 3;
  const length = body.upperArm + body.lowerArm;
  const easy = length * (1 - SOFT);
  const far = Math.hypot(wrist[0] - p[u], wrist[1] - p[u + 1], wrist[2] - p[u + 2]);
  if (far <= easy) return;
  const longer = Math.min(longest, far / easy);
  for (let k = 0; k < 3; k++) {
    const bone = p[end * 3 + k] - p[lower * 3 + k];
    p[lower * 3 + k] = p[u + k] + (p[lower * 3 + k] - p[u + k]) * longer;
    p[end * 3 + k] = p[lower * 3 + k] + bone * longer;
  }
  if (far <= easy * longest) return;
  const most = length * longest;
  const share = (most - most * SOFT * Math.exp((easy * longest - far) / (most * SOFT))) / far;
  for (let k = 0; k < 3; k++) wrist[k] = p[u + k] + (wrist[k] - p[u + k]) * share;
}

/**
 * Elbows point down and a little out and back; out when the hand is before the chest or high; and to where the wrist
 * would be straight.
 */
function elbow({ places: p, rotations }: Frame, body: Body, { upper, side, wrist, hand }: Arm): void {
  const u = upper * 3;
  const across = (wrist[0] - p[u]) * -side; // the hand on the other side of its shoulder
  const high = wrist[1] - p[u + 1];
  pole[0] = side * (0.35 + Math.max(0, across) * 2.4 + Math.max(0, high) * 1.4);
  pole[1] = -1;
  pole[2] = 0.45 - Math.max(0, high) * 0.6;
  rotate(rotations, CHEST, pole, 0, pole, 0);
  unit(pole, 0);
  at[0] = -side;
  at[1] = at[2] = 0;
  rotate(hand, 0, at, 0, at, 0); // from the hand up the arm
  for (let k = 0; k < 3; k++) {
    const middle = (p[u + k] - wrist[k]) / 2 / body.lowerArm;
    pole[k] += (at[k] - middle) * STRAIGHT_WRIST;
  }
}

/** Rolls the upper arm until the forearm lies before it, where an elbow bends to; the forearm bends from there. */
function hinge({ places: p, rotations }: Frame, { upper, lower, end, side }: Arm): void {
  for (let k = 0; k < 3; k++) forearm[k] = p[end * 3 + k] - p[lower * 3 + k];
  unit(forearm, 0);
  back(rotations, upper * 4, forearm, at);
  if (Math.hypot(at[1], at[2]) < 1e-4) return;
  about(1, 0, 0, Math.atan2(at[1], -at[2]) * ROLL, turn, 0);
  multiply(rotations, upper * 4, turn, 0, rotations, upper * 4);
  back(rotations, upper * 4, forearm, at);
  pole[0] = side;
  pole[1] = pole[2] = 0;
  between(pole, 0, at, 0, turn, 0);
  multiply(rotations, upper * 4, turn, 0, rotations, lower * 4);
}

/** A vector of the figure's frame in a joint's own axes. */
function back(rotations: Numbers, joint4: number, v: Numbers, out: Float64Array): void {
  for (let k = 0; k < 3; k++) turn[k] = -rotations[joint4 + k];
  turn[3] = rotations[joint4 + 3];
  rotate(turn, 0, v, 0, out, 0);
}

/** Half of the hand's roll about the forearm is the forearm's. */
function turnForearm({ rotations, places: p }: Frame, arm: Arm): void {
  relative(rotations, arm.lower * 4, rotations, arm.end * 4, turn, 0);
  about(1, 0, 0, twist(turn, 0, 1, 0, 0) / 2, turn, 0);
  multiply(rotations, arm.lower * 4, turn, 0, rotations, arm.twist * 4);
  for (let k = 0; k < 3; k++) p[arm.twist * 3 + k] = (p[arm.lower * 3 + k] + p[arm.end * 3 + k]) / 2;
}
