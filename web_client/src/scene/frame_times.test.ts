import { expect, it } from 'vitest';
import { FrameTimes } from './frame_times';

function frames(times: FrameTimes, count: number, script: (i: number) => number, draw = 5): void {
  for (let i = 0; i < count; i++) {
    times.begin(i * 20);
    times.scripted(i * 20 + script(i));
    times.drawn(i * 20 + script(i) + draw);
  }
}

it('tells the middle of what the script took, without the drawing', () => {
  const times = new FrameTimes();
  expect(times.script).toEqual({ medianMs: 0, frames: 0 });
  frames(times, 5, (i) => [9, 1, 3, 2, 4][i]);
  expect(times.script).toEqual({ medianMs: 3, frames: 5 });
  expect(times.busy).toBe(9);
});

it('keeps the last three hundred', () => {
  const times = new FrameTimes();
  frames(times, 400, () => 8);
  frames(times, 299, () => 2);
  expect(times.script).toEqual({ medianMs: 2, frames: 300 });
});
