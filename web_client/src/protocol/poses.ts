// Pose records of PROTOCOL.md P-4, read into and written from one reusable object: nothing is allocated per record.
import {
  EYE_HEIGHT_M,
  HAND_RANGE_M,
  HELD_ROTATION_BITS,
  HELD_SCALE_BITS,
  HELD_SCALE_MAX,
  HELD_SCALE_STEPS,
  HELD_UNIT_M,
  HELD_X_BITS,
  HELD_Y_BITS,
  PITCH_BITS,
  REACTION_BITS,
  ROTATION_BITS,
  SLOT_BITS,
  UNIT_M,
  X_BITS,
  Y_BITS,
  YAW_BITS,
} from './generated';
import { packRotation, unpackRotation, yawOf } from './quaternion';

const SLOT_MASK = (1 << SLOT_BITS) - 1;
const X_MASK = (1 << X_BITS) - 1;
const Y_MASK = (1 << Y_BITS) - 1;
const YAW_STEPS = 1 << YAW_BITS;
const PITCH_MAX = (1 << PITCH_BITS) - 1;
const ROTATION_MASK = 0x1fffffff;
const PER_M = Math.round(1 / UNIT_M);
const HAND_ZERO = 128;
const REACTION_MASK = (1 << REACTION_BITS) - 1;
const TURN = 2 * Math.PI;
const HELD_PER_M = Math.round(1 / HELD_UNIT_M);
const HELD_X_MASK = (1 << HELD_X_BITS) - 1;
const HELD_Y_MASK = (1 << HELD_Y_BITS) - 1;
const SCALE_MASK = (1 << HELD_SCALE_BITS) - 1;
const SCALE_RANGE = 2 * Math.log2(HELD_SCALE_MAX);
const CARRIED = 1 << (16 + SLOT_BITS);

/** A hand; `position` is relative to the head in the room's axes, metres. */
export class Hand {
  tracked = false;
  readonly position = new Float64Array(3);
  readonly rotation = new Float64Array([0, 0, 0, 1]);
}

/**
 * One member's pose. For a screen or far member `x y z` is the floor point; for a headset member it
 * is the head, and `head`, `left` and `right` hold. Metres, radians.
 */
export class Pose {
  slot = 0;
  x = 0;
  y = 0;
  z = 0;
  yaw = 0;
  pitch = 0;
  jump = 0;
  seated = false;
  headset = false;
  readonly head = new Float64Array([0, 0, 0, 1]);
  readonly left = new Hand();
  readonly right = new Hand();
}

/**
 * A held exhibit's record. `position` (of its origin, metres) and `scale` hold while it is `carried`;
 * what is not stands in its own place and size, and is read with the position 0 and the scale 1.
 */
export class Held {
  index = 0;
  slot = 0;
  readonly rotation = new Float64Array([0, 0, 0, 1]);
  carried = false;
  readonly position = new Float64Array(3);
  scale = 1;
}

/** A reaction's record (G-1); `reaction` is one of `Reaction`, or one that a newer server knows. */
export class Reacted {
  slot = 0;
  reaction = 0;
}

/** `bounds.min` of the room in which positions lie (P-1), and its `max`, to which what is written is kept. */
export interface Box {
  readonly min: ArrayLike<number>;
  readonly max: ArrayLike<number>;
}

function quantise(value: number, min: number, max: number, mask: number, perM = PER_M): number {
  const kept = Math.min(Math.max(value, min), max);
  return Math.min(mask, Math.max(0, Math.round((kept - min) * perM)));
}

function readPlace(low: number, high: number, box: Box, out: Pose): void {
  out.slot = low & SLOT_MASK;
  out.x = box.min[0] + ((low >>> 13) & X_MASK) * UNIT_M;
  out.y = box.min[1] + ((low >>> 27) | (((high >>> 14) & 31) << 5)) * UNIT_M;
  out.z = box.min[2] + (high & X_MASK) * UNIT_M;
}

/** Reads a far record (8 bytes). A far headset member reads like a screen member (P-8). */
export function readFar(view: DataView, at: number, box: Box, out: Pose): void {
  const high = view.getUint32(at + 4, true);
  readPlace(view.getUint32(at, true), high, box, out);
  const yaw = (((high >>> 19) & (YAW_STEPS - 1)) / YAW_STEPS) * TURN;
  out.yaw = yaw > Math.PI ? yaw - TURN : yaw;
  out.jump = high >>> 29;
  out.pitch = 0;
  out.seated = false;
  out.headset = false;
}

