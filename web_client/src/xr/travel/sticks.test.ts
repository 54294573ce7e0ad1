// One push of a stick is one wish.
import { expect, it } from 'vitest';
import { angleOf, beyondDead, Stick } from './sticks';

function turns(way: readonly (readonly [number, number])[]): number[] {
  const stick = new Stick();
  return way.map(([x, y]) => {
    stick.step(x, y, true);
    return stick.turn;
  });
}

it('turns once for each push aside, and again after the thumb has come back', () => {
  expect(turns([[0.4, 0], [0.9, 0], [1, 0], [0.6, 0], [0.9, 0], [0.1, 0], [-0.8, 0.1]])).toEqual([0, 1, 0, 0, 0, 0, -1]);
});

it('aims while it is pushed ahead, also when it is turned there, and says once that it began and that it was let go of', () => {
  const stick = new Stick();
  const seen = [[0, -0.5], [0.1, -0.9], [1, 0], [0, 1], [0.1, 0.1], [0, 0]].map(([x, y]) => {
    stick.step(x, y, true);
    return [stick.begins, stick.aims, stick.let, stick.turn];
  });
  expect(seen).toEqual([
    [false, false, false, 0], [true, true, false, 0], [false, true, false, 0], [false, true, false, 0], [false, false, true, 0], [false, false, false, 0],
  ]);
});

it('does not aim where ahead means to walk', () => {
  const stick = new Stick();
  stick.step(0, -1, false);
  expect([stick.aims, stick.turn]).toEqual([false, 0]);
});

it('that was pushed aside does not aim until it has been back', () => {
  const stick = new Stick();
  stick.step(0.9, 0, true);
  stick.step(0.2, -0.9, true);
  expect(stick.aims).toBe(false);
});

it('gives the arrow its direction', () => {
  expect(angleOf(0, -1)).toBeCloseTo(0);
  expect(angleOf(-1, 0)).toBeCloseTo(Math.PI / 2);
  expect(angleOf(1, 0)).toBeCloseTo(-Math.PI / 2);
  expect(Math.abs(angleOf(0, 1))).toBeCloseTo(Math.PI);
  expect(angleOf(0.1, 0.1)).toBe(0);
});

it('does nothing for a thumb at rest', () => {
  expect([0.1, -0.15, 1, -1].map(beyondDead)).toEqual([0, -0, 1, -1]);
});
