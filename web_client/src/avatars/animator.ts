// One person in motion: from what the replica shows of them to the matrices of their joints. All memory is taken once.
import { Field } from '../replica/tracks';
import { LONGEST } from './arms';
import type { Body } from './body';
import type { Clip, ClipSet } from './clips';
import { Feet, IN_HEADSET, ON_FOOT } from './feet';
import { Frame, MATRIX_SIZE, ROW_SIZE, writeRow } from './forward';
import { chance, Gaze } from './gaze';
import { Gestures } from './gestures';
import { Hands } from './hands';
import { Heading } from './heading';
import { facing, wear } from './headset_pose';
import { Locomotion } from './locomotion';
import { Passages } from './passages';
import { about, multiply } from './rotation';
import { BODY_JOINTS, joint, JOINT_COUNT } from './skeleton';
import { Stance } from './stance';
import { keepOffThighs } from './thighs';

const IDLES = ['idle-1', 'idle-2', 'idle-3'];
const IDLE_S = 16; // until another way of standing may come
const IDLE_FADE_S = 1.2;
const SIT_PER_S = 1.3;
const CUT_M = 2.5; // a way in one frame that nobody goes
const HEAD = joint('head') * 3;
const CHEST = joint('chest') * 4;
const OVER_HEAD_M = 0.24; // from the head's joint to above the hair
const STANDS = 0.986; // of the height of the eyes at rest: nobody stands as straight as that
const STANDS_EASE_S = 1.5;
const SMALLEST = 0.9;
const LARGEST = 1.12;
const WANDERING = 0.3; // m/s
const SHRINK_M_S = 0.004;

/** What a figure feels of the world in a frame. */
export interface Sense {
  /** The replica's fields (`Field`) of this member. */
  readonly pose: Float32Array;
  /** Seconds; the same for all. */
  readonly time: number;
  /** What they look at, in the room; null for straight ahead. */
  readonly lookAt: ArrayLike<number> | null;
  /** Until when they speak, seconds. */
  readonly talkingUntil: number;
  /** How far the fingers of tracked hands are bent (`Hands`); null where nobody knows. */
  readonly fingers: ArrayLike<number> | null;
}

const frame = new Frame(); // of the figure that is being moved: one after the other
const turn = new Float64Array(4);

export class Animator {
  readonly heading = new Heading();
  readonly locomotion: Locomotion;
  readonly gestures: Gestures;
  /** The height of what is over the head, metres over the feet. */
  topM: number;
  /** By how much the wearer of a headset is larger than the body. */
  size = 1;
  /** By how much arms may be longer than the body's, so that hands are where the wearer's are. */
  longest = LONGEST;
  private readonly row = new Float32Array(ROW_SIZE);
  private readonly stance = new Stance();
  private readonly gaze: Gaze;
  private readonly support = new Float64Array(2);
  private readonly stand = { x: 0, y: 0, z: 0, yaw: 0, size: 1, support: null as Float64Array | null, longest: LONGEST, eyes: 0 };
  private readonly feet = new Feet();
  private readonly passages: Passages;
  private readonly hands = new Hands();
  private readonly idles: readonly Clip[];
  private readonly sit: Clip;
  private readonly start: number;
  private seat = 0;
  private idle: number;
  private idleBefore: number;
  private idleFade = 1;
  private speed = 0;
  private x = 0;
  private z = 0;
  private jump = -1;
  private tall = 0;
  /** How high the eyes are as the clips have it, metres. */
  private stands: number;
  private known = false;

  constructor(
    clips: ClipSet,
    readonly body: Body,
    private readonly seed: number,
  ) {
    this.locomotion = new Locomotion(clips, body);
    this.gestures = new Gestures(clips, body);
    this.passages = new Passages(clips, body);
    this.gaze = new Gaze(seed);
    this.idles = IDLES.map((name) => clips.get(name));
    this.sit = clips.get('sit');
    this.start = chance(seed + 11) * 20;
    this.idle = this.idleBefore = Math.floor(chance(seed) * IDLES.length);
    this.topM = body.eyeHeight + 0.16;
    this.stands = body.eyeHeight * STANDS;
  }

  get phase(): number {
    return this.locomotion.phase;
  }