/** Reads a screen member's record (12 bytes). */
export function readDesktop(view: DataView, at: number, box: Box, out: Pose): void {
  readFar(view, at, box, out);
  const word = view.getUint32(at + 8, true);
  out.pitch = ((word & PITCH_MAX) / PITCH_MAX - 0.5) * Math.PI;
  out.seated = ((word >>> 9) & 1) === 1;
}

function readHand(out: Hand, tracked: number, rotation: number, x: number, y: number, z: number): void {
  out.tracked = tracked === 1;
  if (!out.tracked) return;
  unpackRotation(rotation & ROTATION_MASK, ROTATION_BITS, out.rotation);
  out.position[0] = (x - HAND_ZERO) * UNIT_M;
  out.position[1] = (y - HAND_ZERO) * UNIT_M;
  out.position[2] = (z - HAND_ZERO) * UNIT_M;
}

/** Reads a headset member's record (24 bytes). */
export function readHeadset(view: DataView, at: number, box: Box, out: Pose): void {
  const w1 = view.getUint32(at + 4, true);
  const w2 = view.getUint32(at + 8, true);
  const w3 = view.getUint32(at + 12, true);
  const w4 = view.getUint32(at + 16, true);
  const w5 = view.getUint32(at + 20, true);
  readPlace(view.getUint32(at, true), w1, box, out);
  unpackRotation(w2 & ROTATION_MASK, ROTATION_BITS, out.head);
  out.yaw = yawOf(out.head);
  out.pitch = 0;
  out.jump = w2 >>> 29;
  out.seated = w3 >>> 31 === 1;
  out.headset = true;
  readHand(out.left, (w3 >>> 29) & 1, w3, w5 & 255, (w5 >>> 8) & 255, (w5 >>> 16) & 255);
  const z = (w1 >>> 27) | ((w4 >>> 29) << 5);
  readHand(out.right, (w3 >>> 30) & 1, w4, w5 >>> 24, (w1 >>> 19) & 255, z);
}

/** Reads a held exhibit's record (16 bytes). */
export function readHeld(view: DataView, at: number, box: Box, out: Held): void {
  const word = view.getUint32(at, true);
  out.index = word & 0xffff;
  out.slot = (word >>> 16) & SLOT_MASK;
  unpackRotation(view.getUint32(at + 4, true), HELD_ROTATION_BITS, out.rotation);
  out.carried = (word & CARRIED) !== 0;
  if (out.carried) {
    const xy = view.getUint32(at + 8, true);
    const zs = view.getUint32(at + 12, true);
    out.position[0] = box.min[0] + (xy & HELD_X_MASK) * HELD_UNIT_M;
    out.position[1] = box.min[1] + (xy >>> HELD_X_BITS) * HELD_UNIT_M;
    out.position[2] = box.min[2] + (zs & HELD_X_MASK) * HELD_UNIT_M;
    out.scale = 2 ** ((((zs >>> HELD_X_BITS) & SCALE_MASK) / HELD_SCALE_STEPS - 0.5) * SCALE_RANGE);
  } else {
    out.position.fill(0);
    out.scale = 1;
  }
}

/** Reads a reaction's record (4 bytes). */
export function readReaction(view: DataView, at: number, out: Reacted): void {
  const word = view.getUint32(at, true);
  out.slot = word & SLOT_MASK;
  out.reaction = (word >>> SLOT_BITS) & REACTION_MASK;
}

/** Writes a reaction's record (4 bytes). */
export function writeReaction(view: DataView, at: number, reacted: Reacted): void {
  view.setUint32(at, reacted.slot | (reacted.reaction << SLOT_BITS), true);
}

