// A body from a head and two hands, against poses whose answer is known.
import { describe, expect, it } from 'vitest';
import { Field } from '../replica/tracks';
import { LONGEST } from './arms';
import { ROW_SIZE } from './forward';
import { about, multiply, rotate } from './rotation';
import { joint } from './skeleton';
import { bodyOf, FPS, shippedClips, Walker } from './testing';

const clips = await shippedClips();
type Point = [number, number, number];
const HANDS = { left: Field.leftTracked, right: Field.rightTracked } as const;
type Side = keyof typeof HANDS;

/** Grips (as WebXR has them) by how hands are held: fingers forwards, palm inwards is no turn about the upright at all. */
function grip(x: number, y: number, z: number): Float64Array {
  const made = Float64Array.of(0, 0, 0, 1);
  const one = new Float64Array(4);
  for (const [axis, angle] of [[[0, 1, 0], y], [[1, 0, 0], x], [[0, 0, 1], z]] as const) {
    about(axis[0], axis[1], axis[2], angle, one, 0);
    multiply(made, 0, one, 0, made, 0);
  }
  return made;
}
/** Thumb up, fingers to -Z: the rod of the grip stands upright, its -Y points forwards. */
const FORWARDS = grip(Math.PI / 2, 0, 0);
/** The arm hangs: fingers down, thumb forwards. */
const HANGING = grip(0, 0, 0);

/** As before, rolled outwards about the forearm. */
const PALM_UP = Float64Array.of(0, 0, 0, 1);
about(0, 1, 0, -1.4, PALM_UP, 0);
multiply(FORWARDS, 0, PALM_UP, 0, PALM_UP, 0);

class Wearer extends Walker {
  constructor(body = bodyOf(), seed = 3) {
    super(clips, body, seed);
    this.pose[Field.headset] = 1;
    this.head(0, body.eyeHeight, 0);
  }

  head(x: number, y: number, z: number, q: ArrayLike<number> = [0, 0, 0, 1]): this {
    this.pose[Field.x] = x;
    this.pose[Field.headY] = y;
    this.pose[Field.z] = z;
    this.pose.set(q, Field.head);
    return this;
  }

  /** The middle of a fist in the room. */
  hand(side: Side, at: Point | null, q: ArrayLike<number> = FORWARDS): this {
    const t = HANDS[side];
    this.pose[t] = at ? 1 : 0;
    if (!at) return this;
    [Field.x, Field.headY, Field.z].forEach((field, k) => (this.pose[t + 1 + k] = at[k] - this.pose[field]));
    this.pose.set(q, t + 4);
    return this;
  }

  settle(seconds = 1): this {
    for (let i = 0; i < seconds * FPS; i++) this.frame();
    return this;
  }
}

