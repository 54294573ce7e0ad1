// Feet on the floor: nothing slides, walking, starting, stopping, turning, on legs of any proportions.
import { describe, expect, it } from 'vitest';
import { Field } from '../replica/tracks';
import { angleBetween } from '../replica/slerp';
import { joint } from './skeleton';
import { bodyOf, FPS, shippedClips, Walker } from './testing';

const clips = await shippedClips();
const BODIES = [
  { name: 'the reference', body: bodyOf() },
  { name: 'long legs', body: bodyOf({ thigh: 1.12, shin: 1.12 }) },
  { name: 'short legs', body: bodyOf({ thigh: 0.88, shin: 0.88 }) },
  { name: 'long thighs', body: bodyOf({ thigh: 1.08, shin: 0.94 }) },
  { name: 'long shins', body: bodyOf({ thigh: 0.93, shin: 1.08 }) },
];
const DOWN_M = 0.006; // the ball of a foot that is nearer to the floor touches it

/** Watches both feet: the farthest that one went while it touched the floor, since it came down; and the deepest. */
class Soles {
  worst = 0;
  deepest = 0;
  steps = 0;
  down = 0;
  private readonly from = [null, null] as ([number, number] | null)[];

  watch(walker: Walker): void {
    const rest = walker.body.ankleHeight + walker.body.rest[joint('leftToes') * 3 + 1];
    this.down = 0;
    ['leftToes', 'rightToes'].forEach((name, i) => {
      const [x, y, z] = walker.joint(name);
      this.deepest = Math.min(this.deepest, y - rest);
      if (y - rest > DOWN_M) {
        this.from[i] = null;
        return;
      }
      this.down++;
      if (!this.from[i]) this.steps++;
      this.from[i] ??= [x, z];
      this.worst = Math.max(this.worst, Math.hypot(x - this.from[i][0], z - this.from[i][1]));
    });
  }
}

function walk(walker: Walker, seconds: number, vx: number, vz: number, turn: number, soles: Soles | null): void {
  for (let i = 0; i < seconds * FPS; i++) {
    walker.frame(vx, vz, turn);
    soles?.watch(walker);
  }
}

describe.each(BODIES)('on $name', ({ body }) => {
  it.each([0.5, 0.8, 1.1, 1.4, 1.9, 2.3, 3.2, 4.2])('walks at %f m/s', (speed) => {
    const soles = new Soles();
    walk(new Walker(clips, body), 4, 0, -speed, 0, soles);
    stays(soles, 5);
  });

  it.each([
    ['backwards', 0, 1],
    ['to the left', -1, 0],
    ['to the right', 1, 0],
    ['aslant', 0.9, -0.9],
  ])('walks %s', (_, vx, vz) => {
    const soles = new Soles();
    walk(new Walker(clips, body), 4, vx, vz, 0, soles);
    stays(soles, 5);
  });

  it.each([0.8, 1.4, 2.3])('starts and stops at %f m/s, and stands with both feet down', (speed) => {
    const walker = new Walker(clips, body);
    const soles = new Soles();
    for (let i = 0; i < 5; i++) {
      walk(walker, 0.9 + i * 0.13, 0, -speed, 0, soles);
      walk(walker, 1.5, 0, 0, 0, soles);
      expect(soles.down).toBe(2);
    }
    stays(soles, 8);
  });

  it.each([
    ['on the spot', 0, 1.5],
    ['while walking', 1.2, 1.2],
  ])('turns %s', (_, speed, turn) => {
    const walker = new Walker(clips, body);
    const soles = new Soles();
    for (let i = 0; i < 4 * FPS; i++) {
      const yaw = walker.pose[Field.yaw];
      walk(walker, 1 / FPS, -Math.sin(yaw) * speed, -Math.cos(yaw) * speed, turn, soles);
    }
    walk(walker, 2, 0, 0, 0, soles);
    expect(Math.abs(angleBetween(walker.animator.heading.yaw, walker.pose[Field.yaw]))).toBeLessThan(0.3);
    stays(soles, 4);
  });
});

function stays(soles: Soles, steps: number): void {
  expect(soles.worst).toBeLessThan(0.03);
  expect(soles.deepest).toBeGreaterThan(-0.01);
  expect(soles.steps).toBeGreaterThanOrEqual(steps);
}
