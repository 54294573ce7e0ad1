// Going to somebody without a 3D view: before them, eye to eye, and elsewhere if the server has no floor there.
import { describe, expect, it } from 'vitest';
import { Spot } from './spot';

const ANN = { x: 3, y: 0, z: -2, yaw: Math.PI / 3 };

function spot(): Spot {
  const made = new Spot();
  made.put({ position: [0, 0, 0], yaw: 0 });
  return made;
}

const metresFrom = ({ pose }: Spot, { x, z }: typeof ANN): number => Math.hypot(pose.x - x, pose.z - z);

describe('going to somebody', () => {
  it('stands before them, faces them, and says that it was not walked (P-7)', () => {
    const made = spot();
    made.goBefore(ANN.x, ANN.y, ANN.z, ANN.yaw, 0);
    const { pose } = made;
    expect(metresFrom(made, ANN)).toBeCloseTo(1.2);
    const ahead = [-Math.sin(ANN.yaw), -Math.cos(ANN.yaw)];
    expect([(pose.x - ANN.x) / 1.2, (pose.z - ANN.z) / 1.2]).toEqual(ahead.map((part) => expect.closeTo(part)));
    expect(Math.cos(pose.yaw - ANN.yaw)).toBeCloseTo(-1);
    expect(Math.abs(pose.yaw)).toBeLessThanOrEqual(Math.PI);
    expect(pose.jump).toBe(1);
  });

  it('tries another side when it is sent back, not more often than the server allows', () => {
    const made = spot();
    made.goBefore(ANN.x, ANN.y, ANN.z, ANN.yaw, 0);
    const first = [made.pose.x, made.pose.z];
    made.returned([0, 0, 0]);
    expect([made.pose.x, made.pose.z]).toEqual([0, 0]);
    made.step(100);
    expect(made.pose.jump).toBe(1);
    made.step(400);
    expect(made.pose.jump).toBe(2);
    expect(metresFrom(made, ANN)).toBeCloseTo(1.2);
    expect([made.pose.x, made.pose.z]).not.toEqual(first);
  });

  it('stays where it was when there is no floor about them at all', () => {
    const made = spot();
    made.goBefore(ANN.x, ANN.y, ANN.z, ANN.yaw, 0);
    for (let now = 0; now < 20_000; now += 50) {
      made.returned([0, 0, 0]);
      made.step(now);
    }
    expect(made.place.position).toEqual([0, 0, 0]);
    expect(made.pose.jump).toBe(12 % 8);
  });

  it('does not go on trying what was taken', () => {
    const made = spot();
    made.goBefore(ANN.x, ANN.y, ANN.z, ANN.yaw, 0);
    made.step(5000);
    const { place } = made;
    made.returned([...place.position]); // of something else, much later
    made.step(9000);
    expect(made.place).toEqual(place);
  });
});
