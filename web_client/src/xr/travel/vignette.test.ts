// The edge of the view is dimmed while one glides, and never at once.
import { Quaternion, Vector3 } from 'three';
import { expect, it } from 'vitest';
import { Vignette } from './vignette';

const HEAD = { position: new Vector3(1, 1.6, 2), rotation: new Quaternion() };
const FRAME_S = 1 / 72;

it('comes and goes slowly, and is about the head', () => {
  const vignette = new Vignette();
  const seen: number[] = [];
  const step = (moved: number): void => {
    vignette.step(moved, HEAD, FRAME_S);
    seen.push(vignette.mesh.material.uniforms['share'].value as number);
  };
  for (let i = 0; i < 40; i++) step(1);
  expect(vignette.mesh.visible).toBe(true);
  expect(vignette.mesh.position.toArray()).toEqual([1, 1.6, 2]);
  for (let i = 0; i < 60; i++) step(0);
  expect(vignette.mesh.visible).toBe(false);
  expect(Math.max(...seen)).toBeGreaterThan(0.9);
  const steps = seen.map((share, i) => Math.abs(share - (seen[i - 1] ?? 0)));
  expect(Math.max(...steps)).toBeLessThan(0.07); // three flashes a second would take ten times as much
});
