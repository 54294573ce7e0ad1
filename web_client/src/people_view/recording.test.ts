// What was recorded of a headset is met by everybody's figure, and nobody's limbs do what limbs cannot.
import { readFileSync } from 'node:fs';
import { Matrix4, Quaternion, Vector3 } from 'three';
import { beforeAll, describe, expect, it } from 'vitest';
import { Animator } from '../avatars/animator';
import type { Body } from '../avatars/body';
import { MATRIX_SIZE, ROW_SIZE } from '../avatars/forward';
import { FROM_GRIP, GRIP_TO_WRIST } from '../avatars/hands';
import { readModel } from '../avatars/models';
import { multiply, relative, rotate } from '../avatars/rotation';
import { joint } from '../avatars/skeleton';
import { bytesOf, shippedClips, withoutPictures } from '../avatars/testing';
import type { Hand, Pose } from '../protocol/poses';
import { Field } from '../replica/tracks';
import { HZ, MOMENTS, POSES } from './recording';

const SIDES = ['left', 'right'] as const;
type Side = (typeof SIDES)[number];
type Numbers = ArrayLike<number>;
const DEG = 180 / Math.PI;
const SETTLED = HZ; // frames until the feet stand and the size is known
const NEAR_M = 0.01;
const NEAR_DEG = 2;

const clips = await shippedClips();
const people = JSON.parse(readFileSync(new URL('../../../assets/avatars/people.json', import.meta.url), 'utf8')) as {
  people: { id: string; file: string }[];
};

const distance = (a: Numbers, b: Numbers): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
const angle = (a: Numbers, b: Numbers): number =>
  2 * DEG * Math.acos(Math.min(1, Math.abs(a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3])));

/** Somebody who is drawn from the recording, record after record. */
class Figure {
  readonly animator: Animator;
  readonly pose = new Float32Array(Field.size);
  private time = 100;

  constructor(readonly body: Body) {
    this.animator = new Animator(clips, body, 4);
  }

  hear(heard: Pose): void {
    const { pose } = this;
    pose.set([heard.x, 0, heard.z, heard.yaw, 0, heard.y, 1, 0, ...heard.head]);
    this.hearHand(Field.leftTracked, heard.left);
    this.hearHand(Field.rightTracked, heard.right);
    this.time += 1 / HZ;
    this.animator.step({ pose, time: this.time, lookAt: null, talkingUntil: 0, fingers: null }, 1 / HZ, 'near');
  }

  private hearHand(at: number, { tracked, position, rotation }: Hand): void {
    this.pose.set([tracked ? 1 : 0, ...position, ...rotation], at);
  }

  place(name: string): Float64Array {
    const at = Float64Array.from(new Vector3().setFromMatrixPosition(this.frame(name)).toArray());
    rotate(this.upright, 0, at, 0, at, 0);
    for (const [k, field] of [Field.x, Field.y, Field.z].entries()) at[k] += this.pose[field];
    return at;
  }

  rotation(name: string): Float64Array {
    const turn = new Quaternion();
    this.frame(name).decompose(new Vector3(), turn, new Vector3());
    const q = Float64Array.from(turn.toArray());
    multiply(this.upright, 0, q, 0, q, 0);
    return q;
  }

  /** The joint's frame in the figure's: what moves the mesh, without how the mesh is bound. */
  private frame(name: string): Matrix4 {
    const row = new Float32Array(ROW_SIZE);
    this.animator.write(row, 0);
    const moved = row.subarray(joint(name) * MATRIX_SIZE).slice(0, MATRIX_SIZE);
    const bound = new Matrix4().fromArray(this.body.bindInverse, joint(name) * 16).invert();
    return new Matrix4().set(...([...moved, 0, 0, 0, 1] as Parameters<Matrix4['set']>)).multiply(bound);
  }

  /** The rotation of a joint against that of another. */
  local(name: string, above: string): Float64Array {
    const q = new Float64Array(4);
    relative(this.rotation(above), 0, this.rotation(name), 0, q, 0);
    return q;
  }

  private get upright(): Float64Array {
    const { yaw } = this.animator.heading;
    return Float64Array.of(0, Math.sin(yaw / 2), 0, Math.cos(yaw / 2));
  }
}

