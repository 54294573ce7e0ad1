// Feet that stay where they stand: the ball of a foot that carries weight keeps its place on the floor while the body goes
// over it; a foot that swings goes back to where its clip has it. Who has come to rest elsewhere than over their feet
// steps after it, one foot at a time. Legs that are of other lengths than the clips' still end on the floor.
import { angleBetween } from '../replica/slerp';
import type { Body } from './body';
import type { Frame } from './forward';
import { type Limb, reach } from './ik';
import { about, multiply, rotate } from './rotation';
import { joint, JOINT_COUNT } from './skeleton';
import type { Stance } from './stance';

const LEGS: readonly Limb[] = ['left', 'right'].map((side) => {
  return { upper: joint(`${side}UpperLeg`), lower: joint(`${side}LowerLeg`), end: joint(`${side}Foot`) };
});
const TOES = ['left', 'right'].map((side) => joint(`${side}Toes`));
const HEEL_M = 0.055; // behind the ankle
const EASE_S = 0.07; // in which most of what a held foot was away is made good once it swings
const TOO_FAR_M = 0.48; // no leg is left so far behind
const STEP_S = 0.34;
const LIFT_M = 0.07;
const RISE_PER_S = 6; // how soon hips that had to sink are up again
const GROUND_PER_S = 22;
const CLEAR_M = 0.04; // between the floor and a foot in the middle of its swing, at the least
const STRETCH = 0.998;
const STANDING = 0.12; // a share of walking below which both feet stand

/** What a walker's legs are about: `Locomotion` tells it, and tests. */
export interface Steps {
  /** The share of walking, 0 to 1. */
  readonly moving: number;
  /** How far the left (0) or right (1) foot is through its swing, 0 to 1; below 0 it carries weight. */
  swing(foot: number): number;
}

/** How far a stander's foot may be from its place before it steps there: metres, radians. */
export interface Patience {
  readonly metres: number;
  readonly radians: number;
}
export const ON_FOOT: Patience = { metres: 0.07, radians: 0.45 };
/** Who wears a headset leans and looks about over feet that stay. */
export const IN_HEADSET: Patience = { metres: 0.24, radians: 0.8 };

/** The steps of a clip alone at this share of its cycle: a foot stands for `duty` of it, the right one half a cycle later. */
export function stepsOf({ duty }: { readonly duty: number }, phase: number): Steps {
  const swing = (foot: number): number => {
    const local = (phase + foot * 0.5) % 1;
    return duty >= 1 || local < duty ? -1 : (local - duty) / (1 - duty);
  };
  return { moving: duty < 1 ? 1 : 0, swing };
}

class Foot {
  held = false;
  /** Where its ball is held, in the room, and its heading. */
  x = 0;
  z = 0;
  yaw = 0;
  /** What is left of the difference between hold and clip after letting go: metres in the room, radians. */
  offX = 0;
  offZ = 0;
  offYaw = 0;
  /** Seconds of a step from the hold to the clip's place; below 0: none. */
  stepping = -1;
  /** What brings its sole to the floor, metres. */
  ground = 0;
  /** The clip's ball in the room. */
  clipX = 0;
  clipZ = 0;
  /** Where the ankle is to be, in the figure's frame, and the foot's turn against the clip. */
  readonly ankle = new Float64Array(3);
  turn = 0;
}

const at = new Float64Array(3);
const pole = new Float64Array(3);
const turn = new Float64Array(4);
let lift = 0;

export class Feet {
  /** By how much the hips had to sink so that both feet reach the floor, metres. */
  drop = 0;
  private readonly feet = [new Foot(), new Foot()];

  /** Teleported: whatever was held is behind. */
  forget(): void {
    this.drop = 0;
    for (let i = 0; i < 2; i++) {
      const foot = this.feet[i];
      foot.held = false;
      foot.offX = foot.offZ = foot.offYaw = 0;
      foot.stepping = -1;
    }
  }

