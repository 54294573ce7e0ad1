// What the tests of the animation share: the real clips, bodies of other proportions, and a person who walks in a straight world.
import { readFileSync } from 'node:fs';
import { Field } from '../replica/tracks';
import { VELOCITY_S } from '../replica/motion';
import { Animator, type Sense } from './animator';
import { type Body, restingBody } from './body';
import type { ClipSet } from './clips';
import { readClips } from './clips_file';
import { joint, JOINTS, REFERENCE_REST } from './skeleton';

const ASSETS = new URL('../../../assets/avatars/', import.meta.url);
export const FPS = 60;

let clips: Promise<ClipSet> | undefined;

/** The clips as they are shipped, read once. */
export function shippedClips(): Promise<ClipSet> {
  clips ??= readClips(bytesOf('clips.glb'));
  return clips;
}

export function bytesOf(file: string): ArrayBuffer {
  const bytes = readFileSync(new URL(file, ASSETS));
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}

/** The reference body with its thighs, shins and arms longer or shorter by these factors. */
export function bodyOf({ thigh = 1, shin = 1, arms = 1 } = {}): Body {
  const rest = REFERENCE_REST.slice();
  const knee = joint('leftLowerLeg') * 3 + 1;
  const ankle = joint('leftFoot') * 3 + 1;
  rest[1] -= rest[knee] * (thigh - 1) + rest[ankle] * (shin - 1);
  for (let j = 0; j < JOINTS.length; j++) {
    if (JOINTS[j].endsWith('LowerLeg')) rest[j * 3 + 1] *= thigh;
    if (JOINTS[j].endsWith('Foot')) rest[j * 3 + 1] *= shin;
    if (/(LowerArm|LowerArmTwist|Hand)$/.test(JOINTS[j])) rest[j * 3] *= arms;
  }
  return restingBody(rest);
}

/** Somebody whose pose the test moves by hand, frame by frame. */
export class Walker {
  readonly pose = new Float32Array(Field.size);
  readonly animator: Animator;
  time = 100;
  lookAt: number[] | null = null;
  talkingUntil = 0;
  fingers: number[] | null = null;
  private readonly place = new Float64Array(3);

  constructor(set: ClipSet, readonly body: Body, seed = 1) {
    this.animator = new Animator(set, body, seed);
    this.pose[Field.head + 3] = this.pose[Field.leftRotation + 3] = this.pose[Field.rightRotation + 3] = 1;
  }

  get sense(): Sense {
    return { pose: this.pose, time: this.time, lookAt: this.lookAt, talkingUntil: this.talkingUntil, fingers: this.fingers };
  }

  /** A frame in which the person goes by `vx`, `vz` (m/s) and turns by `turn` (rad/s). */
  frame(vx = 0, vz = 0, turn = 0, near = true): void {
    const seconds = 1 / FPS;
    this.time += seconds;
    this.pose[Field.x] += vx * seconds;
    this.pose[Field.z] += vz * seconds;
    this.pose[Field.yaw] += turn * seconds;
    this.tell(vx, vz, 1 - Math.exp(-seconds / VELOCITY_S));
    this.animator.step(this.sense, seconds, near ? 'near' : 'middle');
  }

  /** The velocity as the replica tells it: it follows the bare one softly. */
  private tell(vx: number, vz: number, ease: number): void {
    const { pose } = this;
    pose[Field.velocityX] += (vx - pose[Field.velocityX]) * ease;
    pose[Field.velocityZ] += (vz - pose[Field.velocityZ]) * ease;
    pose[Field.speed] = Math.hypot(pose[Field.velocityX], pose[Field.velocityZ]);
  }

  /** A joint in the room. */
  joint(name: string): [number, number, number] {
    this.animator.joint(joint(name), this.place);
    const [x, y, z] = this.place;
    const { yaw } = this.animator.heading;
    const sin = Math.sin(yaw), cos = Math.cos(yaw);
    return [this.pose[Field.x] + x * cos + z * sin, this.pose[Field.y] + y, this.pose[Field.z] - x * sin + z * cos];
  }
}

/** A model's bytes without its pictures, which only a browser can read. */
export function withoutPictures(glb: ArrayBuffer): ArrayBuffer {
  const size = new DataView(glb).getUint32(12, true);
  const json = JSON.parse(new TextDecoder().decode(new Uint8Array(glb, 20, size))) as Record<string, unknown>;
  json['materials'] = (json['materials'] as object[]).map(() => ({}));
  for (const name of ['images', 'textures', 'samplers']) delete json[name];
  const text = new TextEncoder().encode(JSON.stringify(json).padEnd(size, ' '));
  const made = glb.slice(0);
  new Uint8Array(made).set(text.subarray(0, size), 20);
  return made;
}
