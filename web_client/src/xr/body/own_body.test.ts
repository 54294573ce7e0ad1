// One's own body: hands where one's own are, feet on the floor below, no head, and nothing of it on a screen.
import type { InstancedBufferGeometry, Mesh } from 'three';
import { describe, expect, it } from 'vitest';
import { lookOf } from '../../avatars/look';
import { Wearer } from './wearer.test_help';

type Point = readonly [number, number, number];

/** Where the wrist must be for such a fist (P-10): 7 cm back from it and 3 cm to the hand's back. */
function wristOf(side: 'left' | 'right', [x, y, z]: Point): Point {
  return [x + (side === 'left' ? -0.03 : 0.03), y, z + 0.07];
}

function apart(a: Point | null, b: Point): number {
  return a ? Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) : Infinity;
}

/** Meshes that are drawn, by how many people each shows; the shadows' is the first. */
function drawn({ crowd }: Wearer): number[] {
  const meshes = crowd.group.children.filter((child) => child.visible) as Mesh<InstancedBufferGeometry>[];
  return meshes.map(({ geometry }) => geometry.instanceCount);
}

const REACHES: [string, Point][] = [
  ['before the chest', [0.2, 1.2, -0.35]],
  ['down', [0.3, 0.9, -0.1]],
  ['high', [0.25, 1.8, -0.2]],
  ['farther than the figure reaches', [0.3, 1.35, -0.6]],
];

describe('one\'s own body', { timeout: 30_000 }, () => {
  it.each(REACHES)('has its hands where one\'s own are: %s', async (_, at) => {
    const wearer = await Wearer.enters();
    const left: Point = [-at[0], at[1], at[2]];
    wearer.hand('left', left).hand('right', at).settle();
    const [a, b] = wearer.body.wrists;
    expect(apart(a, wristOf('left', left))).toBeLessThan(0.01);
    expect(apart(b, wristOf('right', at))).toBeLessThan(0.01);
  });

  it('is one more drawn mesh, and shows no hand that is not tracked', async () => {
    const wearer = await Wearer.enters();
    expect(drawn(wearer)).toEqual([3, 1]); // a body's shadow and its feet's; the body
    wearer.hand('left', null).settle(0.2);
    expect(wearer.body.wrists[0]).toBeNull();
    expect(wearer.body.wrists[1]).not.toBeNull();
  });

  it('is gone when the headset is off, and comes back', async () => {
    const wearer = await Wearer.enters();
    wearer.body.rest();
    wearer.crowd.draw([], wearer.eyes, true, () => 0, 200, 0.01);
    expect(drawn(wearer)).toEqual([]);
    expect(wearer.body.wrists).toEqual([null, null]);
    wearer.frame();
    expect(drawn(wearer)).toEqual([3, 1]);
  });

  it('goes along at once where one goes at once: by a leap and by a turn on the spot', async () => {
    const wearer = await Wearer.enters();
    wearer.settle();
    wearer.head(4, 1.55, -3).hand('right', [4.2, 1.2, -3.35]);
    wearer.frame();
    expect(apart(wearer.body.wrists[1], wristOf('right', [4.2, 1.2, -3.35]))).toBeLessThan(0.01);
    wearer.facing = Math.PI / 6;
    wearer.pose.yaw = Math.PI / 6;
    wearer.pose.head.set([0, Math.sin(Math.PI / 12), 0, Math.cos(Math.PI / 12)]);
    wearer.hand('left', null).hand('right', null);
    wearer.frame();
    expect(yawDrawn(wearer)).toBeCloseTo(Math.PI / 6, 4);
  });

  it('stands on the floor where one is', async () => {
    const wearer = await Wearer.enters();
    wearer.floor = 3;
    wearer.head(0, 4.55, 0).hand('left', [-0.2, 4.2, -0.35]);
    wearer.settle(0.5);
    expect(apart(wearer.body.wrists[0], wristOf('left', [-0.2, 4.2, -0.35]))).toBeLessThan(0.01);
    expect(placeDrawn(wearer)[1]).toBe(3);
  });

  it('sits where one sits', async () => {
    const wearer = await Wearer.enters();
    const hips = (): number => hipsDrawn(wearer);
    wearer.settle();
    expect(hips()).toBeGreaterThan(0.75);
    wearer.pose.seated = true;
    wearer.head(0, 1.15, 0).hand('left', [-0.2, 0.9, -0.35]).hand('right', [0.2, 0.9, -0.35]).settle(3);
    expect(hips()).toBeLessThan(0.65);
    expect(apart(wearer.body.wrists[0], wristOf('left', [-0.2, 0.9, -0.35]))).toBeLessThan(0.01);
  });

  it('takes other colours on without a new body, and another body when one is somebody else', async () => {
    const wearer = await Wearer.enters();
    const before = stateDrawn(wearer);
    wearer.body.dress(7, lookOf(2 + (1 << 8), 'visitor', null));
    wearer.frame();
    expect(drawn(wearer)).toEqual([3, 1]);
    expect(stateDrawn(wearer)[0]).toBe(before[0]); // its row among the poses
    expect(stateDrawn(wearer)[1]).not.toBe(before[1]); // among the colours
    wearer.body.dress(7, lookOf(3, 'visitor', null));
    wearer.frame();
    expect(wearer.body.wrists).toEqual([null, null]); // not yet there
  });
});

function bodyMesh({ crowd }: Wearer): Mesh<InstancedBufferGeometry> {
  return crowd.group.children.filter((child) => child.visible).at(-1) as Mesh<InstancedBufferGeometry>;
}
/** How high the hips' joint is over the floor, by what the graphics card is told. */
function hipsDrawn(wearer: Wearer): number {
  const figure = (wearer.body as unknown as { figure: { animator: { joint(j: number, out: Float64Array): void } } }).figure;
  const at = new Float64Array(3);
  figure.animator.joint(0, at);
  return at[1];
}
const placeDrawn = (wearer: Wearer): number[] => [...bodyMesh(wearer).geometry.getAttribute('place').array].slice(0, 4);
const stateDrawn = (wearer: Wearer): number[] => [...bodyMesh(wearer).geometry.getAttribute('state').array].slice(0, 4);
const yawDrawn = (wearer: Wearer): number => placeDrawn(wearer)[3];
