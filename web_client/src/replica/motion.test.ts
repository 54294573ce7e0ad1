// Walks over simulated lines: whatever the line does, nobody is seen to jump, to shoot or to go backwards.
import { describe, expect, it } from 'vitest';
import { Field } from './tracks';
import { GOOD, type Line, numbers, play, type Shown, type Telling, Walk } from './simulated';

const NEAR: Telling[] = [{ from: 0, every: 1 }];
const FAR: Telling[] = [{ from: 0, every: 4 }];
/** In and out of sight: 20, 5, 1, 20, 5 and 20 times a second. */
const LEVELS: Telling[] = [
  { from: 0, every: 1 },
  { from: 4000, every: 4 },
  { from: 8000, every: 20 },
  { from: 13000, every: 1 },
  { from: 16000, every: 4 },
  { from: 17000, every: 1 },
];
const LENGTH_MS = 20000;

interface Worst {
  speed: number; // m/s from picture to picture
  change: number; // m/s from one of these speeds to the next
  yaw: number; // rad/s
  head: number; // m/s of its height
  hand: number; // m/s
  back: number; // m/s against where they look
  off: number; // m from the truth at the end
}

function worst(shown: readonly Shown[]): Worst {
  const found: Worst = { speed: 0, change: 0, yaw: 0, head: 0, hand: 0, back: 0, off: 0 };
  let [vx, vz] = [0, 0];
  const more = (key: keyof Worst, value: number): void => void (found[key] = Math.max(found[key], value));
  for (let i = 1; i < shown.length; i++) {
    const { pose, truth, time } = shown[i];
    const before = shown[i - 1].pose;
    const seconds = (time - shown[i - 1].time) / 1000;
    const per = (field: number): number => (pose[field] - before[field]) / seconds;
    const [x, z] = [per(Field.x), per(Field.z)];
    more('speed', Math.hypot(x, z));
    if (i > 1) more('change', Math.hypot(x - vx, z - vz));
    const turn = pose[Field.yaw] - before[Field.yaw];
    more('yaw', Math.abs(Math.atan2(Math.sin(turn), Math.cos(turn))) / seconds);
    more('head', Math.abs(per(Field.headY)));
    const hand = [0, 1, 2].map((axis) => per(Field.rightPosition + axis));
    if (pose[Field.rightTracked] === 1 && before[Field.rightTracked] === 1) more('hand', Math.hypot(...hand));
    more('back', x * Math.sin(truth.yaw) + z * Math.cos(truth.yaw));
    [vx, vz] = [x, z];
  }
  const last = shown.at(-1)!;
  found.off = Math.hypot(last.pose[Field.x] - last.truth.x, last.pose[Field.z] - last.truth.z);
  return found;
}

function anyLine(random: () => number): Line {
  const from = 3000 + random() * 8000;
  return {
    delay: 20 + random() * 380,
    jitter: random() * 200,
    loss: random() * 0.2,
    reorders: random() < 0.3,
    stalls: random() < 0.5 ? [[from, from + 1000]] : [],
    held: [],
    drift: (random() - 0.5) * 0.01,
  };
}

function walked(seed: number, line: Line, tellings: readonly Telling[], headset = false): Worst {
  return worst(play(seed, new Walk(numbers(seed + 1000), headset), line, tellings, LENGTH_MS));
}

const SEEDS = Array.from({ length: 12 }, (_, i) => i * 7919 + 1);

describe('on a good line', () => {
  it.each(SEEDS)('one sees a walk as it is, seed %i', (seed) => {
    const near = walked(seed, GOOD, NEAR);
    expect(near.speed).toBeLessThan(2.6); // the walk's own 2.3, and centimetres
    expect(near.back).toBeLessThan(0.15);
    expect(near.off).toBeLessThan(0.03);
    const far = walked(seed, GOOD, FAR);
    expect(far.speed).toBeLessThan(2.6);
    expect(far.back).toBeLessThan(0.3);
    expect(far.off).toBeLessThan(0.5); // shown 150 ms later than the near
  });
});

describe('on any line', () => {
  it.each(SEEDS)('nobody near jumps, shoots or slips back, seed %i', (seed) => {
    const found = walked(seed, anyLine(numbers(seed)), NEAR);
    expect(found.speed).toBeLessThan(5.2); // 0.09 m a picture: a late walker runs
    expect(found.change).toBeLessThan(2);
    expect(found.yaw).toBeLessThan(7);
    expect(found.back).toBeLessThan(0.5);
  });

  it.each(SEEDS)('nor does who comes and goes between the levels of interest, seed %i', (seed) => {
    const found = walked(seed, anyLine(numbers(seed)), LEVELS);
    expect(found.speed).toBeLessThan(6);
    expect(found.change).toBeLessThan(3);
    expect(found.yaw).toBeLessThan(8);
  });

  it.each(SEEDS)('nor do head and hands in a headset, seed %i', (seed) => {
    const found = walked(seed, anyLine(numbers(seed)), LEVELS, true);
    expect(found.speed).toBeLessThan(6);
    expect(found.head).toBeLessThan(1.5);
    expect(found.hand).toBeLessThan(4.5); // the hand's own 0.6, the correction's 2.5, and the turn
  });
});

describe('after the line stood still', () => {
  it('a walker is caught up by a run, not by a leap', () => {
    const found = walked(5, { ...GOOD, stalls: [[6000, 7000]] }, NEAR);
    expect(found.speed).toBeGreaterThan(2.3);
    expect(found.speed).toBeLessThan(4.6);
    expect(found.off).toBeLessThan(0.1);
  });
});

describe('whose own line stood still', () => {
  it.each(SEEDS)('is caught up by a run, though the server heard of the way all at once, seed %i', (seed) => {
    const found = walked(seed, { ...GOOD, held: [[4000, 4600], [9000, 9250], [14000, 14900]] }, NEAR);
    expect(found.speed).toBeLessThan(5.2);
    expect(found.off).toBeLessThan(0.1);
  });
});

describe('the speed that is told', () => {
  it('is that of what is shown, and nothing for who stands', () => {
    const shown = play(3, new Walk(numbers(4), false), { ...GOOD, jitter: 80, loss: 0.1 }, NEAR, LENGTH_MS);
    let standing = 0;
    for (let i = 30; i < shown.length; i++) {
      const { pose, time } = shown[i];
      const then = shown[i - 12];
      const way = Math.hypot(pose[Field.x] - then.pose[Field.x], pose[Field.z] - then.pose[Field.z]);
      const real = (way / (time - then.time)) * 1000;
      expect(Math.abs(pose[Field.speed] - real)).toBeLessThan(1.2);
      if (way > 0.001) continue;
      standing++;
      expect(pose[Field.speed]).toBeLessThan(0.05);
    }
    expect(standing).toBeGreaterThan(20);
  });
});
