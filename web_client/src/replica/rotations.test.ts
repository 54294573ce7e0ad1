import { expect, it } from 'vitest';
import { Rotations } from './rotations';

it('glides to the newest rotation and gets there', () => {
  const rotations = new Rotations();
  rotations.set('card', [0, 0, 0, 1]);
  rotations.set('card', [0, 1, 0, 0]);
  rotations.step(0.05);
  const half = rotations.shown('card')![1];
  expect(half).toBeGreaterThan(0.3);
  expect(half).toBeLessThan(0.99);
  for (let i = 0; i < 30; i++) rotations.step(0.05);
  expect(rotations.shown('card')![1]).toBeCloseTo(1, 4);
});

it('is there at once when asked, and null for what is unknown', () => {
  const rotations = new Rotations();
  rotations.set('card', [0, 0, 0, 1]);
  rotations.set('card', [1, 0, 0, 0], true);
  expect(Array.from(rotations.shown('card')!)).toEqual([1, 0, 0, 0]);
  expect(rotations.shown('other')).toBeNull();
});
