// Sounds: only for who wants them, quietly, and not one for each of a crowd.
import { expect, it } from 'vitest';
import { Chimes } from './chimes';

function chimes(touched = true) {
  const loud: number[] = [];
  const tones: number[] = [];
  const volume = { setValueAtTime: () => undefined, linearRampToValueAtTime: (to: number) => loud.push(to), exponentialRampToValueAtTime: () => undefined };
  const node = { connect: (to: object) => to };
  const context = {
    currentTime: 0, destination: {},
    createOscillator: () => ({ ...node, frequency: { set value(hertz: number) { tones.push(hertz); } }, start: () => undefined, stop: () => undefined }),
    createGain: () => ({ ...node, gain: volume }),
  };
  const time = { ms: 0 };
  const made = new Chimes(() => context as unknown as AudioContext, () => time.ms, () => touched);
  return { made, time, loud, tones };
}

it('is silent until it is wanted, and again when it is not', () => {
  const { made, tones, time } = chimes();
  made.play('called');
  made.want(true);
  made.play('called');
  expect(tones).toHaveLength(2);
  made.want(false);
  time.ms = 10_000;
  made.play('called');
  expect([tones.length, made.played]).toEqual([2, 1]);
});

it('is quiet', () => {
  const { made, loud } = chimes();
  made.want(true);
  made.play('announced');
  expect(Math.max(...loud)).toBeLessThanOrEqual(0.05);
});

it('sounds once for a crowd that comes in', () => {
  const { made, time } = chimes();
  made.want(true);
  for (let i = 0; i < 10; i++) made.play('came');
  expect(made.played).toBe(1);
  time.ms = 1500;
  made.play('came');
  expect(made.played).toBe(2);
});

it('waits for nobody to touch the page, so that nothing sounds late', () => {
  const { made } = chimes(false);
  made.want(true);
  made.play('came');
  expect(made.played).toBe(0);
});
