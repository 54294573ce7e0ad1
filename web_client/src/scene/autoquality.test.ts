import { expect, it } from 'vitest';
import { AutoQuality } from './autoquality';

class Device {
  readonly auto = new AutoQuality();
  readonly changes: string[] = [];
  private now = 0;

  /** Pictures of `ms` each, for so many seconds. */
  draws(ms: number, seconds: number): this {
    for (let spent = 0; spent < seconds * 1000; spent += ms) this.picture(ms);
    return this;
  }

  picture(ms: number): void {
    this.now += ms;
    if (this.auto.shown(this.now)) this.changes.push(this.auto.quality);
  }
}

it('stays fine on a device that keeps up, also with a stutter now and then', () => {
  const device = new Device();
  for (let i = 0; i < 40; i++) device.draws(16, 1).picture(400);
  expect(device.changes).toEqual([]);
});

it('does not judge by the first pictures, nor by one slow spell', () => {
  expect(new Device().draws(200, 12).draws(16, 30).changes).toEqual([]);
  expect(new Device().draws(16, 3).draws(60, 3).draws(16, 20).changes).toEqual([]);
});

it('falls within ten seconds where pictures take too long', () => {
  expect(new Device().draws(60, 12).changes).toEqual(['low']);
});

it('rises later than it falls, and not by what is merely bearable', () => {
  const device = new Device().draws(60, 12).draws(30, 60);
  expect(device.changes).toEqual(['low']);
  expect(device.draws(16, 3).changes).toEqual(['low']);
  expect(device.draws(16, 6).changes).toEqual(['low', 'high']);
});

it('changes its mind twice at most', () => {
  const device = new Device();
  for (let i = 0; i < 10; i++) device.draws(60, 20).draws(16, 20);
  expect(device.changes).toEqual(['low', 'high']);
});

it('takes a sleep for no picture', () => {
  const device = new Device().draws(16, 3);
  for (let i = 0; i < 500; i++) device.picture(5000);
  expect(device.changes).toEqual([]);
});
