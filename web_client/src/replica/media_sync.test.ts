// A clip is brought into step.
import { expect, it } from 'vitest';
import { correction } from './media_sync';

it('leaves alone what is in step', () => {
  expect(correction(0.01)).toEqual({ jump: false, rate: 1 });
});

it('jumps where it is far off, either way', () => {
  expect(correction(3).jump).toBe(true);
  expect(correction(-0.6).jump).toBe(true);
  expect(correction(0.4).jump).toBe(false);
});

it.each([0.45, 0.2, -0.2, -0.45])('makes up for %s s within a few seconds, never past it', (amiss) => {
  let behind = amiss;
  for (let tick = 0; tick < 20 * 6; tick++) behind -= (correction(behind).rate - 1) * 0.05;
  expect(Math.abs(behind)).toBeLessThan(0.02);
  expect(Math.sign(behind) === Math.sign(amiss) || Math.abs(behind) < 1e-9).toBe(true);
});
