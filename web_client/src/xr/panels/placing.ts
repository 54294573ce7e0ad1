// Where panels hang, in the space of who wears the headset: ahead of them and a little below the eyes, following only when
// they have turned or gone away, or at a hand.
import { type Matrix4, type Object3D, Vector3 } from 'three';

export const PLACES = ['front', 'low', 'wrist', 'hand', 'captions'] as const;
export type Place = (typeof PLACES)[number];

/** Metres from the eyes: also for how large the panel is made. */
export const DISTANCE: Readonly<Record<Place, number>> = { front: 1.1, low: 0.75, wrist: 0.45, hand: 0.5, captions: 1.5 };

const BELOW_EYES_M = 0.12;
const ABOVE_EYES_M = 0.3; // the upper edge of a tall panel at most
const CAPTIONS_BELOW_M = 0.5;
const CAPTIONS_GAP = 0.03; // as slopes, below what hangs in front
const STEEP = 0.75; // as far down as one likes to read
const GAP_M = 0.04;
const CLEAR = 0.2; // of what is to be seen beside a panel, as an angle: so much of it that both are in view
const CLEAR_WITHIN_M = 4;
const LOW_TILT = 0.6; // a keyboard leans back
const BELT_BELOW_M = 0.42;
const BELT_M = 0.6;
const ABOVE_HAND_M = 0.07;

const FAR_M = 0.6;
const HIGH_M = 0.35;
const WAIT_S = 0.5;
const GLIDE_S = 0.45;
export const TURNED: Readonly<Record<'panels' | 'captions', number>> = { panels: 0.95, captions: 0.5 };

const LOOK_AT = Math.cos(0.45); // from the middle of the view: a hand that is looked at
const LOOK_AWAY = Math.cos(0.75);
const ARM_M = 0.75;

/** Where the head is, and to which side it looks. */
export interface Facing {
  x: number;
  y: number;
  z: number;
  yaw: number;
}

const wrap = (angle: number): number => Math.atan2(Math.sin(angle), Math.cos(angle));

/** A place ahead of the head that stays where it is until one has turned away or gone off for a while. */
export class Anchor implements Facing {
  x = 0;
  y = 0;
  z = 0;
  yaw = 0;
  private placed = false;
  private away = 0;
  private left = 0;

  constructor(private readonly turned: number) {}

  /** At once, with the next step. */
  reset(): void {
    this.placed = false;
  }

  /** `held`: somebody points at what hangs here; it does not move then. `calm`: it jumps. Whether it moved. */
  step(head: Facing, seconds: number, held: boolean, calm: boolean): boolean {
    if (!this.placed) return this.put(head);
    if (held) {
      this.left = this.away = 0;
      return false;
    }
    if (this.left > 0) return this.glide(head, seconds);
    this.away = this.lost(head) ? this.away + seconds : 0;
    if (this.away < WAIT_S) return false;
    this.away = 0;
    if (calm) return this.put(head);
    this.left = GLIDE_S;
    return this.glide(head, seconds);
  }

  private lost(head: Facing): boolean {
    const far = Math.hypot(head.x - this.x, head.z - this.z) > FAR_M || Math.abs(head.y - this.y) > HIGH_M;
    return far || Math.abs(wrap(head.yaw - this.yaw)) > this.turned;
  }

  private put(head: Facing): boolean {
    this.x = head.x;
    this.y = head.y;
    this.z = head.z;
    this.yaw = head.yaw;
    this.placed = true;
    this.left = this.away = 0;
    return true;
  }

  private glide(head: Facing, seconds: number): boolean {
    const share = Math.min(1, seconds / this.left);
    this.left = Math.max(0, this.left - seconds);
    this.x += (head.x - this.x) * share;
    this.y += (head.y - this.y) * share;
    this.z += (head.z - this.z) * share;
    this.yaw = wrap(this.yaw + wrap(head.yaw - this.yaw) * share);
    return true;
  }
}

/** The yaw of a head by its pose; also of one that looks steeply down, as the top of the head then points ahead. */
export function facing(head: Matrix4, out: Facing): Facing {
  const e = head.elements;
  out.x = e[12];
  out.y = e[13];
  out.z = e[14];
  const down = -e[9]; // of the way ahead, upward
  const top = Math.min(1, Math.max(0, (Math.abs(down) - 0.8) / 0.15)) * (down < 0 ? 1 : -1);
  const level = 1 - Math.abs(top);
  out.yaw = Math.atan2(e[8] * level - e[4] * top, e[10] * level - e[6] * top);
  return out;
}

const eyes = new Vector3();

function ahead(anchor: Facing, yaw: number, distance: number, below: number, out: Vector3): Vector3 {
  const angle = anchor.yaw + yaw;
  return out.set(anchor.x - Math.sin(angle) * distance, anchor.y - below, anchor.z - Math.cos(angle) * distance);
}