  /** The middle between the feet in the room, x and z, as they were last put; false if they are not yet. */
  support(out: Float64Array): boolean {
    const a = this.feet[0], b = this.feet[1];
    if (!a.held || !b.held) return false;
    out[0] = (a.x + b.x) / 2;
    out[1] = (a.z + b.z) / 2;
    return true;
  }

  /** Corrects hips and legs of a solved frame; the figure stands at `x`, `z` with heading `yaw` in the room. */
  step(
    frame: Frame, body: Body, stance: Stance, x: number, z: number, yaw: number,
    steps: Steps, seconds: number, patience = ON_FOOT,
  ): void {
    const sin = Math.sin(yaw), cos = Math.cos(yaw);
    let drop = 0;
    for (let i = 0; i < 2; i++) {
      const foot = this.feet[i];
      const b = TOES[i] * 3;
      foot.clipX = x + frame.places[b] * cos + frame.places[b + 2] * sin;
      foot.clipZ = z - frame.places[b] * sin + frame.places[b + 2] * cos;
      const swing = steps.moving < STANDING ? -1 : steps.swing(i);
      if (swing < 0) this.hold(foot, this.feet[1 - i], yaw, steps, seconds, patience);
      else release(foot, yaw);
      fade(foot, seconds * Math.min(1, Math.max(0, swing) * 5));
      aim(foot, yaw);
      const dx = at[0] - foot.clipX, dz = at[2] - foot.clipZ;
      const clear = swing < 0 ? 0 : CLEAR_M * Math.sin(Math.PI * swing) ** 0.5;
      aimAnkle(frame, body, foot, i, dx * cos - dz * sin, dx * sin + dz * cos, clear, seconds);
      drop = Math.max(drop, tooHigh(frame, body, foot, i));
    }
    this.drop = Math.max(drop, this.drop * Math.exp(-RISE_PER_S * seconds));
    if (this.drop > 1e-5) sink(frame, stance, this.drop);
    for (let i = 0; i < 2; i++) put(frame, body, stance, this.feet[i], i);
  }

  private hold(foot: Foot, other: Foot, yaw: number, steps: Steps, seconds: number, patience: Patience): void {
    if (!foot.held) {
      foot.held = true;
      foot.yaw = yaw + foot.offYaw;
      foot.x = foot.clipX + foot.offX;
      foot.z = foot.clipZ + foot.offZ;
      foot.offX = foot.offZ = foot.offYaw = 0;
      foot.stepping = -1;
    }
    const stands = steps.moving < STANDING;
    let away = Math.hypot(foot.x - foot.clipX, foot.z - foot.clipZ);
    if (away > 2 * TOO_FAR_M) {
      land(foot, yaw); // nobody looked for a while
      away = 0;
    }
    const turned = Math.abs(angleBetween(foot.yaw, yaw));
    if (foot.stepping >= 0) {
      foot.stepping += seconds;
      if (foot.stepping >= STEP_S) land(foot, yaw);
    } else if (away > TOO_FAR_M) foot.stepping = 0;
    else if (stands && other.stepping < 0 && (away > patience.metres || turned > patience.radians)) foot.stepping = 0;
  }
}

function land(foot: Foot, yaw: number): void {
  foot.x = foot.clipX;
  foot.z = foot.clipZ;
  foot.yaw = yaw;
  foot.stepping = -1;
}

function release(foot: Foot, yaw: number): void {
  if (!foot.held) return;
  aim(foot, yaw); // also out of the middle of a step
  foot.offX = at[0] - foot.clipX;
  foot.offZ = at[2] - foot.clipZ;
  foot.offYaw = at[1];
  foot.held = false;
  foot.stepping = -1;
  if (Math.hypot(foot.offX, foot.offZ) > 2 * TOO_FAR_M) foot.offX = foot.offZ = foot.offYaw = 0;
}

function fade(foot: Foot, seconds: number): void {
  const left = Math.exp(-seconds / EASE_S);
  foot.offX *= left;
  foot.offZ *= left;
  foot.offYaw *= left;
}

