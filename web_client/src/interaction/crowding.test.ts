import { Vector3 } from 'three';
import { expect, it } from 'vitest';
import type { Figure } from '../avatars/figure';
import { Field } from '../replica/fields';
import { APART_M, crowd } from './crowding';
import { Floor } from './floor';
import { keyboard } from './keys.test_help';
import { Walker } from './walker';

function somebody(x: number, z: number, known = true, y = 0): Figure {
  const pose = new Float32Array(Field.size);
  pose.set([x, y, z], Field.x);
  return { known, pose } as Figure;
}

function push(...figures: Figure[]): Vector3 {
  const out = new Vector3();
  crowd(figures, new Vector3(0, 0, 0), out);
  return out;
}

it('pushes away from who stands near, the more the nearer', () => {
  expect(push(somebody(0.3, 0)).x).toBeLessThan(0);
  expect(push(somebody(0.1, 0)).x).toBeLessThan(push(somebody(0.3, 0)).x);
  expect(push(somebody(APART_M + 0.01, 0)).length()).toBe(0);
  expect(push(somebody(0.2, 0), somebody(-0.2, 0)).length()).toBeCloseTo(0);
});

it('pushes to some side where two stand in the same place', () => {
  const out = push(somebody(0, 0));
  expect(out.length()).toBeGreaterThan(0.5);
  expect(out.length()).toBeLessThan(2);
});

it('leaves alone who is not known to be there, or on another floor', () => {
  expect(push(somebody(0.1, 0, false), somebody(0.1, 0, true, 3)).length()).toBe(0);
});

it('lets one walk through a narrow gap in which somebody stands', () => {
  const floor = new Floor(null, { min: [-0.2, 0, -9], max: [0.2, 3, 9] }, 0);
  const { keys, down } = keyboard();
  const standing = [somebody(0, 0)];
  const walker = new Walker(keys, (feet, out) => crowd(standing, feet, out));
  walker.place([0, 0, 2], 0);
  down.add('KeyW');
  let nearest = Infinity;
  for (let i = 0; i < 60; i++) {
    walker.step(floor, 0.05, true, false);
    nearest = Math.min(nearest, Math.hypot(walker.feet.x, walker.feet.z));
  }
  expect(walker.feet.z).toBeLessThan(-2);
  expect(nearest).toBeGreaterThan(0.05); // not through the middle of the body
});
