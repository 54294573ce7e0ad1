// A trembling hand points steadily, and a moving one without delay.
import { expect, it } from 'vitest';
import { Steady } from './steady';

const FRAME_S = 1 / 72;

function spread(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

function through(steady: Steady, calm: number, at: (frame: number) => number): number[] {
  const number = new Float64Array(1);
  return Array.from({ length: 144 }, (_, frame) => {
    number[0] = at(frame);
    steady.step(number, FRAME_S, calm);
    return number[0];
  });
}

const tremble = (frame: number): number => 0.01 * Math.sin((frame * 2 * Math.PI * 9) / 72);

it('takes most of a tremor, and nearly all while one pinches', () => {
  const raw = spread(Array.from({ length: 144 }, (_, i) => tremble(i)));
  const free = spread(through(new Steady(1, 1.2, 4), 0, tremble).slice(72));
  const pinching = spread(through(new Steady(1, 1.2, 4), 1, tremble).slice(72));
  expect(free).toBeLessThan(raw * 0.35);
  expect(pinching).toBeLessThan(free * 0.5);
});

it('is where a hand that sweeps is, a few hundredths of a second later', () => {
  const swept = through(new Steady(1, 1.2, 4), 0, (frame) => (frame * 3) / 72); // 3 m/s
  expect(3 - swept[71]).toBeLessThan(3 * 0.04);
});

it('begins anew where it is told to forget', () => {
  const steady = new Steady(1, 1, 1);
  through(steady, 0, () => 0);
  steady.forget();
  expect(through(steady, 0, () => 5)[0]).toBe(5);
});