  /** m/s over the floor. */
  get pace(): number {
    return this.speed;
  }

  get seated(): boolean {
    return this.seat > 0.5;
  }

  /** One frame of somebody who is drawn with joints. */
  step(sense: Sense, seconds: number, level: 'near' | 'middle'): void {
    this.move(sense, seconds);
    this.pose(sense, seconds, level === 'near');
  }

  /** Where the body goes, how the legs move: all that a far figure needs. `seconds` since the last call. */
  move(sense: Sense, seconds: number): void {
    const { pose } = sense;
    const met = this.known;
    this.follow(pose);
    const vx = pose[Field.velocityX], vz = pose[Field.velocityZ];
    const headset = pose[Field.headset] === 1;
    // Under a headset heads wander over feet that stand; it takes a pace to make it walking.
    const share = headset ? Math.min(1, Math.max(0, (this.pace - WANDERING) / 0.2)) : 1;
    this.heading.step(headset ? facing(pose) : pose[Field.yaw], vx * share, vz * share, seconds);
    const { yaw, turning } = this.heading;
    const forward = -vx * Math.sin(yaw) - vz * Math.cos(yaw);
    const right = vx * Math.cos(yaw) - vz * Math.sin(yaw);
    this.locomotion.step(forward * share, right * share, turning, seconds);
    this.sitOrStand(pose[Field.seated] === 1 ? 1 : 0, met, seconds);
    if (sense.talkingUntil > sense.time) this.gestures.play('talk', sense.talkingUntil - sense.time);
    this.gestures.step(seconds);
  }

  /** Who is met on a seat was sitting there; others sit down. */
  private sitOrStand(sits: number, met: boolean, seconds: number): void {
    this.passages.step(sits === 1, this.locomotion, seconds);
    const most = met ? SIT_PER_S * seconds : 1;
    this.seat += Math.max(-most, Math.min(most, sits - this.seat));
  }

  /** After `move`: all joints, into the row. Middle figures have still fingers and free feet. */
  pose(sense: Sense, seconds: number, near: boolean): void {
    const { pose, time } = sense;
    const count = near ? JOINT_COUNT : BODY_JOINTS;
    this.hold(time, seconds, count);
    if (pose[Field.headset] !== 1) this.passages.apply(this.stance, count);
    this.gestures.apply(this.stance, count);
    this.look(sense, seconds);
    if (near) this.hands.step(pose, this.stance, seconds, sense.fingers);
    if (pose[Field.headset] === 1) this.wearHeadset(pose, seconds);
    else frame.solve(this.body, this.stance, 0, count);
    this.plant(pose, seconds);
    if (pose[Field.headset] !== 1) keepOffThighs(frame, this.body, this.stance, count);
    this.topM = (frame.places[HEAD + 1] + OVER_HEAD_M * this.body.scale) * this.size;
    writeRow(this.body, frame, this.row, 0, near);
    if (this.size !== 1) for (let i = 0; i < ROW_SIZE; i++) this.row[i] *= this.size;
  }

  /** The matrices of the last `pose`: 3x4 a joint, row by row, in the figure's frame. */
  write(out: Float32Array, at: number): void {
    out.set(this.row, at);
  }

  /** Where a joint's origin lies in the figure's frame after the last `pose`; for tests and shadows. */
  joint(j: number, out: Float64Array): void {
    const { row } = this;
    const { origins } = this.body;
    const x = origins[j * 3], y = origins[j * 3 + 1], z = origins[j * 3 + 2];
    for (let k = 0; k < 3; k++) {
      const r = j * MATRIX_SIZE + k * 4;
      out[k] = row[r] * x + row[r + 1] * y + row[r + 2] * z + row[r + 3];
    }
  }

  /** Where the replica shows the body; a jump or the first sight cuts. */
  private follow(pose: Float32Array): void {
    const x = pose[Field.x], z = pose[Field.z];
    const dx = x - this.x, dz = z - this.z;
    this.x = x;
    this.z = z;
    this.speed = pose[Field.speed];
    if (this.known && pose[Field.jump] === this.jump && dx * dx + dz * dz <= CUT_M * CUT_M) return;
    this.known = true;
    this.jump = pose[Field.jump];
    this.heading.cut(pose[Field.yaw]);
    this.feet.forget();
  }

