import { Vector3 } from 'three';
import { expect, it } from 'vitest';
import { TargetRing } from './target_ring';

it('opens where one goes, and fades when one is there', () => {
  const ring = new TargetRing();
  ring.step(null, 0.1, false);
  expect(ring.group.visible).toBe(false);
  const target = new Vector3(1, 0, 2);
  ring.step(target, 0.02, false);
  expect(ring.group.visible).toBe(true);
  expect(ring.group.position.x).toBe(1);
  expect(ring.group.scale.x).toBeLessThan(0.75);
  for (let i = 0; i < 40; i++) ring.step(target, 0.05, false);
  expect(ring.group.scale.x).toBeCloseTo(1, 2);
  ring.step(null, 0.1, false);
  expect(ring.group.visible).toBe(true);
  for (let i = 0; i < 10; i++) ring.step(null, 0.05, false);
  expect(ring.group.visible).toBe(false);
});

it('is there and gone at once for whom nothing is to move', () => {
  const ring = new TargetRing();
  ring.step(new Vector3(1, 0, 2), 0, true);
  expect(ring.group.scale.x).toBe(1);
  ring.step(null, 0, true);
  expect(ring.group.visible).toBe(false);
});
