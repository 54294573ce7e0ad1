// Where somebody looks: head and eyes towards a point, small jumps of the eyes, lids that blink and follow. Deterministic.
import { about, multiply } from './rotation';
import { joint } from './skeleton';
import type { Stance } from './stance';

const NECK = joint('neck') * 4;
const HEAD = joint('head') * 4;
const EYES = [joint('leftEye') * 4, joint('rightEye') * 4];
const LIDS = [joint('leftUpperEyelid') * 4, joint('rightUpperEyelid') * 4];
const HEAD_YAW = 1.05; // of neck and head together, radians
const HEAD_PITCH = 0.6;
const EYE_YAW = 0.5;
const EYE_PITCH = 0.35;
const CLOSED = 0.6; // a lid's turn when the eye is shut
const BLINK_S = 0.16;
const turn = new Float64Array(4);

/** A number of 0 to 1 that is the same for the same `n`. */
export function chance(n: number): number {
  let h = Math.imul(n ^ 0x9e3779b9, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296;
}

export class Gaze {
  /** Head against body, as it is now, radians: left and up are positive. */
  yaw = 0;
  pitch = 0;
  private eyeYaw = 0;
  private eyePitch = 0;
  private blinkAt: number;
  private blinks = 0;
  private lid = 0;

  constructor(private readonly seed: number) {
    this.blinkAt = chance(seed) * 4;
  }

  /**
   * Moves on. `wantYaw`, `wantPitch`: where the eyes are to go, against the body; `headYaw`, `headPitch`: where the head
   * itself is known to look. The eyes go first and farther than the head.
   */
  step(headYaw: number, headPitch: number, wantYaw: number, wantPitch: number, time: number, seconds: number): void {
    const ease = 1 - Math.exp(-7 * seconds);
    this.yaw += (limit(headYaw, HEAD_YAW) - this.yaw) * ease;
    this.pitch += (limit(headPitch, HEAD_PITCH) - this.pitch) * ease;
    // The eyes rest on one point for a while, then jump a little.
    const look = Math.floor(time * 1.3 + chance(this.seed + 7) * 9);
    const restless = chance(look * 31 + this.seed) - 0.5;
    const upDown = chance(look * 17 + this.seed + 3) - 0.5;
    const quick = 1 - Math.exp(-28 * seconds);
    this.eyeYaw += (limit(wantYaw - this.yaw + restless * 0.09, EYE_YAW) - this.eyeYaw) * quick;
    this.eyePitch += (limit(wantPitch - this.pitch + upDown * 0.05, EYE_PITCH) - this.eyePitch) * quick;
    this.blink(time);
  }

  /** Turns neck, head, eyes and lids of `stance` on top of what the clip does. */
  apply(stance: Stance, share: number): void {
    const q = stance.rotations;
    this.turn(q, NECK, this.yaw * 0.4 * share, this.pitch * 0.35 * share);
    this.turn(q, HEAD, this.yaw * 0.6 * share, this.pitch * 0.65 * share);
    this.look(q);
  }

  /** Eyes and lids alone. */
  look(q: Float32Array): void {
    for (let i = 0; i < EYES.length; i++) this.turn(q, EYES[i], this.eyeYaw, this.eyePitch);
    // A lid goes down with the look.
    const lid = Math.min(CLOSED, Math.max(0, this.lid * CLOSED - this.eyePitch * 0.35));
    about(-1, 0, 0, lid, turn, 0);
    for (let i = 0; i < LIDS.length; i++) multiply(q, LIDS[i], turn, 0, q, LIDS[i]);
  }

  private turn(q: Float32Array, at: number, yaw: number, pitch: number): void {
    about(0, 1, 0, yaw, turn, 0);
    multiply(turn, 0, q, at, q, at);
    about(1, 0, 0, pitch, turn, 0);
    multiply(q, at, turn, 0, q, at);
  }

  private blink(time: number): void {
    if (time > this.blinkAt + 12) this.blinkAt = time; // nobody looked for long
    const since = time - this.blinkAt;
    this.lid = since < 0 || since > BLINK_S ? 0 : Math.sin((Math.PI * since) / BLINK_S) ** 0.6;
    if (since <= BLINK_S) return;
    this.blinks++;
    const next = chance(this.blinks * 13 + this.seed);
    this.blinkAt = time + (next < 0.15 ? 0.12 : 1.8 + next * 4);
  }
}

function limit(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value));
}