  /** Standing, walking or sitting, blended. */
  private hold(time: number, seconds: number, count: number): void {
    const { stance, body, locomotion } = this;
    this.chooseIdle(time, seconds);
    const local = time + this.start;
    const seat = this.seat * this.seat * (3 - 2 * this.seat);
    const moving = locomotion.moving * (1 - seat);
    const still = (1 - locomotion.moving) * (1 - seat);
    stance.clear();
    if (still > 0.002) {
      const fresh = this.idleFade * this.idleFade * (3 - 2 * this.idleFade);
      this.idles[this.idle].add(local, still * fresh, body, stance, 0, count);
      if (fresh < 1) this.idles[this.idleBefore].add(local, still * (1 - fresh), body, stance, 0, count);
    }
    if (moving > 0.002) locomotion.add(moving, stance, count);
    if (seat > 0.002) this.sit.add(local, seat, body, stance, 0, count);
    stance.normalise(count);
    about(1, 0, 0, Math.sin(local * 1.7) * 0.012 * (1 - still), turn, 0);
    multiply(stance.rotations, CHEST, turn, 0, stance.rotations, CHEST);
  }

  private chooseIdle(time: number, seconds: number): void {
    this.idleFade = Math.min(1, this.idleFade + seconds / IDLE_FADE_S);
    const turnOf = Math.floor((time + this.start) / IDLE_S);
    const next = Math.floor(chance(turnOf * 7 + this.seed) * IDLES.length);
    if (next === this.idle || this.idleFade < 1) return;
    this.idleBefore = this.idle;
    this.idle = next;
    this.idleFade = 0;
  }

  private look(sense: Sense, seconds: number): void {
    const { pose, lookAt, time } = sense;
    const headset = pose[Field.headset] === 1;
    const headYaw = shortest(pose[Field.yaw] - this.heading.yaw);
    let yaw = headYaw;
    let pitch = pose[Field.pitch];
    if (lookAt) {
      const dx = lookAt[0] - pose[Field.x], dz = lookAt[2] - pose[Field.z];
      const dy = lookAt[1] - (pose[Field.y] + this.body.eyeHeight);
      yaw = shortest(Math.atan2(-dx, -dz) - this.heading.yaw);
      pitch = Math.atan2(dy, Math.hypot(dx, dz));
      // Heads go part of the way to what the eyes see, if it is before them.
      if (Math.abs(yaw - headYaw) > 1.2) yaw = headYaw;
    }
    const part = lookAt ? 0.4 : 0;
    this.gaze.step(headYaw + (yaw - headYaw) * part, pose[Field.pitch] * 0.8, yaw, pitch, time, seconds);
    if (headset) this.gaze.look(this.stance.rotations);
    else this.gaze.apply(this.stance, 1);
  }

  private wearHeadset(pose: Float32Array, seconds: number): void {
    const { stand } = this;
    const upright = this.seat === 0; // a sitter's head does not tell how tall they are
    if (upright) this.tall = Math.max(this.tall - SHRINK_M_S * seconds, pose[Field.headY] - pose[Field.y]);
    if (this.tall > 0) this.size = Math.max(SMALLEST, Math.min(LARGEST, this.tall / this.stands));
    stand.x = this.x;
    stand.y = pose[Field.y];
    stand.z = this.z;
    stand.yaw = this.heading.yaw;
    stand.size = this.size;
    stand.longest = this.longest;
    stand.support = this.feet.support(this.support) ? this.support : null;
    wear(frame, this.body, this.stance, pose, stand);
    if (upright) this.stands += (stand.eyes - this.stands) * (1 - Math.exp(-seconds / STANDS_EASE_S));
  }

  private plant(pose: Float32Array, seconds: number): void {
    if (pose[Field.headset] !== 1) this.size = 1;
    this.feet.step(
      frame, this.body, this.stance, this.x / this.size, this.z / this.size, this.heading.yaw,
      this.locomotion, seconds, pose[Field.headset] === 1 ? IN_HEADSET : ON_FOOT,
    );
  }
}


function shortest(angle: number): number {
  return Math.atan2(Math.sin(angle), Math.cos(angle));
}
