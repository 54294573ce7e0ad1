import { expect, it } from 'vitest';
import { type Doing, StepWatch } from './steps';

const at = (x: number, z: number, yaw: number, met = false): Doing => ({ place: { position: [x, 0, z], yaw }, met });

it('has looked around who turned, also across the back', () => {
  const watch = new StepWatch('look');
  expect([watch.done(at(0, 0, 3)), watch.done(at(5, 5, 3))]).toEqual([false, false]);
  expect(watch.done(at(5, 5, 3.2 - 2 * Math.PI))).toBe(false);
  expect(watch.done(at(5, 5, 3.6 - 2 * Math.PI))).toBe(true);
});

it('has walked who went a metre, there and back or straight', () => {
  const watch = new StepWatch('walk');
  expect([watch.done(at(0, 0, 0)), watch.done(at(0.6, 0, 2)), watch.done(at(0, 0, 0))]).toEqual([false, false, true]);
});

it('waits while the place is not known, and does not count a jump into the room as a walk', () => {
  const watch = new StepWatch('walk');
  expect([watch.done({ place: null, met: false }), watch.done(at(40, 2, 0)), watch.done(at(40, 2.2, 0))]).toEqual([false, false, false]);
});

it('has met the room who looks at something or writes', () => {
  const watch = new StepWatch('meet');
  expect([watch.done(at(0, 0, 0)), watch.done(at(0, 0, 0, true))]).toEqual([false, true]);
});