/** How far the drawn wrist and hand are from those that were heard: metres, degrees. */
function missed(figure: Figure, heard: Pose, side: Side): [number, number] {
  const { position, rotation } = heard[side];
  const out = side === 'left' ? -1 : 1;
  const { size } = figure.animator;
  const wrist = Float64Array.of(out * GRIP_TO_WRIST.back * size, GRIP_TO_WRIST.up * size, 0);
  rotate(rotation, 0, wrist, 0, wrist, 0);
  [heard.x, heard.y, heard.z].forEach((value, k) => (wrist[k] += value + position[k]));
  const hand = new Float64Array(4);
  multiply(rotation, 0, FROM_GRIP[out < 0 ? 0 : 1], 0, hand, 0);
  return [distance(figure.place(`${side}Hand`), wrist), angle(figure.rotation(`${side}Hand`), hand)];
}

describe('the recording', () => {
  it('is of somebody who moves head and hands, with both hands in it throughout', () => {
    expect(POSES.length).toBeGreaterThan(20 * HZ);
    expect(POSES.every(({ headset, left, right }) => headset && left.tracked && right.tracked)).toBe(true);
    const heights = POSES.map(({ y }) => y);
    expect(Math.max(...heights) - Math.min(...heights)).toBeGreaterThan(0.4);
    const reach = POSES.map(({ right }) => Math.hypot(right.position[0], right.position[2]));
    expect(Math.max(...reach)).toBeGreaterThan(0.55);
    expect(Math.max(...POSES.map(({ yaw }) => yaw)) - Math.min(...POSES.map(({ yaw }) => yaw))).toBeGreaterThan(1.5);
    expect(Math.max(...MOMENTS) * HZ).toBeLessThan(POSES.length);
  });
});

describe.each(people.people)('$id', ({ file }) => {
  let body: Body;
  beforeAll(async () => {
    ({ body } = await readModel(withoutPictures(bytesOf(file))));
  });

  /** Each frame of the recording once the figure has settled. */
  function follow(look: (figure: Figure, heard: Pose, second: number) => void): void {
    const figure = new Figure(body);
    for (let i = 0; i < SETTLED; i++) figure.hear(POSES[0]);
    POSES.forEach((heard, i) => {
      figure.hear(heard);
      look(figure, heard, i / HZ);
    });
  }

  it('has head and hands where they were heard', () => {
    follow((figure, heard, second) => {
      const eyes = [0, 1, 2].map((k) => (figure.place('leftEye')[k] + figure.place('rightEye')[k]) / 2);
      expect(distance(eyes, [heard.x, heard.y, heard.z]), `head at ${second} s`).toBeLessThan(NEAR_M);
      expect(angle(figure.rotation('head'), heard.head), `head at ${second} s`).toBeLessThan(NEAR_DEG);
      for (const side of SIDES) {
        const [metres, degrees] = missed(figure, heard, side);
        expect(metres, `${side} hand at ${second} s`).toBeLessThan(NEAR_M);
        expect(degrees, `${side} hand at ${second} s`).toBeLessThan(NEAR_DEG);
      }
    });
  });

  it('bends elbows one way, wrists less than a right angle, and knees forwards', () => {
    follow((figure, _, second) => {
      for (const side of SIDES) {
        const out = side === 'left' ? -1 : 1;
        // Where the forearm points in the upper arm's axes: ahead (-Z) when bent, never behind.
        const forearm = Float64Array.of(out, 0, 0);
        rotate(figure.local(`${side}LowerArm`, `${side}UpperArm`), 0, forearm, 0, forearm, 0);
        expect(forearm[2], `${side} elbow at ${second} s`).toBeLessThan(0.02);
        expect(Math.acos(forearm[0] * out) * DEG, `${side} elbow at ${second} s`).toBeLessThan(150);
        const hand = Float64Array.of(out, 0, 0);
        rotate(figure.local(`${side}Hand`, `${side}LowerArm`), 0, hand, 0, hand, 0);
        expect(Math.acos(hand[0] * out) * DEG, `${side} wrist at ${second} s`).toBeLessThan(90);
      }
    });
  });
});