/** Where the foot's ball is to be in the room, into `at` (x, turn against the body's heading, z); its lift into `lift`. */
function aim(foot: Foot, yaw: number): void {
  lift = 0;
  if (!foot.held) {
    at[0] = foot.clipX + foot.offX;
    at[1] = foot.offYaw;
    at[2] = foot.clipZ + foot.offZ;
    return;
  }
  const t = Math.max(0, Math.min(1, foot.stepping / STEP_S));
  const s = t * t * (3 - 2 * t);
  at[0] = foot.x + (foot.clipX - foot.x) * s;
  at[1] = angleBetween(yaw, foot.yaw) * (1 - s);
  at[2] = foot.z + (foot.clipZ - foot.z) * s;
  if (t > 0) lift = Math.sin(Math.PI * t) * LIFT_M * Math.min(1, Math.hypot(foot.x - foot.clipX, foot.z - foot.clipZ) * 6 + 0.3);
}

/** The ankle's place that brings the ball by `dx`, `dz` (figure's frame) and `at[1]` round, its sole to the floor. */
function aimAnkle(frame: Frame, body: Body, foot: Foot, i: number, dx: number, dz: number, clear: number, seconds: number): void {
  const { places: p } = frame;
  const e = LEGS[i].end * 3, b = TOES[i] * 3;
  foot.turn = at[1];
  const low = sole(frame, body, i);
  const wanted = foot.held ? -low : Math.max(0, -low);
  foot.ground += (wanted - foot.ground) * (1 - Math.exp(-GROUND_PER_S * seconds));
  const sin = Math.sin(foot.turn), cos = Math.cos(foot.turn);
  const x = p[e] - p[b], z = p[e + 2] - p[b + 2];
  foot.ankle[0] = p[b] + dx + x * cos + z * sin;
  foot.ankle[1] = p[e + 1] + Math.max(foot.ground, clear - low) + lift;
  foot.ankle[2] = p[b + 2] + dz - x * sin + z * cos;
}

/** How high the lowest point of the sole is over the floor, metres. */
function sole(frame: Frame, body: Body, i: number): number {
  const { places: p, rotations } = frame;
  const e = LEGS[i].end, b = TOES[i] * 3;
  pole[0] = 0;
  pole[1] = -body.ankleHeight;
  pole[2] = HEEL_M * body.scale;
  rotate(rotations, e * 4, pole, 0, pole, 0);
  return Math.min(p[e * 3 + 1] + pole[1], p[b + 1] - (body.ankleHeight + body.rest[b + 1]));
}

/** By how much the hip is too high over this foot's goal for the leg to reach it. */
function tooHigh(frame: Frame, body: Body, foot: Foot, i: number): number {
  const h = LEGS[i].upper * 3;
  const { places: p } = frame;
  const length = (body.thigh + body.shin) * STRETCH;
  const x = foot.ankle[0] - p[h], z = foot.ankle[2] - p[h + 2];
  const up = Math.sqrt(Math.max(0, length * length - x * x - z * z));
  return p[h + 1] - foot.ankle[1] - up;
}

function sink(frame: Frame, stance: Stance, drop: number): void {
  stance.hips[1] -= drop;
  for (let j = 0; j < JOINT_COUNT; j++) frame.places[j * 3 + 1] -= drop;
}

/** The ankle to where it is to be; the knee stays on the side on which the clip has it, and forwards. */
function put(frame: Frame, body: Body, stance: Stance, foot: Foot, i: number): void {
  const leg = LEGS[i];
  const { places: p, rotations: q } = frame;
  for (let k = 0; k < 3; k++) pole[k] = p[leg.lower * 3 + k] - (p[leg.upper * 3 + k] + p[leg.end * 3 + k]) / 2;
  pole[2] = Math.min(pole[2], 0) - 0.02;
  pole[0] -= Math.sin(foot.turn) * 0.03;
  for (let k = 0; k < 4; k++) turn[k] = q[leg.end * 4 + k];
  reach(frame, leg, foot.ankle, pole);
  about(0, 1, 0, foot.turn, round, 0);
  multiply(round, 0, turn, 0, q, leg.end * 4);
  frame.solve(body, stance, TOES[i], TOES[i] + 1);
}
const round = new Float64Array(4);
