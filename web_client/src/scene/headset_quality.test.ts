import { describe, expect, it } from 'vitest';
import { HeadsetQuality, STEPS } from './headset_quality';

const HZ = 72;
const FRAME_MS = 1000 / HZ;

class Device {
  readonly quality = new HeadsetQuality();
  readonly changes: number[] = [];
  now = 0;

  get step(): number {
    return STEPS.indexOf(this.quality.wanted);
  }

  /** Frames for so many seconds, each after as many frame times as `frames` says, with so much script. */
  runs(seconds: number, frames: (i: number) => number = () => 1, busy = 4): this {
    const until = this.now + seconds * 1000;
    for (let i = 0; this.now < until; i++) this.frame(frames(i), busy);
    return this;
  }

  frame(frames: number, busy = 4): void {
    this.now += frames * FRAME_MS;
    if (this.quality.shown(this.now, busy, FRAME_MS)) this.changes.push(this.step);
  }
}

const every = (n: number, frames = 2) => (i: number): number => (i % n === 0 ? frames : 1);

describe('the steps', () => {
  it('only ever take away, and keep enough to see by', () => {
    STEPS.slice(1).forEach((step, i) => {
      const before = STEPS[i];
      expect(step.scale).toBeLessThanOrEqual(before.scale);
      expect(step.foveation).toBeGreaterThanOrEqual(before.foveation);
      expect(step.people).toBeLessThanOrEqual(before.people);
      expect(Number(step.reflections)).toBeLessThanOrEqual(Number(before.reflections));
      expect(step).not.toEqual(before);
    });
    expect(STEPS.at(-1)!.scale).toBeGreaterThan(0.6); // words stay legible
  });
});

describe('a headset', () => {
  it('stays at its finest where frames come in time, also with a late one now and then', () => {
    expect(new Device().runs(120, every(60)).changes).toEqual([]);
  });

  it('does not judge by its first two seconds, nor by a pause', () => {
    expect(new Device().runs(1.9, () => 3).runs(20).changes).toEqual([]);
    const device = new Device().runs(3);
    for (let i = 0; i < 500; i++) device.frame(100);
    expect(device.changes).toEqual([]);
  });

  it('falls within three seconds where frames are late, step by step to the last', () => {
    const device = new Device().runs(3);
    device.runs(3, every(8));
    expect(device.step).toBeGreaterThanOrEqual(1);
    device.runs(30, every(8));
    expect(device.changes).toEqual([1, 2, 3, 4]);
  });

  it('falls before any frame is late where the script leaves no time', () => {
    const device = new Device().runs(3).runs(2, () => 1, 11.5);
    expect(device.changes[0]).toBe(1);
  });

  it('rises again step by step once all is easy, later than it falls', () => {
    const device = new Device().runs(3).runs(12, every(4));
    expect(device.step).toBe(4);
    device.runs(7);
    expect(device.step).toBe(4);
    device.runs(60);
    expect(device.step).toBe(0);
  });

  it('does not rise into what is merely bearable', () => {
    const device = new Device().runs(3).runs(3, every(8)).runs(1.5);
    const { step } = device;
    expect(step).toBeGreaterThan(0);
    device.runs(60, () => 1, 8.5);
    expect(device.step).toBe(step);
  });

  it('waits ever longer where each rise was too much', () => {
    const device = new Device().runs(3);
    const overtaxed = (seconds: number): void => {
      const until = device.now + seconds * 1000;
      for (let i = 0; device.now < until; i++) device.frame(device.step === 0 && i % 8 === 0 ? 2 : 1);
    };
    overtaxed(120);
    const early = device.changes.length;
    overtaxed(120);
    expect(early).toBeGreaterThan(3);
    expect(device.changes.length - early).toBeLessThanOrEqual(4);
  });

  it('at the least takes what comes', () => {
    const device = new Device().runs(120, () => 2);
    expect([device.step, device.changes]).toEqual([4, [1, 2, 3, 4]]);
  });
});
