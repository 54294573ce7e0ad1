import { expect, it } from 'vitest';
import { rolled } from './scrolling';

it('rolls more the farther the stick is pushed, and not at rest', () => {
  expect(Math.abs(rolled(0.15, 1))).toBe(0);
  expect(rolled(1, 0.5)).toBeCloseTo(450);
  expect(rolled(-1, 0.5)).toBeCloseTo(-450);
  expect(rolled(0.6, 1)).toBeLessThan(rolled(0.9, 1));
});