/** Turns to the eyes, upright. */
function face(object: Object3D, towards: Vector3, lean = 1): void {
  const { x, y, z } = object.position;
  const level = Math.hypot(towards.x - x, towards.z - z);
  object.rotation.set(-Math.atan2(towards.y - y, level) * lean, Math.atan2(towards.x - x, towards.z - z), 0, 'YXZ');
}

/** What hangs at the same height: metres across and from top to bottom. */
export interface Piece {
  readonly breadth: number;
  readonly tallness: number;
}

/** The angles at which panels stand beside one another, so that the row as a whole is ahead. */
export function row(pieces: readonly Piece[], distance: number): number[] {
  const angles = pieces.map(({ breadth }) => 2 * Math.atan(breadth / 2 / distance));
  const gap = GAP_M / distance;
  const whole = angles.reduce((sum, one) => sum + one, 0) + gap * (pieces.length - 1);
  let from = whole / 2;
  return angles.map((angle) => {
    const middle = from - angle / 2;
    from -= angle + gap;
    return middle;
  });
}

/** Of the upper edge, metres above the eyes: its middle is a little below them, that of a tall one lower. */
export function topFor(tallness: number): number {
  return Math.min(tallness / 2 - BELOW_EYES_M, ABOVE_EYES_M);
}

/** How far a row that is `whole` wide (an angle) stands aside, so that what is at `point` is to be seen past it. */
export function past(anchor: Facing, point: Vector3, whole: number): number {
  const x = point.x - anchor.x;
  const z = point.z - anchor.z;
  const angle = wrap(Math.atan2(-x, -z) - anchor.yaw);
  const needed = whole / 2 + CLEAR;
  if (Math.hypot(x, z) > CLEAR_WITHIN_M || Math.abs(angle) >= needed) return 0;
  return angle >= 0 ? angle - needed : angle + needed;
}

/** What hangs ahead, by the slopes of its lower and upper edge as the eyes see them; `yaw` is where its middle is. */
export interface Covered {
  lower: number;
  upper: number;
  yaw: number;
}

/** `top`: metres above the eyes. */
export function hangInFront(object: Object3D, anchor: Facing, { tallness }: Piece, top: number, yaw: number): void {
  ahead(anchor, yaw, DISTANCE.front, tallness / 2 - top, object.position);
  face(object, eyes.set(anchor.x, anchor.y, anchor.z));
}

/** Below what hangs in front, `lowest` metres below the eyes there; within reach, leaning back. The slope of its lower edge. */
export function hangLow(object: Object3D, anchor: Facing, { tallness }: Piece, lowest: number, yaw: number): number {
  const distance = DISTANCE.low;
  const edge = (Math.max(lowest, BELOW_EYES_M) + GAP_M) * (distance / DISTANCE.front);
  const upright = (tallness / 2) * Math.cos(LOW_TILT);
  const nearer = (tallness / 2) * Math.sin(LOW_TILT);
  ahead(anchor, yaw, distance - nearer, edge + upright, object.position);
  object.rotation.set(-LOW_TILT, anchor.yaw + yaw, 0, 'YXZ');
  return (edge + 2 * upright) / (distance - 2 * nearer);
}

/** At the lower edge of the view; where something hangs before that, below it, and above it if that were too far down. */
export function hangCaptions(object: Object3D, anchor: Facing, { tallness }: Piece, covered: Covered | null): void {
  const distance = DISTANCE.captions;
  let below = CAPTIONS_BELOW_M;
  if (covered && Math.abs(wrap(covered.yaw - anchor.yaw)) < TURNED.captions + CLEAR) {
    const under = (covered.lower + CAPTIONS_GAP) * distance + tallness / 2;
    const over = (covered.upper - CAPTIONS_GAP) * distance - tallness / 2;
    below = covered.lower > STEEP ? over : Math.max(below, under);
  }
  ahead(anchor, 0, distance, below, object.position);
  face(object, eyes.set(anchor.x, anchor.y, anchor.z));
}

/** Where there is no hand to be at: at the belt, for one who looks down. */
export function hangAtBelt(object: Object3D, anchor: Facing): void {
  ahead(anchor, 0, BELT_M, BELT_BELOW_M, object.position);
  face(object, eyes.set(anchor.x, anchor.y, anchor.z));
}

/** Just above the hand, towards the eyes. */
export function hangAtHand(object: Object3D, hand: Vector3, head: Facing, { tallness }: Piece): void {
  object.position.set(hand.x, hand.y + ABOVE_HAND_M + tallness / 2, hand.z);
  face(object, eyes.set(head.x, head.y, head.z));
}

const way = new Vector3();

/** The hand is within an arm's length and looked at; `before`: it was, and is until the eyes go well away from it. */
export function lookedAt(head: Matrix4, hand: Vector3, before: boolean): boolean {
  const e = head.elements;
  way.set(hand.x - e[12], hand.y - e[13], hand.z - e[14]);
  const distance = way.length();
  if (distance > ARM_M || distance === 0) return false;
  const along = -(way.x * e[8] + way.y * e[9] + way.z * e[10]) / distance;
  return along > (before ? LOOK_AWAY : LOOK_AT);
}