/** Where the wrist must be for such a fist (P-10): 7 cm up the arm and 3 cm to the hand's back. */
function wristOf(side: Side, at: Point, q: Float64Array): Point {
  const v = Float64Array.of(side === 'left' ? -0.03 : 0.03, 0.07, 0);
  rotate(q, 0, v, 0, v, 0);
  return [at[0] + v[0], at[1] + v[1], at[2] + v[2]];
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

const REACHES: [string, Side, Point, Float64Array][] = [
  ['before the chest', 'right', [0.2, 1.2, -0.35], FORWARDS],
  ['before the chest, left', 'left', [-0.2, 1.2, -0.35], FORWARDS],
  ['across the body', 'right', [-0.15, 1.15, -0.35], grip(Math.PI / 2, 0.8, 0)],
  ['hanging', 'left', [-0.24, 0.88, 0.02], HANGING],
  ['high', 'right', [0.25, 1.75, -0.2], grip(Math.PI * 0.9, 0, 0)],
  ['to the side', 'left', [-0.6, 1.35, 0], grip(Math.PI / 2, Math.PI / 2, 0)],
  ['palm up', 'right', [0.25, 1.1, -0.3], PALM_UP],
];

describe('hands', () => {
  it.each(REACHES)('are where the wearer has them: %s', (_, side, at, q) => {
    const wearer = new Wearer().hand(side, at, q).settle();
    expect(distance(wearer.joint(`${side}Hand`), wristOf(side, at, q))).toBeLessThan(0.01);
    // The fingers' way (the middle one's root from the wrist) is the grip's -Y, but for where that root lies in the hand.
    const root = wearer.joint(`${side}MiddleProximal`);
    const wrist = wearer.joint(`${side}Hand`);
    const first = joint(`${side}MiddleProximal`) * 3;
    const local = wearer.body.rest.subarray(first, first + 3);
    const outwards = side === 'left' ? 1 : -1;
    const wanted = Float64Array.of(-outwards * local[1], outwards * local[0], local[2]);
    rotate(q, 0, wanted, 0, wanted, 0);
    const length = Math.hypot(...wanted);
    const dot = [0, 1, 2].reduce((sum, k) => sum + (root[k] - wrist[k]) * wanted[k], 0) / (length * length);
    expect(Math.acos(Math.min(1, dot))).toBeLessThan((2 * Math.PI) / 180);
  });

  it.each(REACHES.filter(([name]) => name !== 'high' && name !== 'to the side'))('have the elbow below: %s', (_, side, at, q) => {
    const wearer = new Wearer().hand(side, at, q).settle();
    const shoulder = wearer.joint(`${side}UpperArm`);
    const wrist = wearer.joint(`${side}Hand`);
    const elbow = wearer.joint(`${side}LowerArm`);
    const out = side === 'left' ? -1 : 1;
    // Below and outside of the line from shoulder to hand.
    const middle = [0, 1, 2].map((k) => (shoulder[k] + wrist[k]) / 2);
    expect(elbow[1]).toBeLessThan(middle[1] + 0.02);
    expect((elbow[0] - middle[0]) * out).toBeGreaterThan(-0.01);
  });

  it('out of reach are pointed at with a straight arm', () => {
    const wearer = new Wearer().hand('right', [0.3, 1.3, -1.2]).settle();
    const shoulder = wearer.joint('rightUpperArm');
    const wrist = wearer.joint('rightHand');
    const length = (wearer.body.upperArm + wearer.body.lowerArm) * wearer.animator.size;
    expect(distance(shoulder, wrist)).toBeGreaterThan(length * 0.98);
    expect(distance(shoulder, wrist)).toBeLessThan(length * LONGEST + 1e-4);
  });

  it('that are not tracked hang', () => {
    const wearer = new Wearer().settle();
    expect(wearer.joint('rightHand')[1]).toBeLessThan(wearer.joint('rightUpperArm')[1] - 0.35);
  });

  it('mirror each other', () => {
    // Idles sway: what they give to one side is allowed.
    const wearer = new Wearer().hand('left', [-0.25, 1.2, -0.3]).hand('right', [0.25, 1.2, -0.3]).settle();
    for (const name of ['Hand', 'LowerArm']) {
      const left = wearer.joint(`left${name}`);
      const right = wearer.joint(`right${name}`);
      expect(distance([-left[0], left[1], left[2]], right)).toBeLessThan(name === 'Hand' ? 0.005 : 0.06);
    }
  });

  it('move by little when the wearer moves by little', () => {
    const wearer = new Wearer();
    let before: Point[] | null = null;
    for (let i = 0; i < 400; i++) {
      const a = (i / 400) * 2 * Math.PI;
      // All round the shoulder, near and out of reach: 1 cm a frame at the most.
      wearer.hand('right', [0.2 + Math.sin(a) * 0.5, 1.3 + Math.cos(a * 2) * 0.3, -0.25 - Math.cos(a) * 0.35]);
      wearer.frame();
      const now = [wearer.joint('rightHand'), wearer.joint('rightLowerArm')];
      if (before && i > 5) now.forEach((point, k) => expect(distance(point, before![k])).toBeLessThan(0.08));
      before = now;
    }
  });
});

describe('the body', () => {
  it.each([
    ['upright', 1.6, 0],
    ['crouching', 1.2, 0],
    ['squatting', 0.9, 0],
  ])('%s: eyes where the headset is, feet on the floor, knees forwards', (_, height) => {
    const wearer = new Wearer();
    wearer.head(0, wearer.body.eyeHeight, 0).settle(0.5);
    const y = height === 1.6 ? wearer.body.eyeHeight : height;
    wearer.head(0, y, 0).settle(2);
    const left = wearer.joint('leftEye');
    const right = wearer.joint('rightEye');
    expect(distance([0, 1, 2].map((k) => (left[k] + right[k]) / 2) as Point, [0, y, 0])).toBeLessThan(0.03);
    for (const side of ['left', 'right']) {
      const ankle = wearer.joint(`${side}Foot`);
      expect(Math.abs(ankle[1] - wearer.body.ankleHeight)).toBeLessThan(0.02);
      const knee = wearer.joint(`${side}LowerLeg`);
      const hip = wearer.joint(`${side}UpperLeg`);
      expect(knee[2]).toBeLessThan(Math.max(ankle[2], hip[2]) + 0.01);
    }
  });

  it('leans over feet that stay, and steps when it must', () => {
    const wearer = new Wearer().settle();
    const before = wearer.joint('leftToes');
    const { eyeHeight } = wearer.body;
    for (let i = 1; i <= 60; i++) wearer.head(0, eyeHeight - 0.02, -0.16 * (i / 60)).frame();
    wearer.settle(0.5);
    expect(distance(wearer.joint('leftToes'), before)).toBeLessThan(0.02);
    expect(wearer.joint('head')[2]).toBeLessThan(wearer.joint('hips')[2] - 0.02); // leant
    for (let i = 1; i <= 60; i++) wearer.head(0, eyeHeight, -0.16 - 0.5 * (i / 60)).frame();
    wearer.settle(1.5);
    const foot = wearer.joint('leftToes');
    expect(foot[2]).toBeLessThan(before[2] - 0.3);
    expect(foot[1]).toBeLessThan(0.05);
  });

  it('grows and shrinks a little with its wearer', () => {
    const tall = new Wearer();
    tall.head(0, tall.body.eyeHeight * 1.08, 0).settle();
    expect(tall.animator.size).toBeGreaterThan(1.07);
    expect(tall.animator.size).toBeLessThan(1.11);
    expect(Math.abs(tall.joint('leftEye')[1] - tall.body.eyeHeight * 1.08)).toBeLessThan(0.01);
    const giant = new Wearer();
    giant.head(0, giant.body.eyeHeight * 1.4, 0).settle();
    expect(giant.animator.size).toBeLessThanOrEqual(1.12);
    expect(Math.abs(giant.joint('leftFoot')[1])).toBeLessThan(0.12);
  });

  it('sits where its wearer sits: hips on the seat, knees bent, eyes and hands where they are, no taller than before', () => {
    const wearer = new Wearer().settle();
    const { size } = wearer.animator;
    wearer.pose[Field.seated] = 1;
    const hand: Point = [0.2, 0.95, -0.35];
    wearer.head(0, 1.18, 0).hand('right', hand).settle(6);
    expect(wearer.animator.size).toBeCloseTo(size, 2);
    const eyes = [wearer.joint('leftEye'), wearer.joint('rightEye')];
    expect(distance([0, 1, 2].map((k) => (eyes[0][k] + eyes[1][k]) / 2) as Point, [0, 1.18, 0])).toBeLessThan(0.03);
    expect(distance(wearer.joint('rightHand'), wristOf('right', hand, FORWARDS))).toBeLessThan(0.01);
    const hips = wearer.joint('hips')[1];
    expect(hips).toBeGreaterThan(0.4);
    expect(hips).toBeLessThan(0.65);
    for (const side of ['left', 'right']) {
      const [hip, knee, ankle] = ['UpperLeg', 'LowerLeg', 'Foot'].map((part) => wearer.joint(side + part));
      expect(hip[2] - knee[2]).toBeGreaterThan(0.25); // thighs lie forwards
      expect(Math.abs(knee[1] - hip[1])).toBeLessThan(0.2);
      expect(Math.abs(ankle[1] - wearer.body.ankleHeight)).toBeLessThan(0.03);
    }
  });

  it.each<[string, Point, number[], Point]>([
    ['a hand in the shoulder', [0, 1.6, 0], [0, 0, 0, 1], [0.17, 1.38, 0]],
    ['a hand in the head', [0, 1.6, 0], [0, 0, 0, 1], [0, 1.6, 0]],
    ['a head upside down', [0, 1.2, 0], [0, 0, 1, 0], [0.2, 1, -0.2]],
    ['a head backwards', [0, 1.6, 0], [0, 1, 0, 0], [0.2, 1, 0.3]],
    ['a head on the floor', [0, 0, 0], [0, 0, 0, 1], [1.2, 1.2, 1.2]],
  ])('stays finite with %s', (_, head, q, hand) => {
    const wearer = new Wearer().head(...head, q).hand('right', hand).hand('left', hand).settle();
    const row = new Float32Array(ROW_SIZE);
    wearer.animator.write(row, 0);
    expect(row.every((value) => Number.isFinite(value) && Math.abs(value) < 5)).toBe(true);
  });
});