/** Writes a screen member's record (12 bytes). */
export function writeDesktop(view: DataView, at: number, box: Box, pose: Pose): void {
  const y = quantise(pose.y, box.min[1], box.max[1], Y_MASK);
  const x = quantise(pose.x, box.min[0], box.max[0], X_MASK);
  const z = quantise(pose.z, box.min[2], box.max[2], X_MASK);
  const yaw = Math.round((pose.yaw / TURN) * YAW_STEPS) & (YAW_STEPS - 1);
  const pitch = Math.min(PITCH_MAX, Math.max(0, Math.round((pose.pitch / Math.PI + 0.5) * PITCH_MAX)));
  view.setUint32(at, (pose.slot | (x << 13) | (y << 27)) >>> 0, true);
  view.setUint32(at + 4, (z | ((y >>> 5) << 14) | (yaw << 19) | ((pose.jump & 7) << 29)) >>> 0, true);
  view.setUint32(at + 8, pitch | (pose.seated ? 1 << 9 : 0), true);
}

function handPart(value: number): number {
  const kept = Math.min(HAND_RANGE_M, Math.max(-HAND_RANGE_M, value));
  return Math.round(kept * PER_M) + HAND_ZERO;
}

/** Writes a headset member's record (24 bytes). */
export function writeHeadset(view: DataView, at: number, box: Box, pose: Pose): void {
  const { left, right } = pose;
  const y = quantise(pose.y, box.min[1], box.max[1], Y_MASK);
  const x = quantise(pose.x, box.min[0], box.max[0], X_MASK);
  const z = quantise(pose.z, box.min[2], box.max[2], X_MASK);
  const rightY = right.tracked ? handPart(right.position[1]) : 0;
  const rightZ = right.tracked ? handPart(right.position[2]) : 0;
  const rightX = right.tracked ? handPart(right.position[0]) : 0;
  const w1 = z | ((y >>> 5) << 14) | (rightY << 19) | ((rightZ & 31) << 27);
  const flags = (left.tracked ? 1 << 29 : 0) | (right.tracked ? 1 << 30 : 0) | (pose.seated ? 1 << 31 : 0);
  const w3 = (left.tracked ? packRotation(left.rotation, ROTATION_BITS) : 0) | flags;
  const w4 = (right.tracked ? packRotation(right.rotation, ROTATION_BITS) : 0) | ((rightZ >>> 5) << 29);
  let w5 = rightX << 24;
  for (let i = 0; i < 3 && left.tracked; i++) w5 |= handPart(left.position[i]) << (8 * i);
  view.setUint32(at, (pose.slot | (x << 13) | (y << 27)) >>> 0, true);
  view.setUint32(at + 4, w1 >>> 0, true);
  view.setUint32(at + 8, (packRotation(pose.head, ROTATION_BITS) | ((pose.jump & 7) << 29)) >>> 0, true);
  view.setUint32(at + 12, w3 >>> 0, true);
  view.setUint32(at + 16, w4 >>> 0, true);
  view.setUint32(at + 20, w5 >>> 0, true);
}

function scaleSteps(scale: number): number {
  const steps = Math.round((Math.log2(scale) / SCALE_RANGE + 0.5) * HELD_SCALE_STEPS);
  return Math.min(HELD_SCALE_STEPS, Math.max(0, steps));
}

/** Writes a held exhibit's record (16 bytes); a position is kept inside the bounds, a scale in its range. */
export function writeHeld(view: DataView, at: number, box: Box, held: Held): void {
  let xy = 0;
  let zs = 0;
  if (held.carried) {
    const { position } = held;
    const y = quantise(position[1], box.min[1], box.max[1], HELD_Y_MASK, HELD_PER_M);
    xy = quantise(position[0], box.min[0], box.max[0], HELD_X_MASK, HELD_PER_M) | (y << HELD_X_BITS);
    const z = quantise(position[2], box.min[2], box.max[2], HELD_X_MASK, HELD_PER_M);
    zs = z | (scaleSteps(held.scale) << HELD_X_BITS);
  }
  view.setUint32(at, (held.index | (held.slot << 16) | (held.carried ? CARRIED : 0)) >>> 0, true);
  view.setUint32(at + 4, packRotation(held.rotation, HELD_ROTATION_BITS), true);
  view.setUint32(at + 8, xy >>> 0, true);
  view.setUint32(at + 12, zs >>> 0, true);
}

/** The floor under a headset member where only the head is known (P-8). */
export function floorUnder(headY: number, floor: number): number {
  return Math.max(floor, headY - EYE_HEIGHT_M);
}
