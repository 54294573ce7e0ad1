// What is thrown comes down where physics says, or where something stands in its way.
import { Ray, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { Arc, ARC_POINTS, type Meets } from './arc';

const floor: Meets = (ray, length) => {
  const distance = -ray.origin.y / ray.direction.y;
  return distance >= 0 && distance <= length ? distance : Infinity;
};

function wallAt(z: number): Meets {
  return (ray, length) => {
    const distance = (z - ray.origin.z) / ray.direction.z;
    return distance >= 0 && distance <= length ? distance : floor(ray, length);
  };
}

function aim(pitch: number, height = 1.2): Ray {
  return new Ray(new Vector3(0.3, height, 0), new Vector3(0, Math.sin(pitch), -Math.cos(pitch)));
}

function end({ points, count }: Arc): Vector3 {
  return new Vector3().fromArray(points, (count - 1) * 3);
}

describe('an arc', () => {
  it.each([-0.9, -0.3, 0, 0.4, 0.8])('that leaves the hand at %s radians comes down where a stone would', (pitch) => {
    const arc = new Arc();
    expect(arc.cast(aim(pitch), floor)).toBe(true);
    const up = 7.5 * Math.sin(pitch);
    const time = (up + Math.sqrt(up * up + 2 * 9.8 * 1.2)) / 9.8;
    const wanted = new Vector3(0.3, 0, -7.5 * Math.cos(pitch) * time);
    expect(end(arc).distanceTo(wanted)).toBeLessThan(0.04);
  });

  it('begins in the hand and goes on without a gap', () => {
    const arc = new Arc();
    arc.cast(aim(0.5), floor);
    expect([...arc.points.slice(0, 3)].map((v) => Math.round(v * 100))).toEqual([30, 120, 0]);
    for (let i = 1; i < arc.count; i++)
      expect(Math.hypot(...[0, 1, 2].map((k) => arc.points[i * 3 + k] - arc.points[i * 3 - 3 + k]))).toBeLessThan(1.3);
  });

  it('ends at a wall', () => {
    const arc = new Arc();
    expect(arc.cast(aim(0.2), wallAt(-2))).toBe(true);
    expect(end(arc).z).toBeCloseTo(-2, 5);
    expect(end(arc).y).toBeGreaterThan(0.9);
  });

  it('meets nothing where there is nothing', () => {
    const arc = new Arc();
    expect(arc.cast(aim(0.5), () => Infinity)).toBe(false);
    expect(arc.count).toBe(ARC_POINTS);
  });

  it('aimed straight up is not thrown behind', () => {
    const arc = new Arc();
    arc.cast(aim(1.5), floor);
    expect(end(arc).z).toBeLessThan(-2);
  });

  it('says where one looks who goes on its way', () => {
    const arc = new Arc();
    arc.cast(new Ray(new Vector3(0, 1, 0), new Vector3(1, 0, 0)), floor);
    expect(arc.yaw).toBeCloseTo(-Math.PI / 2, 5);
  });

  it('is straight where one points with a finger or the eyes', () => {
    const arc = new Arc();
    arc.straight(aim(0), new Vector3(0.3, 0, -4));
    expect(arc.count).toBe(ARC_POINTS);
    expect(end(arc).toArray()).toEqual([expect.closeTo(0.3), 0, -4]);
    expect(arc.points[(ARC_POINTS - 1) * 3 - 1]).toBeGreaterThan(-4);
  });
});
